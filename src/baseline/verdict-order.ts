import type { Verdict } from '../model/blast-radius.ts';

const worstFirst: readonly Verdict[] = [
  'total-loss',
  'delayed-loss',
  'unknown',
  'recoverable',
  'copies-lost',
  'no-reach',
];

/** 0 for the worst verdict. */
export function verdictRank(verdict: Verdict): number {
  return worstFirst.indexOf(verdict);
}
