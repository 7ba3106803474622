import type { CredentialView, Verdict } from '../model/blast-radius.ts';
import type { Outcome } from './evaluate.ts';
import type { Kin } from './kin.ts';
import { worseOf } from './stopped-by.ts';

/** How many stores by the worse of certain and possible verdict, and the fewest calls to any loss. */
export interface Tally {
  readonly verdicts: CredentialView['verdicts'];
  readonly leastCalls: number | null;
}

export function tallyOf(outcomes: ReadonlyMap<Kin, Outcome>): Tally {
  const verdicts: Record<Exclude<Verdict, 'no-reach'>, number> = {
    'total-loss': 0,
    'delayed-loss': 0,
    unknown: 0,
    recoverable: 0,
    'copies-lost': 0,
  };
  let leastCalls: number | null = null;
  for (const [kin, { judgement, plan }] of outcomes) {
    const verdict = worseOf(judgement);
    if (verdict !== 'no-reach') verdicts[verdict] += kin.shapes.length;
    const isLoss = verdict === 'total-loss' || verdict === 'delayed-loss';
    if (isLoss && plan !== null) leastCalls = Math.min(leastCalls ?? plan.calls, plan.calls);
  }
  return { verdicts, leastCalls };
}
