/**
 * `npm run fuzz [-- --cases N --seed N --only NAME]`: feeds everything that reads what somebody else wrote with
 * damaged input. Prints its seed, and where a case fails the smallest one; the same seed makes the same cases.
 */
import { parseArgs } from 'node:util';
import { casesOf, fuzzTargets } from '../test/trust/fuzz/suite.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string', default: '' },
  },
});
const [all, seed] = [Number(values.cases), Number(values.seed)];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const targets = await fuzzTargets();
const chosen = targets.filter(({ name }) => name.includes(values.only));
if (chosen.length === 0)
  throw new Error(
    `There is no target ${values.only}; there are: ${targets.map(({ name }) => name).join(', ')}`,
  );
say(`${all} cases, seed ${seed}`);
let [made, failed] = [0, 0];
for (const target of chosen) {
  const cases = casesOf(target, all, targets);
  const began = performance.now();
  const problem = await target.run(cases, seed);
  made += cases;
  if (problem !== null) failed += 1;
  say(`${problem === null ? 'ok  ' : 'FAIL'} ${target.name}: ${cases} cases, ${seconds(began)} s`);
  if (problem !== null) say(problem);
}
say(`${made} cases, ${failed} of ${chosen.length} targets failed, seed ${seed}`);
if (failed > 0) process.exitCode = 1;

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
