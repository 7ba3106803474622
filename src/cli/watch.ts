import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { WatchConfig } from '../config/config.ts';
import { OperatorError } from '../model/error.ts';
import type { ServiceEvent } from '../service/event.ts';
import { openHealth } from '../service/health.ts';
import { type Level, type Log, levels, openLog } from '../service/log.ts';
import { openMetrics } from '../service/metrics.ts';
import type { PassName } from '../service/schedule.ts';
import { type Listening, serve } from '../service/serve.ts';
import { type Service, type ServiceIO, watch, watchOnce } from '../service/watch.ts';
import { configuration } from './configuration.ts';
import type { CliIO } from './io.ts';
import { defaultOut, parseFormats } from './outputs.ts';
import { redactorFor } from './recording.ts';
import { tellOf } from './watch-log.ts';
import { watchHistory, watchService } from './watch-service.ts';

interface Options {
  readonly config?: string;
  readonly out: string;
  readonly format: string;
  readonly once?: boolean;
  readonly pass: PassName;
  readonly allowGaps: readonly string[];
  readonly allowCode?: boolean;
  readonly logLevel: Level;
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
  $ curl http://127.0.0.1:9464/metrics

Exit codes: 0 asked to stop, or --once came to its end, 2 could not run.`,
    )
    .action(async (options: Options) => run(io, options));
}

async function run(io: CliIO, options: Options): Promise<void> {
  const found = await configuration(io, options.config);
  const redact = redactorFor(io, found.config);
  const log = openLog(io.stderr, { level: options.logLevel, clock: io.clock, redact });
  const formats = parseFormats(options.format);
  const history = await watchHistory(io, found);
  const outside = serviceIO(io, log);
  const scans = { ...options, configuration: found, formats };
  try {
    if (options.once === true) {
      const observe = tellOf(log);
      const service = watchService(io, scans, { history, log, observe });
      const { deadlineMinutes } = found.config.watch ?? { deadlineMinutes: 120 };
      const end = await watchOnce(service, options.pass, { ...outside, deadlineMinutes });
      if (end.state !== 'recorded') io.exitWith(2);
      return;
    }
    const plan = planOf(found.config.watch);
    const seen = (await history.lastScans(found.config.name)).size > 0;
    const health = openHealth(plan, seen);
    const metrics = openMetrics(
      io.clock,
      found.config.alerts.map(({ name }) => name),
    );
    const tell = tellOf(log);
    const observe = (event: ServiceEvent): void => {
      for (const each of [tell, health.observe, metrics.observe]) each(event);
    };
    const service = watchService(io, scans, { history, log, observe });
    await serving(service, plan, { outside, log, served: { health, metrics, clock: io.clock } });
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

interface Around {
  readonly outside: ServiceIO;
  readonly log: Log;
  readonly served: Parameters<typeof serve>[0];
}

async function serving(service: Service, plan: WatchConfig, { outside, log, served }: Around): Promise<void> {
  const listening: Listening | null = plan.listen === null ? null : await serve(served, plan.listen);
  if (listening !== null) log('info', 'listens', { host: plan.listen?.host, port: listening.port });
  try {
    await watch(service, plan, outside);
    log('info', 'stopped');
  } finally {
    await listening?.close();
  }
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

function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').map((part) => part.trim())];
}
