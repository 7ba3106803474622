// How a fleet scales on one machine: sources a second by 1, 2 and 4 workers against a stand-in of 50 ms, beside one
// process that reads all by itself; the share of a worker's time that is the processor's and not waiting; rows and
// bytes a source. Workers read few sources at once, so that they wait and the cores have room, and then as many as is
// usual, where this machine's cores are the limit. `node bench/fleet.ts [accounts] [assets an account]`, five minutes
// on two cores; the last line is one JSON line of the figures.
import { availableParallelism, cpus } from 'node:os';
import { awsTaskReader, collectAws } from '../src/collectors/aws/index.ts';
import { openPool } from '../src/history/postgresql.ts';
import { type Fleet, joinFleet } from '../src/service/fleet/fleet.ts';
import { leadRun } from '../src/service/fleet/lead.ts';
import { work } from '../src/service/fleet/work.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../test/postgres.ts';
import { child, told } from './child.ts';
import { realIO } from './collect/io.ts';
import { type Organisation, organisationOptions, serveOrganisation } from './collect/organisation.ts';

const latencyMs = 50;
/** Requests a second of each budget: high, so that waiting for the stand-in is what is measured, not politeness. */
const ratePerSecond = 500;
/** Sources a worker reads at once: few, and as many as `--at-once` has them. */
const series = [4, 32] as const;
const terms = { tool: 'bench', form: 1, config: 'bench' };
const never = new AbortController().signal;
const log = (): void => {};

/** What a reader says of itself when it is told to stop. */
interface Worked {
  readonly cpuSeconds: number;
  readonly seconds: number;
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'serve') await serveOrganisation(JSON.parse(rest[0] ?? ''));
else if (role === 'worker') await worker(JSON.parse(rest[0] ?? ''));
else if (role === 'alone') await alone(rest[0] ?? '', Number(rest[1]));
else
  await measure({ accounts: Number(role ?? 32), assets: Number(rest[0] ?? 200), pageSize: 1000, latencyMs });

async function measure(it: Organisation): Promise<void> {
  const programs = await postgresPrograms();
  if (programs === null) throw new Error('There is no PostgreSQL for this machine among the npm packages.');
  const postgres = await startPostgres(programs);
  const server = child('serve', JSON.stringify(it));
  const { url } = await told<{ url: string }>(server);
  const one = await told<Worked & { sources: number }>(child('alone', url, String(it.accounts)));
  const baseline = one.sources / one.seconds;
  const rows = [];
  for (const atOnce of series) {
    let byOne = Number.NaN;
    for (const workers of [1, 2, 4]) {
      const row = await byWorkers(postgres, { url, accounts: it.accounts, atOnce, workers });
      const perSecond = row.sources / row.seconds;
      if (workers === 1) byOne = perSecond;
      const relative = { perOneWorker: round(perSecond / byOne), perBaseline: round(perSecond / baseline) };
      const figures = { ...row, perSecond: round(perSecond), ...relative };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
      rows.push(figures);
    }
  }
  server.kill();
  await postgres.stop();
  const machine = { node: process.version, cores: availableParallelism() };
  const figures = { bench: 'fleet', ...machine, ...it, regions: 4, ratePerSecond };
  const beside = {
    aloneSeconds: round(one.seconds),
    alonePerSecond: round(baseline),
    aloneOwnShare: share(one),
  };
  process.stdout.write(`${JSON.stringify({ ...figures, ...beside, workers: rows })}\n`);
}

interface Readers {
  readonly url: string;
  readonly accounts: number;
  readonly atOnce: number;
  readonly workers: number;
}

/** One scan by so many worker processes, which have all started and warmed up before it begins. */
async function byWorkers(postgres: Postgres, { workers, ...reading }: Readers) {
  const database = await postgres.database();
  const pool = openPool(database, 8);
  const fleet = await joinFleet({ pool, terms, log });
  const children = Array.from({ length: workers }, () =>
    child('worker', JSON.stringify({ ...reading, database })),
  );
  await Promise.all(children.map((each) => told(each)));
  const turn = { target: 'bench', pass: 'full', due: new Date(), within: 3_600_000 };
  const led = await leadRun(fleet, turn, { ...realIO, signal: never });
  if (led === null) throw new Error('there was nothing to lead');
  const [before, busyBefore, own] = [performance.now(), coreSeconds(), process.cpuUsage()];
  const { elsewhere, budgets } = led;
  const { url, accounts, atOnce } = reading;
  await collectAws(organisationOptions(url, accounts, ratePerSecond), { ...realIO, elsewhere, budgets });
  const leader = spent(own, before);
  const { seconds } = leader;
  const busy = (coreSeconds() - busyBefore) / (seconds * availableParallelism());
  const kept = await sizes(fleet);
  const worked = await Promise.all(
    children.map((each) => {
      const end = told<Worked>(each);
      each.send('stop');
      return end;
    }),
  );
  await led.leave();
  await fleet.close();
  await pool.end();
  const cpuSeconds = worked.reduce((all, each) => all + each.cpuSeconds, 0);
  return {
    atOnce,
    workers,
    seconds: round(seconds),
    ...kept,
    ownMillisecondsPerSource: round((cpuSeconds * 1000) / kept.sources),
    ownShare: round(cpuSeconds / (seconds * workers)),
    leaderShare: share(leader),
    machineBusy: round(busy),
  };
}

/** Seconds that all cores have been busy, with whatever runs on the machine. */
function coreSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** What a scan leaves in the database while it lasts. */
async function sizes({ pool }: Fleet) {
  const { rows } = await pool.query<Record<string, number>>(`
    SELECT (SELECT count(*)::int FROM firebreak_fleet.part) AS parts,
      (SELECT sum(octet_length(body))::float8 FROM firebreak_fleet.part) AS body,
      pg_total_relation_size('firebreak_fleet.part')::float8 AS part_bytes,
      (SELECT count(*)::int FROM firebreak_queue.job) AS jobs,
      (SELECT sum(pg_total_relation_size(oid))::float8 FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'firebreak_queue'::regnamespace) AS job_bytes,
      (SELECT count(*)::int FROM firebreak_fleet.budget) AS budgets`);
  const {
    parts = 0,
    body = 0,
    part_bytes: partBytes = 0,
    jobs = 0,
    job_bytes: jobBytes = 0,
    budgets = 0,
  } = rows[0] ?? {};
  return {
    sources: parts,
    rowsPerSource: round((parts + jobs) / parts),
    bodyBytesPerSource: Math.round(body / parts),
    partBytesPerSource: Math.round(partBytes / parts),
    jobBytesPerSource: Math.round(jobBytes / parts),
    budgets,
  };
}

type Worker = Omit<Readers, 'workers'> & { readonly database: string };

/** Clients are loaded and code is warm, as in a worker that has been up since yesterday. */
async function warmUp(url: string): Promise<void> {
  await collectAws(organisationOptions(url, 1, ratePerSecond), realIO);
}

async function worker({ database, url, accounts, atOnce }: Worker): Promise<void> {
  await warmUp(url);
  const pool = openPool(database, 10);
  const fleet = await joinFleet({ pool, terms, log });
  const stop = new AbortController();
  const options = organisationOptions(url, accounts, ratePerSecond);
  const working = work(
    fleet,
    { atOnce, readers: (budgets) => new Map([['aws', awsTaskReader(options, { ...realIO, budgets })]]) },
    { wait: realIO.wait, signal: stop.signal },
  );
  const [began, before] = [process.cpuUsage(), performance.now()];
  process.once('message', () => stop.abort());
  process.send?.({ ready: true });
  await working;
  process.send?.(spent(began, before));
  await fleet.close();
  await pool.end();
  process.disconnect?.();
}

async function alone(url: string, accounts: number): Promise<void> {
  await warmUp(url);
  const [began, before] = [process.cpuUsage(), performance.now()];
  const { sources } = await collectAws(organisationOptions(url, accounts, ratePerSecond), realIO);
  process.send?.({ ...spent(began, before), sources: sources.length });
}

function spent(began: NodeJS.CpuUsage, before: number): Worked {
  const { user, system } = process.cpuUsage(began);
  return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - before) / 1000 };
}

function share({ cpuSeconds, seconds }: Worked): number {
  return round(cpuSeconds / seconds);
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
