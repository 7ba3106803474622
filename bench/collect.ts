// What collecting from AWS costs: API calls next to the fewest possible, wall time next to a bare script that issues
// just those calls, and peak memory, against the stand-in with a fixed latency.
// `node bench/collect.ts [assets...]`; `node bench/collect.ts organisation [accounts] [assets an account]` reads many
// accounts in four Regions with a latency of 50 ms. The last line is one JSON line of the figures.
import { child, told } from './child.ts';
import { bare } from './collect/bare.ts';
import { collector } from './collect/collector.ts';
import { floorOf, perItemFields } from './collect/floor.ts';
import { measured, type Run } from './collect/io.ts';
import {
  collectOrganisation,
  type Organisation,
  organisationFloor,
  serveOrganisation,
} from './collect/organisation.ts';
import { serve } from './collect/serve.ts';
import { sizesOf } from './collect/world.ts';

const latencyMs = 20;
/** Accounts read at once, as the collectors do. */
const accountsAtOnce = 8;
/** Requests a second for each budget, in both runs: high, so that the run takes seconds and not hours. */
const ratePerSecond = 500;

const [role, ...rest] = process.argv.slice(2);
if (role === 'serve') await serve(Number(rest[0]), latencyMs);
else if (role === 'collector') await measured(() => collector(rest[0] ?? '', ratePerSecond));
else if (role === 'bare') await measured(() => bare(rest[0] ?? '', ratePerSecond));
else if (role === 'serve-organisation') await serveOrganisation(JSON.parse(rest[0] ?? ''));
else if (role === 'collect-organisation')
  await measured(() => collectOrganisation(rest[0] ?? '', Number(rest[1]), ratePerSecond));
else if (role === 'collect-warm') {
  const collect = () => collectOrganisation(rest[0] ?? '', Number(rest[1]), ratePerSecond);
  await collect();
  await measured(collect);
} else if (role === 'organisation') await organisation(Number(rest[0] ?? 50), Number(rest[1] ?? 200));
else await compare(role === undefined ? [1_000, 10_000, 100_000] : [role, ...rest].map(Number));

async function compare(sizes: readonly number[]): Promise<void> {
  process.stdout.write('One call an item:\n');
  for (const [operation, field] of perItemFields)
    process.stdout.write(`  ${operation.padEnd(32)} ${field}\n`);
  const rows = [];
  for (const assets of sizes) {
    const row = await measure(assets);
    process.stdout.write(`${JSON.stringify(row)}\n`);
    rows.push(row);
  }
  const figures = { bench: 'collect', node: process.version, latencyMs, ratePerSecond, sizes: rows };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

/**
 * Many accounts next to the ideal: as many rounds as accounts fit side by side, each as long as one account alone (the
 * first with everything still to be loaded), or the processor time that the work takes in one thread where that is
 * more. Then twice the assets, and the same in pages of two: memory may grow with the one and not with the other.
 */
async function organisation(accounts: number, assets: number): Promise<void> {
  const usual: Organisation = { accounts, assets, pageSize: 1000, latencyMs: 50 };
  const alone = await organised({ ...usual, accounts: 1 });
  const warm = await organised({ ...usual, accounts: 1 }, 'collect-warm');
  const all = await organised(usual);
  const ideal = Math.max(
    alone.run.seconds + (Math.ceil(accounts / accountsAtOnce) - 1) * warm.run.seconds,
    all.run.cpuSeconds,
  );
  const floor = organisationFloor(usual);
  const calls = sum(all.calls);
  const [larger, smallPages] = [
    await organised({ ...usual, assets: assets * 2 }),
    await organised({ ...usual, pageSize: 2 }),
  ];
  const figures = {
    bench: 'collect-organisation',
    node: process.version,
    ...usual,
    ...{ regions: 4, collected: all.run.assets, calls, floor, callsPerFloor: ratio(calls, floor) },
    seconds: round(all.run.seconds),
    idealSeconds: round(ideal),
    wallPerIdeal: ratio(all.run.seconds, ideal),
    aloneSeconds: round(alone.run.seconds),
    warmSeconds: round(warm.run.seconds),
    cpuSeconds: round(all.run.cpuSeconds),
    peakMegabytes: Math.round(all.run.peakMegabytes),
    peakMegabytesAtTwiceTheAssets: Math.round(larger.run.peakMegabytes),
    peakMegabytesInSmallPages: Math.round(smallPages.run.peakMegabytes),
    callsInSmallPages: sum(smallPages.calls),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

interface Organised {
  readonly run: Run;
  readonly calls: Readonly<Record<string, number>>;
}

async function organised(it: Organisation, role = 'collect-organisation'): Promise<Organised> {
  const server = child('serve-organisation', JSON.stringify(it));
  try {
    const { url } = await told<{ url: string }>(server);
    const run = await told<Run>(child(role, url, String(it.accounts)));
    server.send('count');
    const { calls } = await told<Pick<Organised, 'calls'>>(server);
    return { run, calls };
  } finally {
    server.kill();
  }
}

function sum(calls: Organised['calls']): number {
  return Object.values(calls).reduce((all, count) => all + count, 0);
}

/**
 * One size: the bare script and the collectors in turn, each against a server of its own, in processes of their own;
 * the faster of two runs counts, since a machine is rarely left alone.
 */
async function measure(size: number) {
  const floor = floorOf(sizesOf(size));
  const runs = { bare: [await against(size, 'bare')], collector: [await against(size, 'collector')] };
  runs.bare.push(await against(size, 'bare'));
  runs.collector.push(await against(size, 'collector'));
  const plain = fastest(runs.bare);
  const ours = fastest(runs.collector);
  return {
    assets: ours.run.assets,
    calls: ours.calls,
    floor,
    callsPerFloor: ratio(ours.calls, floor),
    bareCalls: plain.calls,
    seconds: round(ours.run.seconds),
    bareSeconds: round(plain.run.seconds),
    wallPerBare: ratio(ours.run.seconds, plain.run.seconds),
    cpuSeconds: round(ours.run.cpuSeconds),
    bareCpuSeconds: round(plain.run.cpuSeconds),
    peakMegabytes: Math.round(ours.run.peakMegabytes),
    barePeakMegabytes: Math.round(plain.run.peakMegabytes),
  };
}

interface Figures {
  readonly run: Run;
  readonly calls: number;
}

function fastest(runs: readonly Figures[]): Figures {
  return runs.reduce((best, next) => (next.run.seconds < best.run.seconds ? next : best));
}

async function against(size: number, who: 'bare' | 'collector'): Promise<Figures> {
  const server = child('serve', String(size));
  try {
    const { url } = await told<{ url: string }>(server);
    const run = await told<Run>(child(who, url));
    server.send('count');
    const { calls } = await told<{ calls: number }>(server);
    return { run, calls };
  } finally {
    server.kill();
  }
}

function round(seconds: number): number {
  return Number(seconds.toFixed(2));
}

function ratio(ours: number, theirs: number): number {
  return Number((ours / theirs).toFixed(3));
}
