import { openScannedDesk, tryKill } from '../disk.ts';
import type { Soak } from './index.ts';
import { tell } from './tell.ts';

/** Commands killed at seeded moments: scan while it reads and while it writes, approve, except, report, watch. */
export const disk: Soak = {
  runs: 200,
  run: async ({ runs, seed, say }) => {
    const desk = await openScannedDesk();
    const problems: string[] = [];
    let killed = 0;
    try {
      for (let run = 0; run < runs; run += 1) {
        const trial = await tryKill(desk, seed + run);
        if (trial.killed) killed += 1;
        problems.push(...tell('disk', { seed: seed + run, say }, trial));
        if ((run + 1) % 20 === 0)
          say(`  ${run + 1} commands, ${killed} killed in time, ${problems.length} problems`);
      }
    } finally {
      await desk.close();
    }
    return { problems, summary: `${runs} commands, ${killed} killed before they were through` };
  },
};
