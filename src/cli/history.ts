import { Command } from 'commander';
import { openPast, type Past } from '../history/past.ts';
import { OperatorError } from '../model/error.ts';
import { configuration } from './configuration.ts';
import { driftLines, lifeLines, scanLines, trendLines } from './history-lines.ts';
import { historyLocation, namedHistory } from './history-location.ts';
import type { CliIO } from './io.ts';
import { print } from './print.ts';

interface Options {
  readonly config?: string;
  readonly history?: string;
  readonly target?: string;
  readonly json?: boolean;
  readonly limit?: number;
  readonly days?: number;
}

/** `firebreak history`: what was seen before; it changes nothing. */
export function historyCommand(io: CliIO): Command {
  return reading(new Command('history'))
    .description('what scans saw before: the scans themselves, the trend, since when a finding stands')
    .option('--limit <number>', 'how many scans, the newest first', whole, 30)
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak history                                          the last scans of the configured history
  $ firebreak history trend                                    how findings, total losses and gaps moved
  $ firebreak history finding store-has-independent-backup     since when, for each store
  $ firebreak history finding arn:aws:rds:eu-west-1:111111111111:db:orders
  $ firebreak history --history FIREBREAK_HISTORY_URL --json   a PostgreSQL whose URL this variable holds

Without --history it is the one that \`history\` in firebreak.yaml names.`,
    )
    .action((options: Options) =>
      withPast(io, options, async (past, target) => {
        const scans = await past.scans(target, options.limit ?? 30);
        tell(io, options, scans, () => scanLines(target, scans));
      }),
    )
    .addCommand(trendCommand(io))
    .addCommand(findingCommand(io));
}

function trendCommand(io: CliIO): Command {
  return reading(new Command('trend'))
    .description('how open findings, total losses and gaps moved, by the last full scan of each day')
    .option('--days <number>', 'how many days on which there was a full scan', whole, 90)
    .addHelpText(
      'after',
      '\nExamples:\n  $ firebreak history trend\n  $ firebreak history trend --days 14 --json',
    )
    .action((_: Options, command: Command) => {
      const options: Options = command.optsWithGlobals();
      return withPast(io, options, async (past, target) => {
        const points = await past.trend(target, options.days ?? 90);
        tell(io, options, points, () => trendLines(target, points));
      });
    });
}

function findingCommand(io: CliIO): Command {
  return reading(new Command('finding'))
    .description('since when: the life of findings and drift, by fingerprint, check or asset')
    .argument('<sought>', 'a fingerprint, a check, the id of an asset or its name')
    .option('--limit <number>', 'how many findings', whole, 30)
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak history finding store-has-independent-backup
  $ firebreak history finding orders --json`,
    )
    .action((sought: string, _: Options, command: Command) => {
      const options: Options = command.optsWithGlobals();
      return withPast(io, options, async (past, target) => {
        const limit = options.limit ?? 30;
        const findings = await past.lives(target, sought, limit);
        const drift = await past.drift(target, sought, limit);
        if (findings.length + drift.length === 0) throw unseen(sought, target);
        tell(io, options, { findings, drift }, () => [
          ...lifeLines(findings, io.clock()),
          ...driftLines(drift),
        ]);
      });
    });
}

/** The options every reading of a history takes. */
function reading(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration')
    .option(
      '--history <place>',
      'a SQLite file, or the name of a variable that holds the URL of a PostgreSQL',
    )
    .option('--target <name>', 'which configuration’s scans, where the history holds several')
    .option('--json', 'print JSON');
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0 && number <= 100_000) return number;
  throw new OperatorError('USAGE', `"${text}" is not a number from 1 to 100000.`, 'Try --limit 30.');
}

function unseen(sought: string, target: string): OperatorError {
  return new OperatorError(
    'NOT_IN_HISTORY',
    `No finding and no drift of ${target} that is remembered goes by "${sought}".`,
    'Give a fingerprint, a check, or an asset by its whole id, as report.json has them; a finding that holds for several assets goes by the name of the first.',
  );
}

function tell(io: CliIO, { json }: Options, value: unknown, lines: () => readonly string[]): void {
  if (json === true) io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  else print(io, lines());
}

async function withPast(
  io: CliIO,
  options: Options,
  use: (past: Past, target: string) => Promise<void>,
): Promise<void> {
  const { location, name } = await configured(io, options);
  const past = await openPast(location);
  try {
    await use(past, chosen(await past.targets(), options.target, name));
  } finally {
    await past.close();
  }
}

/** Where the history is; and the name of the configuration, where one was read. */
async function configured(io: CliIO, { config, history }: Options) {
  if (history !== undefined && config === undefined)
    return { location: namedHistory(history, io), name: null };
  const found = await configuration(io, config);
  const { name } = found.config;
  if (history !== undefined) return { location: namedHistory(history, io), name };
  if (found.config.history === undefined) {
    throw new OperatorError(
      'HISTORY_NONE',
      `${found.path ?? 'No firebreak.yaml was found, and it'} names no history.`,
      'Name one with --history, or write `history: {}` into firebreak.yaml so that scans keep one.',
    );
  }
  const { env, cwd } = io;
  return { location: historyLocation(found.config.history, { env, cwd, configuration: found.path }), name };
}

/** The target asked for, else the configuration's own, else the only one there is. */
function chosen(targets: readonly string[], asked: string | undefined, name: string | null): string {
  const [only] = targets;
  if (only === undefined) {
    throw new OperatorError(
      'HISTORY_EMPTY',
      'No scan is remembered yet.',
      'Run `firebreak scan` or `firebreak watch`.',
    );
  }
  const wanted = asked ?? (name !== null && targets.includes(name) ? name : null);
  if (wanted === null && targets.length === 1) return only;
  if (wanted !== null && targets.includes(wanted)) return wanted;
  throw new OperatorError(
    'HISTORY_TARGET',
    wanted === null ? 'The history holds several targets.' : `The history holds no scan of "${wanted}".`,
    `Name one with --target: ${targets.slice(0, 20).join(', ')}.`,
  );
}
