import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import type { FormatName } from '../../reports/index.ts';
import { channelsOf } from '../alerts/channels.ts';
import { defaultHistory } from '../config/settle.ts';
import { type History, openHistory } from '../history/history.ts';
import { holdTarget } from '../history/hold.ts';
import type { Observe } from '../service/event.ts';
import type { Fleet } from '../service/fleet/fleet.ts';
import type { Log } from '../service/log.ts';
import type { Scanned } from '../service/run-pass.ts';
import type { PassName } from '../service/schedule.ts';
import type { Service } from '../service/watch.ts';
import type { Configuration } from './configuration.ts';
import { historyLocation } from './history-location.ts';
import type { CliIO } from './io.ts';
import { writeInventory, writeReport } from './outputs.ts';
import { type Led, runScan } from './run-scan.ts';
import { fleetScan } from './watch-fleet.ts';

/** Where no schedule says otherwise. */
export const defaultDeadline = { deadlineMinutes: 120 } as const;

/** What a service is served by; `fleet` null: this process reads all by itself. */
export interface ServedBy {
  readonly history: History;
  readonly log: Log;
  readonly observe: Observe;
  readonly fleet: Fleet | null;
}

export interface WatchScan {
  readonly configuration: Configuration;
  readonly out: string;
  readonly formats: readonly FormatName[];
  readonly allowGaps: readonly string[];
  readonly allowCode?: boolean;
  readonly led?: Led;
}

/** The history that the configuration names; a service that stays holds it until it closes it. */
export async function watchHistory(
  io: CliIO,
  { config, path }: Configuration,
  { once = false }: { readonly once?: boolean } = {},
): Promise<History> {
  const { at, keepDays } = config.history ?? defaultHistory;
  const location = historyLocation({ at, keepDays }, { ...io, configuration: path });
  const release = once ? () => {} : holdTarget(location, config.name);
  try {
    const history = await openHistory(location, { keepDays });
    return { ...history, close: () => history.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** What the service works with: scans as `firebreak scan` makes them, the history and the channels. */
export function watchService(
  io: CliIO,
  options: WatchScan,
  { history, log, observe, fleet }: ServedBy,
): Service {
  const { config } = options.configuration;
  const { deadlineMinutes } = config.watch ?? defaultDeadline;
  const quiet = { ...io, stderr: linesTo((line) => log('info', line)) };
  return {
    config,
    history,
    channels: channelsOf(config.alerts, io.env),
    observe,
    scan: async (pass, signal, due) => {
      const outside = { ...quiet, signal, wait: stoppable(io.wait, signal) };
      if (fleet === null) return scanOnce(outside, pass, options);
      const turn = { target: config.name, pass, due, minutes: deadlineMinutes };
      return fleetScan({ fleet, history }, turn, outside, (led) =>
        scanOnce(outside, pass, { ...options, led }),
      );
    },
  };
}

/** The reports of a full scan lie in the folder itself, those of a lighter pass in one of its name. */
async function scanOnce(io: CliIO, pass: PassName, options: WatchScan): Promise<Scanned> {
  const { out, formats, ...rest } = options;
  const lighter = pass === 'full' ? undefined : pass;
  const run = await runScan(io, { ...rest, pass: lighter, provider: [], quiet: true, verbose: false });
  const folder = resolve(io.cwd, out, lighter ?? '');
  return {
    report: run.report,
    hindsight: run.hindsight,
    write: async (report) => {
      await writeInventory(io, folder, run.inventory);
      await writeReport(io, folder, report, formats);
    },
  };
}

/** Waits no longer than until `signal` aborts. */
export function stoppable(wait: CliIO['wait'], signal: AbortSignal): CliIO['wait'] {
  return async (milliseconds) => {
    if (signal.aborted) return;
    const stopped = Promise.withResolvers<void>();
    const stop = (): void => stopped.resolve();
    signal.addEventListener('abort', stop);
    await Promise.race([wait(milliseconds), stopped.promise]);
    signal.removeEventListener('abort', stop);
  };
}

/** What a scan says on its stderr, a line each. */
function linesTo(take: (line: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: Buffer | string, _encoding, done) {
      for (const line of String(chunk).split('\n')) if (line.trim() !== '') take(line.trim());
      done();
    },
  });
}
