import type {
  ControlView,
  CredentialView,
  Pair,
  Plan,
  StoppedBy,
  StoreView,
  Verdict,
} from '../src/model/blast-radius.ts';
import type { Finding, Outcome } from '../src/model/finding.ts';
import type { Report, ReportGap } from '../src/model/report.ts';
import { count, severities, verdictRank, worse } from './words.ts';

/** The credential behind the worst store of the report, and how it would end that store. */
export interface WorstCredential {
  readonly credential: CredentialView;
  /** How its class gets there: `ADMIN of workspace acme`. */
  readonly via: string;
  readonly verdict: Verdict;
  /** True when the verdict holds only under conditions left to hold. */
  readonly possible: boolean;
  readonly holdsOnlyIf: readonly string[];
  readonly plan: Plan | null;
  readonly stoppedBy: readonly StoppedBy[];
  /** The stores with this verdict by this class, the worst store first. */
  readonly stores: readonly StoreView[];
}

/** What could not be seen, split by whether it keeps the scan from being complete. */
export interface Unseen {
  readonly open: readonly ReportGap[];
  /** How much was read: `All 3 sources in scope were read to the end.` */
  readonly read: string;
  /** What the standing gaps say, each once. */
  readonly facts: readonly string[];
  /** Unlistable, unsupported, attested or accepted: printed, not counted against the scan. */
  readonly standing: readonly ReportGap[];
  readonly notScanned: number;
}

/** What every format shows first. */
export interface FirstScreen {
  readonly answer: string;
  readonly worst: WorstCredential | null;
  /** The one control that would end the most losses of the worst store or credential; where known. */
  readonly remedy: ControlView | null;
  /** The findings to act on first: gravest, and about the worst credential or its stores. */
  readonly doFirst: readonly Finding[];
  /** Said where no failure is open: what that is worth. */
  readonly nothingToDo: string;
  readonly unseen: Unseen;
  readonly verdicts: readonly (readonly [Verdict, number])[];
}

/** Picks from a report what a reader needs within ten seconds. */
export function firstScreen(report: Report): FirstScreen {
  const worst = worstCredential(report);
  return {
    answer: report.summary.answer,
    worst,
    remedy: remedy(report.blastRadius.controls, worst),
    nothingToDo: nothingToDo(report),
    doFirst: doFirst(report.findings, worst),
    unseen: unseen(report),
    verdicts: storesByVerdict(report.blastRadius.stores),
  };
}

/** Whether a store counts as production's: one of its environments is, or nothing says where it is. */
export function productionTest(report: Report): (store: StoreView) => boolean {
  const tiers = new Map(report.environments.map(({ name, tier }) => [name, tier]));
  return ({ environments }) =>
    environments.length === 0 ||
    environments.some((name) => (tiers.get(name) ?? 'production') === 'production');
}

/** The same order as the answer's: production first, then the worst verdict, then the fewest calls. */
export function byDanger(report: Report): (a: StoreView, b: StoreView) => number {
  const production = productionTest(report);
  const rank = ({ worst }: StoreView): number => verdictRank(worst?.verdict ?? 'no-reach');
  return (a, b) =>
    Number(production(b)) - Number(production(a)) ||
    rank(a) - rank(b) ||
    (a.worst?.calls ?? 0) - (b.worst?.calls ?? 0) ||
    (a.store < b.store ? -1 : 1);
}

function worstCredential(report: Report): WorstCredential | null {
  const { blastRadius } = report;
  const order = byDanger(report);
  const store = blastRadius.stores.reduce<StoreView | null>(
    (worst, each) => (each.worst !== null && (worst === null || order(each, worst) < 0) ? each : worst),
    null,
  );
  const worst = store?.worst;
  if (store === null || worst === null || worst === undefined || worst.verdict === 'no-reach') return null;
  const credential = blastRadius.credentials.find((each) => each.credential === worst.credential);
  if (credential === undefined) return null;

  const pairs = blastRadius.pairs.filter((pair) => pair.class === worst.class);
  const pair = pairs.find(({ stores }) => stores.includes(store.store));
  return {
    credential,
    via: blastRadius.classes.find(({ id }) => id === worst.class)?.via ?? '',
    verdict: worst.verdict,
    possible: worst.possible,
    holdsOnlyIf: pair?.holdsOnlyIf ?? [],
    plan: blastRadius.plans.find(({ id }) => id === worst.plan) ?? null,
    stoppedBy: pair?.stoppedBy ?? store.stoppedBy,
    stores: [store, ...others(blastRadius.stores, pairs, worst.verdict, store)],
  };
}

function others(
  stores: readonly StoreView[],
  pairs: readonly Pair[],
  verdict: Verdict,
  except: StoreView,
): readonly StoreView[] {
  const same = new Set(
    pairs.filter((pair) => worse(pair.verdict, pair.possible) === verdict).flatMap((pair) => pair.stores),
  );
  return stores.filter((each) => each !== except && same.has(each.store));
}

function remedy(controls: readonly ControlView[], worst: WorstCredential | null): ControlView | null {
  const concerned = [worst?.stores[0]?.store, worst?.credential.credential];
  const own = controls.filter(({ asset, ends }) => ends > 0 && concerned.includes(asset ?? ''));
  return own.reduce<ControlView | null>(
    (best, each) => (best === null || each.ends > best.ends ? each : best),
    null,
  );
}

/** Gravest open failures, those about the worst credential or its stores first; at most three checks. */
function doFirst(findings: readonly Finding[], worst: WorstCredential | null): readonly Finding[] {
  const concerned = new Set([
    worst?.credential.credential,
    ...(worst?.stores ?? []).map(({ store }) => store),
  ]);
  const grave = (finding: Finding): number =>
    severities.indexOf(finding.severity) * 2 + (concerned.has(finding.asset) ? 0 : 1);
  const byCheck = new Map<string, Finding>();
  for (const finding of findings) {
    if (!isOpen(finding)) continue;
    const before = byCheck.get(finding.check);
    if (before === undefined || grave(finding) < grave(before)) byCheck.set(finding.check, finding);
  }
  return [...byCheck.values()].toSorted((a, b) => grave(a) - grave(b)).slice(0, 3);
}

/** Failed, and nobody excepted it. */
export function isOpen({
  status,
  outcome,
}: Pick<Finding, 'status'> & { readonly outcome: Outcome }): boolean {
  return status !== 'excepted' && outcome === 'fail';
}

/** A gap that does not keep the scan from being complete: nothing can close it, or somebody accepted it. */
export function isStanding({ accepted, reason }: ReportGap): boolean {
  return accepted || reason === 'unlistable' || reason === 'unsupported';
}

/** Never more than was judged: a scan that could not read everything has found less. */
function nothingToDo({ findings, coverage }: Report): string {
  const unjudged = findings.filter(({ outcome }) => outcome !== 'fail').length;
  const open = coverage.gaps.filter((gap) => !isStanding(gap)).length;
  if (unjudged + open === 0) return 'No failure is open.';
  const what = [
    ...(open > 0 ? [`${count(open, 'gap')} to close`] : []),
    ...(unjudged > 0 ? [`${count(unjudged, 'finding')} that could not be judged`] : []),
  ];
  return `No failure is open in what could be read; left: ${what.join(' and ')}.`;
}

function readSoFar({ sources, gaps }: Report['coverage']): string {
  const partial = sources.filter(({ status }) => status !== 'complete').length;
  if (sources.length === 0) return 'Nothing was read.';
  if (partial > 0)
    return `${partial.toLocaleString('en-US')} of ${count(sources.length, 'source')} not read to the end.`;
  const open = gaps.filter((gap) => !isStanding(gap)).length;
  if (open > 0) return `${count(open, 'thing')} could not be read.`;
  return sources.length === 1
    ? 'The one source in scope was read to the end.'
    : `All ${count(sources.length, 'source')} in scope were read to the end.`;
}

function unseen({ coverage }: Report): Unseen {
  return {
    read: readSoFar(coverage),
    open: coverage.gaps.filter((gap) => !isStanding(gap)),
    standing: coverage.gaps.filter(isStanding),
    facts: [...new Set(coverage.gaps.filter(isStanding).map(({ detail }) => detail))],
    notScanned: coverage.notScanned.length,
  };
}

function storesByVerdict(stores: readonly StoreView[]): readonly (readonly [Verdict, number])[] {
  const counts = new Map<Verdict, number>();
  for (const { worst } of stores) {
    const verdict = worst?.verdict ?? 'no-reach';
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return [...counts].toSorted(([a], [b]) => verdictRank(a) - verdictRank(b));
}
