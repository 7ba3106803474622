// What collecting from AWS costs: API calls next to the fewest possible, wall time next to a bare script that issues
// just those calls, and peak memory, against the stand-in with a fixed latency.
// `node bench/collect.ts [assets...]`; the last line is one JSON line of the figures.
import { type ChildProcess, fork } from 'node:child_process';
import { bare } from './collect/bare.ts';
import { collector } from './collect/collector.ts';
import { floorOf, perItemFields } from './collect/floor.ts';
import { measured, type Run } from './collect/io.ts';
import { serve } from './collect/serve.ts';
import { sizesOf } from './collect/world.ts';

const latencyMs = 20;
/** Requests a second for each budget, in both runs: high, so that the run takes seconds and not hours. */
const ratePerSecond = 500;

const [role, ...rest] = process.argv.slice(2);
if (role === 'serve') await serve(Number(rest[0]), latencyMs);
else if (role === 'collector') await measured(() => collector(rest[0] ?? '', ratePerSecond));
else if (role === 'bare') await measured(() => bare(rest[0] ?? '', ratePerSecond));
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

function child(...args: readonly string[]): ChildProcess {
  return fork(import.meta.filename, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** The next thing a child says; an end before that is an error. */
function told<T>(from: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a child ended with ${code} and said nothing`));
    from.once('exit', ended);
    from.once('message', (message) => {
      from.off('exit', ended);
      resolve(message as T);
    });
  });
}

function round(seconds: number): number {
  return Number(seconds.toFixed(2));
}

function ratio(ours: number, theirs: number): number {
  return Number((ours / theirs).toFixed(3));
}
