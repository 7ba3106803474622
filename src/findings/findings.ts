import type { Asset } from '../model/asset.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Gap, Severity } from '../model/inventory.ts';
import type { Check, Judging } from './check.ts';
import { fingerprint } from './fingerprint.ts';
import type { Facts, Fail, Unknown } from './ruling.ts';
import { owner, standing } from './standing.ts';
import { count, list, quoted } from './wording.ts';

export interface Failed {
  readonly asset: Asset;
  readonly ruling: Fail;
}

export interface NotKnown {
  readonly asset: Asset;
  readonly ruling: Unknown;
}

const gravest: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** One finding for each owner; where several assets of one owner fail, the worst leads and names the others. */
export function failFindings(check: Check, failed: readonly Failed[], judging: Judging): readonly Finding[] {
  const rated = failed.map((entry) => ({ ...entry, severity: severityOf(check, entry, judging) }));
  const byOwner = Map.groupBy(rated, ({ asset, ruling }) => ruling.owner ?? owner(asset, judging));
  return [...byOwner].map(([about, group]) => {
    const [lead, ...others] = group.toSorted(
      (a, b) =>
        gravest.indexOf(a.severity) - gravest.indexOf(b.severity) || (a.asset.id < b.asset.id ? -1 : 1),
    );
    if (lead === undefined) throw new Error(`${check.id}: a group of failures without a member`);
    return {
      ...fromCheck(check, about),
      ...fromAsset(check, judging.index.get(lead.ruling.owner ?? '') ?? lead.asset),
      severity: lead.severity,
      confidence: lead.ruling.confidence ?? 'documented',
      outcome: 'fail' as const,
      message: withOthers(lead, others),
      evidence: evidence(lead.ruling.facts, judging),
    };
  });
}

function severityOf(check: Check, { asset, ruling }: Failed, judging: Judging): Severity {
  if (ruling.severity !== undefined) return ruling.severity;
  return standing(asset, judging) === 'production' ? check.severity.production : check.severity.otherwise;
}

/** Names the others that fail alike, unless their message is the very same and so speaks for all. */
function withOthers({ ruling }: Failed, others: readonly Failed[]): string {
  const further = others.filter((other) => other.ruling.message !== ruling.message);
  if (further.length === 0) return ruling.message;
  return `${ruling.message} The same holds for ${list(further.map(({ asset }) => quoted(asset.name)))}.`;
}

/** One finding for each gap that hides an answer, and one for each other reason, however many assets. */
export function unknownFindings(
  check: Check,
  notKnown: readonly NotKnown[],
  judging: Judging,
): readonly Finding[] {
  const byReason = new Map<string, NotKnown[]>();
  for (const entry of notKnown) {
    const { because, gaps = [] } = entry.ruling;
    for (const reason of gaps.length > 0 ? gaps.map((gap) => `gap ${gap}`) : [`because ${because}`]) {
      const group = byReason.get(reason);
      if (group === undefined) byReason.set(reason, [entry]);
      else group.push(entry);
    }
  }
  if (byReason.size === 0) return [];
  const gaps = new Map(judging.index.inventory.gaps.map((gap) => [`gap ${gap.fingerprint}`, gap]));
  return [...byReason].map(([reason, group]) =>
    unknownFinding(check, { reason, group, gap: gaps.get(reason) }, judging),
  );
}

interface UnknownGroup {
  readonly reason: string;
  readonly group: readonly NotKnown[];
  readonly gap: Gap | undefined;
}

function unknownFinding(check: Check, { reason, group, gap }: UnknownGroup, judging: Judging): Finding {
  const assets = group.map(({ asset }) => asset);
  const [first] = group;
  if (first === undefined) throw new Error(`${check.id}: a group of unknowns without a member`);
  const whose = `${count(assets.length, check.judges)} (${list(assets.map(({ name }) => quoted(name)))})`;
  const environments = new Set(assets.flatMap((asset) => asset.environments.map(({ name }) => name)));
  return {
    ...fromCheck(check, reason),
    ...fromAsset(check, first.asset),
    ...(gap === undefined ? {} : fromGap(gap, judging)),
    environments: [...environments].toSorted(),
    severity: unknownSeverity(check, assets, gap, judging),
    confidence: 'documented',
    outcome: 'unknown',
    message: `Not known for ${whose}: ${gap === undefined ? first.ruling.because : unread(gap)}.`,
    evidence: evidence(
      gap === undefined
        ? { because: first.ruling.because }
        : { gap: gap.fingerprint, operation: gap.operation, reason: gap.reason },
      judging,
    ),
  };
}

/** Never louder than `medium`: it is not a fault that was seen; a standing fact is `low`. */
function unknownSeverity(
  check: Check,
  assets: readonly Asset[],
  gap: Gap | undefined,
  judging: Judging,
): Severity {
  if (gap?.reason === 'unlistable' || gap?.reason === 'unsupported') return 'low';
  const production = assets.some((asset) => standing(asset, judging) === 'production');
  return production && check.severity.production !== 'low' ? 'medium' : 'low';
}

function unread({ operation, reason, permission }: Gap): string {
  const said = {
    denied: 'was denied',
    throttled: 'was throttled',
    failed: 'failed',
    unsupported: 'is not supported',
    unlistable: 'can’t be listed',
  }[reason];
  return `${operation} ${said}${permission === null ? '' : `; what would close it: ${permission}`}`;
}

/** At most one: the check failed as a program, and what it judges is not known. */
export function errorFinding(
  check: Check,
  errors: readonly { readonly asset: Asset; readonly error: unknown }[],
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
      message: `The check itself failed on ${count(errors.length, check.judges)}, first on ${quoted(first.asset.name)}, so nothing is known of them: ${said}`,
      evidence: evidence({ error: said }, judging),
      remediation: 'This is a fault of the check, not of the asset: report it with this message.',
    },
  ];
}

function fromCheck(check: Check, about: string) {
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

function fromAsset(check: Check, asset: Asset) {
  return {
    asset: asset.id,
    name: asset.name,
    provider: asset.provider,
    environments: asset.environments.map(({ name }) => name).toSorted(),
    remediation: remediation(check, asset.provider),
  };
}

function fromGap(gap: Gap, { index }: Judging) {
  const target = gap.target ?? gap.scope;
  return {
    asset: target,
    name: index.get(target)?.name ?? target,
    provider: gap.provider,
    remediation:
      gap.permission === null
        ? 'Look by hand; the provider has no way to read it.'
        : `To know it: ${gap.permission}.`,
  };
}

/** The steps for the asset's provider, and the command where there is one. */
function remediation({ fix, id }: Check, provider: string): string {
  const own = fix[provider];
  if (own === undefined) return `See docs/checks/${id}.md.`;
  return own.cli === undefined ? own.steps : `${own.steps} Or run: ${own.cli}`;
}

function evidence(facts: Facts, { index }: Judging): readonly Evidence[] {
  const readAt = index.inventory.takenAt;
  return Object.entries(facts).map(([field, value]) => ({ field, value: String(value), readAt }));
}
