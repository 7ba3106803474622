import type { Evidence, Finding } from '../model/finding.ts';
import type { Severity } from '../model/inventory.ts';
import type { Check, Judging } from './check.ts';
import { fingerprint } from './fingerprint.ts';
import { overridesOf } from './overrides.ts';
import type { Facts, Fail } from './ruling.ts';
import { owner, standing } from './standing.ts';
import type { Subject } from './subject.ts';
import { count, list, quoted, spokenKind } from './wording.ts';

export interface Failed {
  readonly asset: Subject;
  readonly ruling: Fail;
}

/** A finding, and the ids of all that fail in it. */
export interface Failure {
  readonly finding: Finding;
  readonly subjects: readonly string[];
}

const gravest: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** One finding for each owner; where several assets of one owner fail, the worst leads and names the others. */
export function failFindings(check: Check, failed: readonly Failed[], judging: Judging): readonly Failure[] {
  const rated = failed.map((entry) => ({ ...entry, severity: severityOf(check, entry, judging) }));
  const byOwner = Map.groupBy(rated, ({ asset, ruling }) => ruling.owner ?? owner(asset, judging));
  return [...byOwner].map(([about, group]) => {
    const [lead, ...others] = group.toSorted(
      (a, b) =>
        gravest.indexOf(a.severity) - gravest.indexOf(b.severity) || (a.asset.id < b.asset.id ? -1 : 1),
    );
    if (lead === undefined) throw new Error(`${check.id}: a group of failures without a member`);
    const finding = {
      ...fromCheck(check, about),
      ...fromAsset(check, judging.index.get(lead.ruling.owner ?? '') ?? lead.asset),
      severity: lead.severity,
      confidence: lead.ruling.confidence ?? 'documented',
      outcome: 'fail' as const,
      message: withOthers(lead, others),
      evidence: evidence(lead.ruling.facts, judging),
    };
    return { finding, subjects: group.map(({ asset }) => asset.id).toSorted() };
  });
}

function severityOf(check: Check, { asset, ruling }: Failed, judging: Judging): Severity {
  const { overrides = [] } = judging.index.inventory.settings;
  const said = overrides.length === 0 ? null : overridesOf(check.id, overrides)?.severity(asset);
  if (said != null) return said;
  if (ruling.severity !== undefined) return ruling.severity;
  return standing(asset, judging) === 'production' ? check.severity.production : check.severity.otherwise;
}

/** Names the others that fail alike, unless their message is the very same and so speaks for all. */
function withOthers({ ruling }: Failed, others: readonly Failed[]): string {
  const further = others.filter((other) => other.ruling.message !== ruling.message);
  if (further.length === 0) return ruling.message;
  return `${ruling.message} The same holds for ${list(further.map(({ asset }) => quoted(asset.name)))}.`;
}

/** At most one: the check failed as a program, and what it judges is not known. */
export function errorFinding(
  check: Check,
  errors: readonly { readonly asset: Subject; readonly error: unknown }[],
  judging: Judging,
): readonly Finding[] {
  const [first] = errors;
  if (first === undefined) return [];
  const said = String(first.error instanceof Error ? first.error.message : first.error).slice(0, 200);
  return [
    {
      ...fromCheck(check, 'error'),
      ...fromAsset(check, first.asset),
      severity: 'medium',
      confidence: 'documented',
      outcome: 'error',
      message: `The check itself failed on ${count(errors.length, spokenKind(check.judges))}, first on ${quoted(first.asset.name)}, so nothing is known of them: ${said}`,
      evidence: evidence({ error: said }, judging),
      remediation: 'This is a fault of the check, not of the asset: report it with this message.',
    },
  ];
}

/** What every finding of a check has in common. */
export function fromCheck(check: Check, about: string) {
  return {
    fingerprint: fingerprint(check.id, about),
    check: check.id,
    discipline: check.discipline,
    title: check.title,
    frameworks: check.frameworks,
    status: 'open' as const,
    new: false,
    exception: null,
  };
}

/** What a finding takes from the thing it is shown on. */
export function fromAsset(check: Check, asset: Subject) {
  return {
    asset: asset.id,
    name: asset.name,
    provider: asset.provider,
    environments: asset.environments.map(({ name }) => name).toSorted(),
    remediation: remediation(check, asset.provider),
  };
}

/** The steps for the asset's provider, and the command where there is one. */
function remediation({ fix, id }: Check, provider: string): string {
  const own = fix[provider];
  if (own === undefined) return `See docs/checks/${id}.md.`;
  return own.cli === undefined ? own.steps : `${own.steps} Or run: ${own.cli}`;
}

/** Facts as evidence, read when the inventory was taken. */
export function evidence(facts: Facts, { index }: Judging): readonly Evidence[] {
  const readAt = index.inventory.takenAt;
  return Object.entries(facts).map(([field, value]) => ({
    field,
    value: value === null ? 'none known' : String(value),
    readAt,
  }));
}
