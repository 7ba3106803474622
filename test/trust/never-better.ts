import { verdictRank } from '../../src/baseline/verdict-order.ts';
import { openHistory } from '../../src/history/history.ts';
import { withoutVolatile } from '../../src/inventory/volatile.ts';
import { keepScan } from '../../src/keep.ts';
import type { BlastRadius, Verdict } from '../../src/model/blast-radius.ts';
import type { Delta } from '../../src/model/history.ts';
import type { Gap } from '../../src/model/inventory.ts';
import type { Scanned } from './scan-estate.ts';

/** What nobody could have removed, because it is only unread: events that say that something went or got less. */
const goneEvents =
  /removed|lost|cut|detached|less|undone|deleted|asset-changed|setting-changed|moved|weakened|key-changed|schedule-changed/;

/**
 * Every way in which a scan that was lied to or cut off looks better than the whole one: empty when it is honest.
 * The damaged one was compared with what would be approved after the whole one.
 */
export function looksBetter(whole: Scanned, damaged: Scanned): readonly string[] {
  return [
    ...fixedFindings(whole, damaged),
    ...betterVerdicts(whole, damaged),
    ...removals(damaged),
    ...cleanerExit(whole, damaged),
  ];
}

/** Keeps both scans in a history: nothing that was open may be told as fixed, and no drift as undone. */
export async function toldAsFixed(whole: Scanned, damaged: Scanned): Promise<readonly string[]> {
  const history = await openHistory({ path: ':memory:' }, { keepDays: 400 });
  const keep = ({ report, hindsight }: Scanned): Promise<Delta> =>
    keepScan(history, { target: 'acme', report, hindsight }, () => []);
  try {
    await keep(whole);
    const { steps, drift } = await keep(damaged);
    const fixed = steps.filter(({ step }) => step === 'resolved');
    return [
      ...fixed.map(
        ({ finding, proof }) => `history says ${finding.check} of ${finding.asset} is fixed: ${proof}`,
      ),
      ...drift.settled.map(({ fingerprint }) => `history says ${fingerprint} is undone`),
    ];
  } finally {
    await history.close();
  }
}

/** What is wrong with a scan whose reads failed: it looks better, or differs without a gap that says why. */
export function dishonest(whole: Scanned, damaged: Scanned): readonly string[] {
  const gaps = newGaps(whole, damaged);
  const silent =
    gaps.length === 0 ? differences(whole, damaged).map((what) => `${what}, and no gap says why`) : [];
  return [...looksBetter(whole, damaged), ...silent];
}

/** Gaps that the whole scan did not have. */
export function newGaps(whole: Scanned, damaged: Scanned): readonly Gap[] {
  const known = new Set(whole.inventory.gaps.map(({ fingerprint }) => fingerprint));
  return damaged.inventory.gaps.filter(({ fingerprint }) => !known.has(fingerprint));
}

/**
 * Of assets that are still seen; whether those that are not are told as gone, the drift shows. A finding whose owner is
 * unread stands under another fingerprint, on the asset it was shown on.
 */
function fixedFindings(
  { report: whole }: Scanned,
  { report: damaged, inventory }: Scanned,
): readonly string[] {
  const there = new Set(inventory.assets.map(({ id }) => id));
  const failing = damaged.findings.filter(({ outcome }) => outcome === 'fail');
  const still = new Set(failing.flatMap((it) => [it.fingerprint, `${it.check} of ${it.asset}`]));
  const notKnown = new Set(
    damaged.findings.flatMap(({ check, outcome }) => (outcome === 'fail' ? [] : [check])),
  );
  return whole.findings
    .filter(({ outcome, asset }) => outcome === 'fail' && there.has(asset))
    .filter((it) => !still.has(it.fingerprint) && !still.has(`${it.check} of ${it.asset}`))
    .filter(({ check }) => !notKnown.has(check))
    .map(({ check, asset }) => `${check} of ${asset} failed and is neither failing nor unknown now`);
}

function betterVerdicts(whole: Scanned, damaged: Scanned): readonly string[] {
  const [before, after] = [verdictsOf(whole.report.blastRadius), verdictsOf(damaged.report.blastRadius)];
  const there = new Set(damaged.inventory.assets.map(({ id }) => id));
  return [...before].flatMap(([pair, verdict]) => {
    const [credential = '', store = ''] = pair.split('\n');
    if (!there.has(credential) || !there.has(store)) return [];
    const now = after.get(pair) ?? 'no-reach';
    const better = verdictRank(now) > verdictRank(verdict) && now !== 'unknown';
    return better ? [`${credential} on ${store} was ${verdict} and is ${now}`] : [];
  });
}

/** The worse of certain and possible, for each credential and store. */
function verdictsOf({ classes, pairs }: BlastRadius): ReadonlyMap<string, Verdict> {
  const members = new Map(classes.map(({ id, members: ids }) => [id, ids]));
  const verdicts = new Map<string, Verdict>();
  for (const { class: id, stores, verdict, possible } of pairs) {
    const worse = possible !== null && verdictRank(possible) < verdictRank(verdict) ? possible : verdict;
    for (const credential of members.get(id) ?? []) {
      for (const store of stores) verdicts.set(`${credential}\n${store}`, worse);
    }
  }
  return verdicts;
}

/** Events that tell as gone what may be merely unread. */
export function removals({ report }: Scanned): readonly string[] {
  return report.drift.flatMap(({ event, asset, before, after }) =>
    goneEvents.test(event) ? [`drift says ${event} of ${asset}: ${before} is ${after}`] : [],
  );
}

function cleanerExit({ report: whole }: Scanned, { report: damaged }: Scanned): readonly string[] {
  if (whole.summary.exitCode === 0 || damaged.summary.exitCode !== 0) return [];
  return [`the whole scan exits ${whole.summary.exitCode}, the damaged one 0`];
}

function differences(whole: Scanned, damaged: Scanned): readonly string[] {
  const [before, after] = [assetsOf(whole), assetsOf(damaged)];
  const missing = [...before.keys()].filter((id) => !after.has(id)).map((id) => `${id} is missing`);
  const foreign = [...after.keys()].filter((id) => !before.has(id)).map((id) => `${id} is new`);
  const changed = [...before].filter(([id, text]) => after.has(id) && after.get(id) !== text);
  return [...missing, ...foreign, ...changed.map(([id]) => `${id} differs`)];
}

function assetsOf({ inventory }: Scanned): ReadonlyMap<string, string> {
  return new Map(withoutVolatile(inventory).assets.map((asset) => [asset.id, JSON.stringify(asset)]));
}
