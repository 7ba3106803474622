import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { WatchConfig } from '../config/config.ts';
import { muteLines } from '../config/secrets.ts';
import { OperatorError } from '../model/error.ts';
import type { ServiceEvent } from '../service/event.ts';
import type { Fleet } from '../service/fleet/fleet.ts';
import { openWorkHealth } from '../service/fleet/work-health.ts';
import { openWorkMetrics } from '../service/fleet/work-metrics.ts';
import { openHealth } from '../service/health.ts';
import { type Level, type Log, levels, openLog } from '../service/log.ts';
import { openMetrics } from '../service/metrics.ts';
import type { PassName } from '../service/schedule.ts';
import { type ServiceIO, watch, watchOnce } from '../service/watch.ts';
import { type Configuration, configuration } from './configuration.ts';
import type { CliIO } from './io.ts';
import { defaultOut, parseFormats } from './outputs.ts';
import { redactorFor } from './recording.ts';
import { openFleet, type Role, roles, workFor } from './watch-fleet.ts';
import { tellOf } from './watch-log.ts';
import { nothingTold, type Place, parseListen, placeOf, serving, type Told } from './watch-serve.ts';
import { defaultDeadline, watchHistory, watchService } from './watch-service.ts';

interface Options {
  readonly config?: string;
  readonly out: string;
  readonly format: string;
  readonly once?: boolean;
  readonly pass: PassName;
  readonly allowGaps: readonly string[];
  readonly allowCode?: boolean;
  readonly logLevel: Level;
  readonly role?: Role;
  readonly atOnce: number;
  readonly listen?: Pick<Place, 'at'>;
}

/** `firebreak watch`: scans by schedule, remembers, and says what changed. */
export function watchCommand(io: CliIO): Command {
  return new Command('watch')
    .description('scan by schedule, remember what was seen, and say what changed')
    .option('-c, --config <file>', 'configuration with `watch` in it (default: firebreak.yaml)')
    .option('-o, --out <folder>', 'where the newest reports go', defaultOut)
    .option('--format <list>', 'formats, comma-separated', 'html,json,markdown')
    .option('--once', 'one scan now instead of by schedule, and what is to be said of it')
    .addOption(
      new Option('--pass <name>', 'with --once: everything, or `light`: credentials, attachments and guards')
        .choices(['full', 'light'])
        .default('full'),
    )
    .addOption(
      new Option(
        '--role <role>',
        'share the work with others over the PostgreSQL of the history: ask for scans and judge them, read for them, or both (default: all, by this process alone)',
      ).choices(roles),
    )
    .option('--at-once <n>', 'sources a worker reads at once', atLeastOne, 32)
    .option('--listen <host:port>', 'where health and metrics are served, or off', parseListen)
    .option('--allow-gaps <gaps>', 'fingerprints of gaps to live with, or `baseline`', gather, [])
    .option('--allow-code', 'run the checks of `checkFiles`, which are code')
    .addOption(
      new Option('--log-level <level>', 'how much to log, as JSON on stderr').choices(levels).default('info'),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak watch
  $ firebreak watch --once --pass light
  $ firebreak watch --role worker
  $ curl http://127.0.0.1:9464/metrics

Exit codes: 0 asked to stop, or --once came to its end, 2 could not run.`,
    )
    .action(async (options: Options) => run(io, options));
}

async function run(io: CliIO, options: Options): Promise<void> {
  const found = await configuration(io, options.config);
  const redact = redactorFor(io, found.config);
  const log = openLog(io.stderr, { level: options.logLevel, clock: io.clock, redact });
  const fleet = options.role === undefined ? null : await openFleet(io, found, log);
  try {
    await inRole(io, options, { found, log, fleet });
  } finally {
    await fleet?.close();
  }
}

interface Joined {
  readonly found: Configuration;
  readonly log: Log;
  readonly fleet: Fleet | null;
}

/** A worker reads until it is asked to stop; who does all does both side by side, and ends in what ends either. */
async function inRole(io: CliIO, options: Options, joined: Joined): Promise<void> {
  const { fleet, found, log } = joined;
  const told = nothingTold();
  if (fleet === null || options.role === 'scheduler') return scheduled(io, options, { ...joined, told });
  const { clock } = io;
  const health = openWorkHealth(clock, fleet.rhythm);
  const count = openWorkMetrics(clock, told.metrics);
  told.health.push(health);
  const working = (signal: AbortSignal) =>
    workFor(fleet, { ...io, signal }, found, {
      atOnce: options.atOnce,
      observe: (event) => {
        health.observe(event);
        count(event);
      },
    });
  if (options.role === 'worker') {
    return serving(told, placeOf(found, options), { clock, log }, () => working(io.signal));
  }
  const over = new AbortController();
  const work = working(AbortSignal.any([io.signal, over.signal]));
  await Promise.all([scheduled(io, options, { ...joined, told }).finally(() => over.abort()), work]);
}

async function scheduled(
  io: CliIO,
  options: Options,
  { found, log, fleet, told }: Joined & { readonly told: Told },
): Promise<void> {
  const history = await watchHistory(io, found, options);
  const outside = serviceIO(io, log);
  for (const line of muteLines(found.config.alerts, io.env)) outside.tell(line);
  const scans = { ...options, configuration: found, formats: parseFormats(options.format) };
  try {
    if (options.once === true) {
      const observe = tellOf(log);
      const service = watchService(io, scans, { history, log, observe, fleet });
      const { deadlineMinutes } = found.config.watch ?? defaultDeadline;
      const end = await watchOnce(service, options.pass, { ...outside, deadlineMinutes });
      if (end.state !== 'recorded' && end.state !== 'left') io.exitWith(2);
      return;
    }
    const plan = planOf(found.config.watch);
    const seen = (await history.lastScans(found.config.name)).size > 0;
    const health = openHealth(plan, seen);
    told.health.push(health);
    const channels = found.config.alerts.map(({ name }) => name);
    const observers = [tellOf(log), health.observe, openMetrics(io.clock, channels, told.metrics)];
    const observe = (event: ServiceEvent): void => {
      for (const each of observers) each(event);
    };
    const service = watchService(io, scans, { history, log, observe, fleet });
    await serving(told, placeOf(found, options), { clock: io.clock, log }, () =>
      watch(service, plan, outside),
    );
  } finally {
    await history.close();
  }
}

function planOf(plan: WatchConfig | undefined): WatchConfig {
  if (plan !== undefined) return plan;
  throw new OperatorError(
    'WATCH_UNPLANNED',
    'The configuration says nothing of when to scan.',
    'Add `watch: { schedules: [{ cron: "0 2 * * *", timezone: Europe/Berlin }] }`, or give --once.',
  );
}

function serviceIO({ clock, signal }: CliIO, log: Log): ServiceIO {
  return {
    clock,
    signal,
    random: Math.random,
    tell: (line) => log('warn', line),
    wait: (milliseconds, until) => sleep(milliseconds, undefined, { signal: until }).catch(() => undefined),
  };
}

function atLeastOne(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('It is a whole number, and at least 1.');
}

function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').map((part) => part.trim())];
}
