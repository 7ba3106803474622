import type { ControlView } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Operation } from '../model/operation.ts';
import { type ActorChange, actorChanges, DENIED } from './actor-changes.ts';
import type { Actor } from './answers.ts';
import type { Evaluator, Outcome } from './evaluate.ts';
import { type Judgement, judge } from './judge.ts';
import type { Kin } from './kin.ts';
import { type LayoutChange, layoutChanges, storeOf, vaultPattern } from './layout-changes.ts';
import { worseOf } from './stopped-by.ts';
import type { Need } from './workbench.ts';

/** One class against one group of stores: how many (credential, store) pairs it stands for. */
export interface Weighed {
  readonly classId: string;
  readonly credentials: readonly string[];
  readonly kin: Kin;
  readonly outcome: Outcome;
}

export interface Controlling {
  readonly index: InventoryIndex;
  readonly operations: readonly Operation[];
  readonly evaluate: Evaluator;
  readonly horizonHours: number;
}

const MOST_LISTED = 50;
const LAST = 6;

/**
 * Controls by how many of the total and delayed losses each would end, worked out by judging again with that one
 * control in place; a loss is a (credential, store) pair. At most 50, those that end most.
 */
export function controlViews(weighed: readonly Weighed[], controlling: Controlling): readonly ControlView[] {
  const losses = weighed.filter(
    ({ credentials, outcome }) => credentials.length > 0 && isLoss(outcome.judgement),
  );
  const { index } = controlling;
  const of = losses.reduce((sum, loss) => sum + weightOf(loss), 0);
  const tally: Tally = new Map();
  byLayout(losses, controlling, tally);
  byActors(losses, controlling, tally);
  byCredential(losses, tally);
  return [...tally.values()]
    .sort(
      (a, b) => b.ends - a.ends || a.rank - b.rank || (a.control + a.asset < b.control + b.asset ? -1 : 1),
    )
    .slice(0, MOST_LISTED)
    .map(({ control, asset, classes, ends }) => ({
      control,
      asset,
      name: index.get(asset)?.name ?? asset,
      classes: [...classes],
      ends,
      of,
    }));
}

interface Tallied {
  readonly control: string;
  readonly asset: string;
  readonly rank: number;
  readonly classes: Set<string>;
  ends: number;
}

type Tally = Map<string, Tallied>;

function add(
  tally: Tally,
  { control, asset, rank }: Omit<Tallied, 'classes' | 'ends'>,
  classes: Iterable<string>,
  ends: number,
): void {
  const key = `${control} ${asset}`;
  const known = tally.get(key) ?? { control, asset, rank, classes: new Set<string>(), ends: 0 };
  for (const id of classes) known.classes.add(id);
  known.ends += ends;
  tally.set(key, known);
}

function isLoss(judgement: Pick<Judgement, 'verdict' | 'possible'>): boolean {
  const verdict = worseOf(judgement);
  return verdict === 'total-loss' || verdict === 'delayed-loss';
}

function weightOf({ credentials, kin }: Weighed): number {
  return credentials.length * kin.shapes.length;
}

/** Controls on a store's surroundings: tried once a group, then counted for each of its stores. */
function byLayout(
  losses: readonly Weighed[],
  { index, operations, horizonHours }: Controlling,
  tally: Tally,
): void {
  const changes = new Map<string, readonly LayoutChange[]>();
  const ended = new Map<LayoutChange, Map<Judgement, boolean>>();
  const helpful: Helped[] = [];
  for (const [kin, against] of Map.groupBy(losses, (loss) => loss.kin)) {
    const [example] = kin.shapes;
    if (example === undefined) continue;
    const alike = `${kin.layoutNumber} ${vaultPattern(index, example)}`;
    const tried = changes.get(alike) ?? layoutChanges(index, operations, kin, example);
    changes.set(alike, tried);
    for (const change of tried) {
      const known = ended.get(change) ?? new Map<Judgement, boolean>();
      ended.set(change, known);
      const helped = against.filter(({ outcome }) => {
        const { judgement } = outcome;
        const isEnded = known.get(judgement) ?? !isLossUnder(change, outcome, horizonHours);
        known.set(judgement, isEnded);
        return isEnded;
      });
      if (helped.length === 0) continue;
      const count = helped.reduce((sum, { credentials }) => sum + credentials.length, 0);
      const ids = helped.map(({ classId }) => classId);
      if (change.assetOf === storeOf) helpful.push({ change, kin, classes: ids, count });
      else
        for (const shape of kin.shapes) add(tally, { ...change, asset: change.assetOf(shape) }, ids, count);
    }
  }
  addStores(tally, helpful);
}

interface Helped {
  readonly change: LayoutChange;
  readonly kin: Kin;
  readonly classes: readonly string[];
  readonly count: number;
}

/** Of controls that help one store alone, no more are counted than may be listed. */
function addStores(tally: Tally, helped: readonly Helped[]): void {
  let listed = 0;
  let least = 0;
  for (const { change, kin, classes, count } of [...helped].sort((a, b) => b.count - a.count)) {
    if (listed >= MOST_LISTED && count < least) return;
    for (const { store } of kin.shapes.slice(0, MOST_LISTED))
      add(tally, { ...change, asset: store }, classes, count);
    listed += kin.shapes.length;
    least = count;
  }
}

function isLossUnder(
  { layout, routes }: LayoutChange,
  { case: given }: Outcome,
  horizonHours: number,
): boolean {
  const was = new Map(given.routes.needs.map((need, at) => [questionOf(need), at]));
  const moved = ({ identity, decisions }: Actor): Actor => ({
    identity,
    decisions: routes.needs.map((need) => decisions[was.get(questionOf(need)) ?? -1] ?? DENIED),
  });
  return isLoss(judge(layout, routes, given.actors.map(moved), horizonHours));
}

function questionOf({ operation, target, policy }: Need): string {
  return `${operation} ${target} ${policy ?? ''}`;
}

/** Controls on whoever asks: judged as any actors are, so that equal cases are judged once. */
function byActors(losses: readonly Weighed[], { index, evaluate }: Controlling, tally: Tally): void {
  const changes = new Map<Outcome, readonly ActorChange[]>();
  const ended = new Map<Outcome, readonly boolean[]>();
  for (const loss of losses) {
    const { kin, outcome, classId } = loss;
    const tried = changes.get(outcome) ?? actorChanges(index, outcome);
    changes.set(outcome, tried);
    const results =
      ended.get(outcome) ??
      tried.map(({ apply }) => !isLoss(evaluate.rejudge(kin, apply(outcome.case.actors))));
    ended.set(outcome, results);
    for (const [i, change] of tried.entries()) {
      if (results[i] === true) add(tally, change, [classId], weightOf(loss));
    }
  }
}

function byCredential(losses: readonly Weighed[], tally: Tally): void {
  for (const { credentials, classId, kin } of losses) {
    for (const asset of credentials) {
      add(tally, { control: 'remove this credential', asset, rank: LAST }, [classId], kin.shapes.length);
    }
  }
}
