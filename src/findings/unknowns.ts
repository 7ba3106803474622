import type { Finding } from '../model/finding.ts';
import type { Gap, Severity } from '../model/inventory.ts';
import type { Check, Judging } from './check.ts';
import { evidence, fromAsset, fromCheck } from './findings.ts';
import type { Unknown } from './ruling.ts';
import { standing } from './standing.ts';
import type { Subject } from './subject.ts';
import { count, list, quoted, spokenKind } from './wording.ts';

export interface NotKnown {
  readonly asset: Subject;
  readonly ruling: Unknown;
}

/** What a check could not tell: of assets it saw, and because of gaps that may hide assets it never saw. */
export interface NotTold {
  readonly notKnown: readonly NotKnown[];
  readonly hiding: readonly Gap[];
}

/** Gaps with one cause are one thing to repair, however many regions, accounts or volumes they lie in. */
export function causeOf({ provider, operation, reason }: Gap): string {
  return `${provider} ${operation} ${reason}`;
}

/** What one cause, or one other reason, leaves untold. */
interface Untold {
  readonly about: string;
  readonly because: string;
  readonly assets: Map<string, Subject>;
  readonly gaps: Map<string, Gap>;
}

/** One finding for each cause of gaps, and one for each other reason, however many assets. */
export function unknownFindings(check: Check, notTold: NotTold, judging: Judging): readonly Finding[] {
  if (notTold.notKnown.length + notTold.hiding.length === 0) return [];
  return grouped(notTold, judging).map((untold) => unknownFinding(check, untold, judging));
}

function grouped({ notKnown, hiding }: NotTold, { index }: Judging): readonly Untold[] {
  const groups = new Map<string, Untold>();
  const group = (about: string, because: string): Untold => {
    const known = groups.get(about) ?? { about, because, assets: new Map(), gaps: new Map() };
    groups.set(about, known);
    return known;
  };
  const ofGap = (gap: Gap): Untold => {
    const found = group(`gap ${causeOf(gap)}`, '');
    found.gaps.set(gap.fingerprint, gap);
    return found;
  };
  const byPrint = new Map(index.inventory.gaps.map((gap) => [gap.fingerprint, gap]));
  for (const { asset, ruling } of notKnown) {
    const gaps = (ruling.gaps ?? []).flatMap((print) => byPrint.get(print) ?? []);
    if (gaps.length === 0) group(`because ${ruling.because}`, ruling.because).assets.set(asset.id, asset);
    for (const gap of gaps) ofGap(gap).assets.set(asset.id, asset);
  }
  for (const gap of hiding) ofGap(gap);
  return [...groups.values()];
}

function unknownFinding(check: Check, untold: Untold, judging: Judging): Finding {
  const assets = [...untold.assets.values()];
  const gaps = [...untold.gaps.values()];
  const [first] = assets;
  const [gap] = gaps;
  const environments = new Set(assets.flatMap((asset) => asset.environments.map(({ name }) => name)));
  const shown =
    gap !== undefined ? fromGap(gap, judging) : first !== undefined ? fromAsset(check, first) : null;
  if (shown === null) throw new Error(`${check.id}: something unknown of nothing`);
  return {
    ...fromCheck(check, untold.about),
    ...shown,
    environments: [...environments].toSorted(),
    severity: severityOf(check, untold, judging),
    confidence: 'documented',
    outcome: 'unknown',
    message: `Not known for ${whose(check, assets)}: ${gap === undefined ? untold.because : unread(gap, gaps.length)}.`,
    evidence: evidence(
      gap === undefined
        ? { because: untold.because }
        : { gap: gap.fingerprint, operation: gap.operation, reason: gap.reason, gaps: gaps.length },
      judging,
    ),
  };
}

function whose({ judges }: Check, assets: readonly Subject[]): string {
  const kind = spokenKind(judges);
  if (assets.length === 0) return `any ${kind} that could not be listed`;
  return `${count(assets.length, kind)} (${list(assets.map(({ name }) => quoted(name)))})`;
}

/** Never louder than `medium`: it is not a fault that was seen; a standing fact is `low`. */
function severityOf(check: Check, { assets, gaps }: Untold, judging: Judging): Severity {
  const [gap] = gaps.values();
  if (gap?.reason === 'unlistable' || gap?.reason === 'unsupported') return 'low';
  // What was never seen is classified by nobody, and so counts as production.
  const production =
    assets.size === 0 || [...assets.values()].some((asset) => standing(asset, judging) === 'production');
  return production && check.severity.production !== 'low' ? 'medium' : 'low';
}

function unread({ operation, reason, permission }: Gap, places: number): string {
  const said = {
    denied: 'was denied',
    throttled: 'was throttled',
    failed: 'failed',
    unsupported: 'is not supported',
    unlistable: 'can’t be listed',
  }[reason];
  const where = places === 1 ? '' : ` in ${places} places`;
  return `${operation} ${said}${where}${permission === null ? '' : `; what would close it: ${permission}`}`;
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
