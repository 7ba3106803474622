import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type History, openHistory } from '../src/history/history.ts';
import type { HistoryLocation } from '../src/history/location.ts';
import type { Seen } from '../src/model/history.ts';
import { postgresPrograms, startPostgres } from '../test/postgres.ts';
import { floor } from './history/floor.ts';
import { findingsOf, nightOf } from './history/nights.ts';

/**
 * The lifecycle of many findings, night after night: opened, seen again, one in a hundred resolved, those reopened.
 * Each engine in a process of its own. Ends with one JSON line.
 *
 *     node bench/history.ts --findings 1000000
 */
const { values } = parseArgs({
  options: { findings: { type: 'string', default: '100000' }, engine: { type: 'string' } },
});

if (values.engine === undefined) {
  const one = (engine: string): object =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [import.meta.filename, '--findings', values.findings, '--engine', engine],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      ),
    ) as object;
  const figures = { findings: Number(values.findings), sqlite: one('sqlite'), postgresql: one('postgresql') };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} else {
  process.stdout.write(`${JSON.stringify(await measured(values.engine, Number(values.findings)))}\n`);
}

async function measured(engine: string, count: number): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
  const programs = await postgresPrograms();
  const server = engine === 'postgresql' && programs !== null ? await startPostgres(programs) : null;
  const location = server === null ? { path: join(folder, 'history.db') } : { url: await server.database() };
  try {
    return await lifecycle(location, count);
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true });
  }
}

async function lifecycle(location: HistoryLocation, count: number): Promise<object> {
  const findings = findingsOf(count);
  const repaired = findings.filter((_, n) => n % 100 === 0);
  const standing = findings.filter((_, n) => n % 100 !== 0);
  const floorSeconds = await floor(location, findings);
  const history = await openHistory(location, { keepDays: 400 });
  const open = await night(history, nightOf(1, findings, []), count);
  const again = await night(history, nightOf(2, findings, []), 0);
  const resolve = await night(history, nightOf(3, standing, repaired), repaired.length);
  const reopen = await night(history, nightOf(4, findings, []), repaired.length);
  await history.close();
  const seconds = { floor: floorSeconds, open, again, resolve, reopen };
  return {
    seconds: Object.fromEntries(Object.entries(seconds).map(([name, value]) => [name, rounded(value)])),
    openPerSecond: Math.round(count / open),
    againPerSecond: Math.round(count / again),
    openToFloor: rounded(open / floorSeconds),
    megabytes: Math.round((await bytes(location)) / 1e6),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

/** Everything a service does with a night: what is absent is asked for first. */
async function night(history: History, seen: Seen, steps: number): Promise<number> {
  const started = performance.now();
  await history.absent(seen.target, seen.report);
  const delta = await history.record(seen, () => []);
  if (delta.steps.length !== steps) throw new Error(`${delta.steps.length} steps instead of ${steps}`);
  return (performance.now() - started) / 1000;
}

async function bytes(location: HistoryLocation): Promise<number> {
  if ('path' in location) return statSync(location.path).size;
  const client = new pg.Client(location.url);
  await client.connect();
  const { rows } = await client.query(
    "SELECT sum(pg_total_relation_size(oid)) AS size FROM pg_class WHERE relkind = 'r' AND relname LIKE 'firebreak%'",
  );
  await client.end();
  return Number(rows[0]?.size);
}
