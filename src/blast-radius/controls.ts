import type { Decision } from '../model/access.ts';
import type { ControlView } from '../model/blast-radius.ts';
import type { Operation } from '../model/operation.ts';
import type { Actor } from './answers.ts';
import type { Case, Outcome } from './evaluate.ts';
import { type Judgement, judge } from './judge.ts';
import type { Kin } from './kin.ts';
import type { Layout, LayoutGuard } from './layout.ts';
import { routesOf } from './routes.ts';
import { worseOf } from './stopped-by.ts';

/** One class against one group of stores: how many (credential, store) pairs it stands for. */
export interface Weighed {
  readonly credentials: readonly string[];
  readonly kin: Kin;
  readonly outcome: Outcome;
}

/** A world that differs by one control; what it does to a case. */
interface Change {
  readonly control: string;
  readonly apply: (given: Case) => Case;
}

const MOST_LISTED = 50;

/**
 * Controls by how many of the total and delayed losses each would end, worked out by judging again with that one
 * control in place; a loss is a (credential, store) pair. At most 50, those that end most.
 */
export function controlViews(
  weighed: readonly Weighed[],
  operations: readonly Operation[],
  horizonHours: number,
): readonly ControlView[] {
  const losses = weighed.filter(({ outcome }) => isLoss(outcome.judgement));
  const of = losses.reduce((sum, loss) => sum + weightOf(loss), 0);
  if (of === 0) return [];
  const found = [
    ...changesFor(losses, operations).map((change) => rejudged(change, losses, horizonHours)),
    ...byCredential(losses),
    ...byStore(losses),
  ];
  return found
    .filter(({ ends }) => ends > 0)
    .map((view) => ({ ...view, of }))
    .sort((a, b) => b.ends - a.ends || (a.control + a.asset < b.control + b.asset ? -1 : 1))
    .slice(0, MOST_LISTED);
}

type Ends = Omit<ControlView, 'of'>;

function isLoss(judgement: Pick<Judgement, 'verdict' | 'possible'>): boolean {
  const verdict = worseOf(judgement);
  return verdict === 'total-loss' || verdict === 'delayed-loss';
}

function weightOf({ credentials, kin }: Weighed): number {
  return credentials.length * kin.shapes.length;
}

function rejudged({ control, apply }: Change, losses: readonly Weighed[], horizonHours: number): Ends {
  const known = new Map<Judgement, boolean>();
  let ends = 0;
  for (const loss of losses) {
    const { judgement } = loss.outcome;
    const isEnded = known.get(judgement) ?? !isLossOf(apply(loss.outcome.case), horizonHours);
    known.set(judgement, isEnded);
    if (isEnded) ends += weightOf(loss);
  }
  return { control, asset: null, ends };
}

function isLossOf({ layout, routes, actors }: Case, horizonHours: number): boolean {
  return isLoss(judge(layout, routes, actors, horizonHours));
}

/** Denying one operation of the plans, and making one kind of guard final. */
function changesFor(losses: readonly Weighed[], operations: readonly Operation[]): readonly Change[] {
  const called = new Set(
    losses.flatMap(({ outcome }) => outcome.plan?.steps.map((step) => step.operation) ?? []),
  );
  const deniable = operations.filter(({ id, deniable }) => deniable !== false && called.has(id));
  const denials = [...new Set(deniable.map(({ id }) => id))].map((id) => ({
    control: `deny ${id} to everyone`,
    apply: (given: Case) => ({ ...given, actors: given.actors.map((actor) => without(actor, given, id)) }),
  }));
  const guards = losses.flatMap(({ kin }) => kin.layout.targets.flatMap((target) => target.guards));
  const finals = [...new Set(guards.map(({ type }) => type))].map((type) => ({
    control: `let nobody clear a ${type}`,
    apply: (given: Case) =>
      withGuards(given, operations, (guard) => (guard.type === type ? final(guard) : guard)),
  }));
  return [...denials, ...finals];
}

const DENIED: Decision = {
  decision: 'denied',
  because: [],
  holdsOnlyIf: [],
  confidence: 'documented',
  unread: [],
};

function without(actor: Actor, { routes }: Case, operation: string): Actor {
  const steps = actor.identity.steps.some((step) => step.operation === operation);
  const decisions = actor.decisions.map((decision, at) =>
    steps || routes.needs[at]?.operation === operation ? DENIED : decision,
  );
  return { ...actor, decisions };
}

function final(guard: LayoutGuard): LayoutGuard {
  return { ...guard, clearedBy: [] };
}

/** The same case with other guards; decisions move to where their needs are now. */
function withGuards(
  { layout, routes, actors }: Case,
  operations: readonly Operation[],
  change: (guard: LayoutGuard) => LayoutGuard,
): Case {
  const guarded: Layout = {
    ...layout,
    targets: layout.targets.map((target) => ({ ...target, guards: target.guards.map(change) })),
  };
  const rerouted = routesOf(guarded, operations);
  const was = new Map(routes.needs.map(({ operation, target }, at) => [`${operation} ${target}`, at]));
  const moved = ({ identity, decisions }: Actor): Actor => ({
    identity,
    decisions: rerouted.needs.map(
      ({ operation, target }) => decisions[was.get(`${operation} ${target}`) ?? -1] ?? DENIED,
    ),
  });
  return { layout: guarded, routes: rerouted, actors: actors.map(moved) };
}

function byCredential(losses: readonly Weighed[]): readonly Ends[] {
  const ends = new Map<string, number>();
  for (const { credentials, kin } of losses) {
    for (const id of credentials) ends.set(id, (ends.get(id) ?? 0) + kin.shapes.length);
  }
  return [...ends].map(([asset, count]) => ({ control: 'remove this credential', asset, ends: count }));
}

function byStore(losses: readonly Weighed[]): readonly Ends[] {
  const ends = new Map<string, number>();
  for (const { credentials, kin } of losses) {
    for (const { store } of kin.shapes) ends.set(store, (ends.get(store) ?? 0) + credentials.length);
  }
  return [...ends].map(([asset, count]) => ({
    control: 'keep a tested copy of it where no credential here reaches',
    asset,
    ends: count,
  }));
}
