/**
 * `npm run soak [-- SUITE… --runs N --seed N]`: runs what takes too long for every change. Prints its seed and one
 * line a suite, and exits 1 where one fails.
 */
import { parseArgs } from 'node:util';
import { type Soak, soaks } from '../test/trust/soak/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '0' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const wanted = positionals.length === 0 ? Object.keys(soaks) : positionals;
const seed = Number(values.seed);
let failed = 0;
for (const name of wanted) {
  const soak: Soak | undefined = Object.hasOwn(soaks, name) ? soaks[name] : undefined;
  if (soak === undefined)
    throw new Error(`There is no suite ${name}; there are: ${Object.keys(soaks).join(', ')}`);
  const runs = values.runs === undefined ? soak.runs : Number(values.runs);
  say(`${name}: ${runs} runs from seed ${seed}`);
  const began = performance.now();
  const { problems, summary } = await soak.run({ runs, seed, say });
  for (const problem of problems) say(`  ${problem}`);
  const took = ((performance.now() - began) / 1000).toFixed(0);
  say(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${summary}; ${took} s, seed ${seed}`);
  if (problems.length > 0) failed += 1;
}
if (failed > 0) process.exitCode = 1;
