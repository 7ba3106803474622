import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { draws } from '../../../src/stand-ins/draws.ts';
import type { Fault } from '../../../src/stand-ins/railway/faults.ts';
import { serveRailway } from '../../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Desk, openDesk } from '../command-line.ts';
import type { Soak } from './index.ts';
import { plotted } from './plot.ts';

/** What the service weighs after a scan, garbage collected. */
export interface Sample {
  readonly scan: number;
  readonly state: string;
  /** Bytes. */
  readonly heap: number;
  readonly resident: number;
  readonly history: number;
  readonly files: number;
  readonly handles: number;
}

const mebibyte = 1024 * 1024;
/** Scans until caches are full, the write-ahead log has its size and the history holds as many days as it keeps. */
const warmUp = (scans: number): number => Math.max(120, Math.floor(scans * 0.4));
const drawing = resolve(import.meta.dirname, '../../../bench/soak/watch.svg');

/** `firebreak watch` scanning without end: its memory, its open files and its history stay as they are. */
export const watching: Soak = {
  runs: 1000,
  run: async ({ runs, seed, say }) => {
    const samples = await watched(runs, seed, say);
    const problems = [
      ...unsteady(samples),
      ...(samples.length < runs ? [`only ${samples.length} scans were made`] : []),
    ];
    if (samples.length >= 100) await writeFile(drawing, plotted(samples));
    const last = samples.at(-1);
    const weight = (bytes = 0): string => `${(bytes / mebibyte).toFixed(1)} MiB`;
    const missed = samples.filter(({ state }) => state !== 'recorded').length;
    return {
      problems,
      summary: `${samples.length} scans (${missed} missed), heap ${weight(last?.heap)}, resident ${weight(last?.resident)}, ${last?.files} files, ${last?.handles} handles, history ${weight(last?.history)}`,
    };
  },
};

async function watched(runs: number, seed: number, say: (line: string) => void): Promise<readonly Sample[]> {
  const faults: Fault[] = [];
  const railway = await serveRailway(pocketOs(new Date()).world, { faults });
  const providers = { railway: { endpoint: railway.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const desk = await openDesk({ providers, history: { keepDays: 7 } });
  const draw = draws(seed);
  const samples: Sample[] = [];
  try {
    const child = started(desk, runs);
    for await (const line of createInterface({ input: child })) {
      const sample = JSON.parse(line) as Sample;
      samples.push(sample);
      // Some nights something can't be read, and the night after it can.
      faults.splice(
        0,
        faults.length,
        ...(draw() < 0.2
          ? [{ on: '*', from: 1 + railway.calls().length + Math.floor(draw() * 20), as: 'reset' } as const]
          : []),
      );
      if (sample.scan % 50 === 0)
        say(`  ${sample.scan} scans, heap ${(sample.heap / mebibyte).toFixed(1)} MiB, ${sample.files} files`);
    }
  } finally {
    await railway.close();
    await desk.close();
  }
  return samples;
}

function started({ folder }: Desk, runs: number): NodeJS.ReadableStream {
  const child = spawn(
    process.execPath,
    ['--expose-gc', resolve(import.meta.dirname, 'watch-child.ts'), String(runs)],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', RAILWAY_API_TOKEN: pocketOs(new Date()).tokens.domainChores },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return child.stdout;
}

/** What still grows after the warm-up. */
export function unsteady(samples: readonly Sample[]): readonly string[] {
  const steady = samples.slice(warmUp(samples.length));
  const grows = (name: 'heap' | 'history', most: number): readonly string[] => {
    const perScan = slope(steady.map((sample) => sample[name]));
    const growth = perScan * 1000;
    return growth > most
      ? [`${name} grows by ${(growth / mebibyte).toFixed(1)} MiB in a thousand scans`]
      : [];
  };
  const more = (name: 'files' | 'handles'): readonly string[] => {
    const half = Math.ceil(steady.length / 2);
    const [before, after] = [steady.slice(0, half), steady.slice(half)].map((part) =>
      Math.max(0, ...part.map((it) => it[name])),
    );
    return (after ?? 0) > (before ?? 0) + 4 ? [`${name} grew from ${before} to ${after}`] : [];
  };
  return [
    ...grows('heap', 8 * mebibyte),
    ...grows('history', 2 * mebibyte),
    ...more('files'),
    ...more('handles'),
  ];
}

/** Of the straight line through the values, least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
  const over = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const under = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
