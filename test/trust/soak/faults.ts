import { faultSchedule, tryFaults, tryNarrower } from '../faults.ts';
import type { Soak } from './index.ts';
import { tell } from './tell.ts';

/** Seeded fault schedules, and every tenth time a narrower caller. */
export const faults: Soak = {
  runs: 1000,
  run: async ({ runs, seed, say }) => {
    const outcomes = new Map<string, number>();
    const problems: string[] = [];
    let met = 0;
    for (let run = 0; run < runs; run += 1) {
      const trials = [await tryFaults(faultSchedule(seed + run))];
      if (run % 10 === 0) trials.push(await tryNarrower(seed + run));
      for (const trial of trials) {
        met += trial.faults;
        outcomes.set(trial.outcome, (outcomes.get(trial.outcome) ?? 0) + 1);
        problems.push(...tell('faults', { seed: seed + run, say }, trial));
      }
      if ((run + 1) % 50 === 0) say(`  ${run + 1} scans, ${met} faults met, ${problems.length} problems`);
    }
    const ended = [...outcomes].sort().map(([outcome, count]) => `${count} ${outcome}`);
    return { problems, summary: `${runs} schedules, ${met} faults met; ${ended.join(', ')}` };
  },
};
