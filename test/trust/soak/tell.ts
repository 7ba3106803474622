import type { SoakOrder } from './index.ts';

/**
 * The problems of one seed's trial, a line each, told at once, since a soak may be broken off, and with the command that
 * tries that seed alone.
 */
export function tell(
  suite: string,
  { seed, say }: Pick<SoakOrder, 'seed' | 'say'>,
  { schedule, problems }: { readonly schedule: string; readonly problems: readonly string[] },
): readonly string[] {
  const lines = problems.map((problem) => `${schedule}: ${problem}`);
  for (const line of lines) say(`  ${line}`);
  if (lines.length > 0) say(`    again: npm run soak -- ${suite} --runs 1 --seed ${seed}`);
  return lines;
}
