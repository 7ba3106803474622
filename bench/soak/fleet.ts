// A fleet of two workers that are killed at random, and its schedulers too, against one process: `node bench/soak/fleet.ts
// --runs 200 [--from 1]`. Each run is a seed; a seed that differs can be run again by its number. The last line is one
// JSON line, and the exit code 1 where a run was not the same to the byte, or not published once.
import { parseArgs } from 'node:util';
import { postgresPrograms, startPostgres } from '../../test/postgres.ts';
import { openSeeds, problemOf, type SeedResult } from '../../test/service/fleet/seeds.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, from: { type: 'string', default: '1' } },
});
const programs = await postgresPrograms();
if (programs === null) throw new Error('There is no PostgreSQL for this machine among the npm packages.');
const postgres = await startPostgres(programs);
const seeds = await openSeeds(postgres);
const results: SeedResult[] = [];
try {
  for (let seed = Number(values.from); results.length < Number(values.runs); seed += 1) {
    const result = await seeds.run(seed);
    results.push(result);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
} finally {
  await seeds.close();
  await postgres.stop();
}
const sum = (of: (result: SeedResult) => number): number => results.reduce((all, each) => all + of(each), 0);
const failed = results.filter((each) => problemOf(each) !== null).map(({ seed }) => seed);
const [workersKilled, schedulersKilled] = [sum((each) => each.kills), sum((each) => each.leadersKilled)];
process.stdout.write(
  `${JSON.stringify({ soak: 'fleet', runs: results.length, workersKilled, schedulersKilled, failed })}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
