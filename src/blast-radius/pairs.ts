import type { Pair, Plan } from '../model/blast-radius.ts';
import { hoursLater } from './copies.ts';
import type { Outcome } from './evaluate.ts';
import type { Kin } from './kin.ts';
import type { Layout, Shape } from './layout.ts';
import { stoppedBy } from './stopped-by.ts';

/** Numbers plans so that equal ones are written once. */
export interface PlanBook {
  readonly numberOf: (plan: Plan | null) => string | null;
  readonly all: () => readonly Plan[];
}

export function planBook(): PlanBook {
  const numbers = new Map<string, Plan>();
  const known = new WeakMap<Plan, string>();
  return {
    numberOf: (plan) => {
      if (plan === null) return null;
      const remembered = known.get(plan);
      if (remembered !== undefined) return remembered;
      const content = JSON.stringify(plan);
      const numbered = numbers.get(content) ?? { ...plan, id: `plan-${numbers.size + 1}` };
      numbers.set(content, numbered);
      known.set(plan, numbered.id);
      return numbered.id;
    },
    all: () => [...numbers.values()],
  };
}

/** The pairs of one class: stores with the same outcome by the same plan stand together. */
export function pairsOf(
  classId: string,
  outcomes: ReadonlyMap<Kin, Outcome>,
  book: PlanBook,
  now: Date,
): readonly Pair[] {
  const found = new Map<string, { readonly pair: Omit<Pair, 'stores'>; readonly stores: string[] }>();
  for (const [kin, outcome] of outcomes) {
    const pair = barePair(classId, outcome, book);
    const content = JSON.stringify(pair);
    for (const [lastWayBackUntil, stores] of byLastWayBack(kin, outcome, now)) {
      const key = `${lastWayBackUntil} ${content}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { pair: { ...pair, lastWayBackUntil }, stores });
      else for (const store of stores) known.stores.push(store);
    }
  }
  return [...found.values()].map(({ pair, stores }) => ({ ...pair, stores: stores.sort() }));
}

/** Stores of a group by when their last way back ends; it differs only where copies lapse. */
function byLastWayBack(kin: Kin, outcome: Outcome, now: Date): ReadonlyMap<string | null, string[]> {
  const isLossy = (outcome.judgement.possible ?? outcome.judgement.verdict) === 'delayed-loss';
  const differs = isLossy && kin.layout.items.some(({ counts, lapses }) => counts && lapses);
  const [first] = kin.shapes;
  if (!differs && first !== undefined) {
    const until = isLossy ? lastWayBack(kin.layout, first, outcome, now) : null;
    return new Map([[until, kin.shapes.map(({ store }) => store)]]);
  }
  const found = new Map<string | null, string[]>();
  for (const shape of kin.shapes) {
    const until = lastWayBack(kin.layout, shape, outcome, now);
    const known = found.get(until);
    if (known === undefined) found.set(until, [shape.store]);
    else known.push(shape.store);
  }
  return found;
}

function barePair(classId: string, outcome: Outcome, book: PlanBook): Omit<Pair, 'stores'> {
  const { judgement, plan, second } = outcome;
  return {
    class: classId,
    verdict: judgement.verdict,
    possible: judgement.possible,
    holdsOnlyIf: judgement.holdsOnlyIf,
    calls: plan?.calls ?? 0,
    plan: book.numberOf(plan),
    secondPlan: book.numberOf(second),
    confidence: judgement.confidence,
    escalated: judgement.plan?.escalated ?? false,
    stoppedBy: stoppedBy(outcome),
    restsOn: judgement.restsOn,
    lastWayBackUntil: null,
  };
}

/** When the last way back ends: the longest undo window of the plan, or the last copy that lapses by itself. */
function lastWayBack(layout: Layout, shape: Shape, { judgement }: Outcome, now: Date): string | null {
  const ended = (judgement.plan?.routes ?? []).reduce((bits, { ends }) => bits | ends, 0n);
  const lapses = layout.items.flatMap((item, i) =>
    item.counts && item.lapses && ((ended >> BigInt(i)) & 1n) === 0n ? [shape.lapsesAt[i] ?? null] : [],
  );
  const hours = judgement.plan?.hours ?? 0;
  const undo = hours > 0 ? [hoursLater(hours, now.getTime())] : [];
  const times = [...undo, ...lapses.filter((time) => time !== null)];
  return times.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}
