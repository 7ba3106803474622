import { calls, controls, count, duration, spoken, verdictRank, worse } from '../../reports/words.ts';
import type { BlastRadius, Plan, StoppedBy, Verdict } from '../model/blast-radius.ts';

/** How data would go by an asset, or how the asset itself would, and what stands in the way. */
export interface How {
  readonly plan: string | null;
  readonly stoppedBy: string;
}

interface Ending {
  readonly verdict: Verdict;
  readonly possible: boolean;
  readonly calls: number;
  readonly plan: string | null;
  readonly stoppedBy: readonly StoppedBy[];
}

/** The worst ending by asset: of a store, by a credential, by any credential of a principal; null for others. */
export function howOf(radius: BlastRadius): (asset: string) => How | null {
  const plans = new Map(radius.plans.map((plan) => [plan.id, plan]));
  const byAsset = endings(radius);
  return (asset) => {
    const ending = byAsset.get(asset);
    if (ending === undefined) return null;
    const { verdict, possible, stoppedBy } = ending;
    const plan = plans.get(ending.plan ?? '');
    const words = `${possible ? 'possibly ' : ''}${spoken(verdict)}`;
    return {
      plan: plan === undefined ? null : `${words} in ${planText(plan)}`,
      stoppedBy: controls(verdict, stoppedBy).join('; '),
    };
  };
}

function endings({ stores, pairs, credentials }: BlastRadius): ReadonlyMap<string, Ending> {
  const byClass = new Map<string, Ending>();
  for (const { class: id, verdict, possible, calls, plan, stoppedBy } of pairs) {
    const worst = worse(verdict, possible);
    keepWorse(byClass, id, { verdict: worst, possible: worst !== verdict, calls, plan, stoppedBy });
  }
  const byAsset = new Map<string, Ending>();
  for (const { store, worst, stoppedBy } of stores) {
    if (worst !== null) byAsset.set(store, { ...worst, stoppedBy });
  }
  for (const { credential, principal, class: id } of credentials) {
    const ending = byClass.get(id);
    if (ending === undefined) continue;
    byAsset.set(credential, ending);
    if (principal !== null) keepWorse(byAsset, principal, ending);
  }
  return byAsset;
}

function keepWorse(map: Map<string, Ending>, id: string, ending: Ending): void {
  const before = map.get(id);
  const rank = ({ verdict, calls }: Ending): readonly [number, number] => [verdictRank(verdict), calls];
  if (before === undefined || isLess(rank(ending), rank(before))) map.set(id, ending);
}

function isLess([a, b]: readonly [number, number], [c, d]: readonly [number, number]): boolean {
  return a < c || (a === c && b < d);
}

const mostSteps = 4;

function planText(plan: Plan): string {
  const steps = plan.steps.slice(0, mostSteps).map(({ operation, target, count: times, as }) => {
    const many = times === 1 ? '' : ` (${times.toLocaleString('en-US')} times)`;
    return `${operation} on ${target}${many}${as === null ? '' : ` as ${as}`}`;
  });
  const more = plan.steps.length - steps.length;
  const wait = plan.waitHours > 0 ? `, over ${duration(plan.waitHours)}` : '';
  return `${calls(plan)}${wait}: ${steps.join(', then ')}${more > 0 ? `, and ${count(more, 'more step')}` : ''}`;
}
