/**
 * `firebreak watch` at many times the speed of the clock: waits are short, scans follow each other. Writes a line of
 * figures after each scan to stdout, and ends after as many as it is told.
 */
import { readdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { configuration } from '../../../src/cli/configuration.ts';
import { exists, readLines, readText, realPath, remove, writeFileWhole } from '../../../src/cli/files.ts';
import type { CliIO } from '../../../src/cli/io.ts';
import { watchHistory, watchService } from '../../../src/cli/watch-service.ts';
import { watch } from '../../../src/service/watch.ts';

const scans = Number(process.argv[2]);
/** How many times faster than time. */
const speed = 60_000;
const began = Date.now();
const clock = (): Date => new Date(began + (Date.now() - began) * speed);
const stop = new AbortController();

const io: CliIO = {
  env: process.env,
  cwd: process.cwd(),
  home: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isTTY: false,
  columns: 100,
  color: false,
  clock,
  wait: async () => {},
  readFile: readText,
  readLines,
  writeFileWhole,
  exists,
  realPath,
  remove,
  signal: stop.signal,
  exitWith: () => {},
};

const found = await configuration(io, undefined);
const history = await watchHistory(io, found);
let made = 0;
const service = watchService(
  io,
  { configuration: found, out: 'out', formats: ['json', 'markdown'], allowGaps: [] },
  {
    history,
    log: () => {},
    fleet: null,
    observe: (event) => {
      if (event.type !== 'ended') return;
      made += 1;
      globalThis.gc?.();
      process.stdout.write(`${JSON.stringify({ scan: made, state: event.end.state, ...figures() })}\n`);
      if (made >= scans) stop.abort();
    },
  },
);
const schedules = [
  { cron: '*/10 * * * *', timezone: 'UTC', pass: 'full' as const },
  { cron: '*/30 * * * *', timezone: 'UTC', pass: 'light' as const },
];
await watch(
  service,
  { ...(found.config.watch ?? { jitterSeconds: 0 }), schedules, deadlineMinutes: 1e6 } as Parameters<
    typeof watch
  >[1],
  {
    clock,
    signal: stop.signal,
    random: Math.random,
    tell: () => {},
    wait: (milliseconds, signal) =>
      sleep(Math.max(1, milliseconds / speed), undefined, { signal }).catch(() => undefined),
  },
);
await history.close();

function figures(): Readonly<Record<string, number>> {
  const { heapUsed, rss } = process.memoryUsage();
  return {
    heap: heapUsed,
    resident: rss,
    files: readdirSync('/proc/self/fd').length,
    handles: process.getActiveResourcesInfo().length,
    history: ['', '-wal'].reduce((sum, end) => sum + sizeOf(`firebreak-history.db${end}`), 0),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
