import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Soak } from './index.ts';

const bench = resolve(import.meta.dirname, '../../../bench/soak/fleet.ts');

/** Workers and schedulers killed at random, against one process that is left alone. */
export const fleet: Soak = {
  runs: 200,
  run: async ({ runs, seed, say }) => {
    const line = [bench, '--runs', String(runs), '--from', String(seed + 1)];
    const child = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((done) => child.on('close', done));
    let [seen, last] = [0, ''];
    for await (const text of createInterface({ input: child.stdout })) {
      last = text;
      seen += 1;
      if (seen % 20 === 0) say(`  ${seen} runs`);
    }
    const code = await ended;
    return { problems: code === 0 ? [] : [`bench/soak/fleet.ts ended with ${code}: ${last}`], summary: last };
  },
};
