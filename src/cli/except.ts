import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import type { Exception } from '../baseline/exceptions.ts';
import { withException } from '../baseline/exceptions-file.ts';
import { findingCovers } from '../baseline/finding-covers.ts';
import { indexInventory } from '../inventory/index-inventory.ts';
import { OperatorError } from '../model/error.ts';
import { chosenFinding } from './chosen-finding.ts';
import { configuration } from './configuration.ts';
import type { CliIO } from './io.ts';
import { defaultOut } from './outputs.ts';
import { readInventory, readReport } from './read-outputs.ts';
import { within } from './within.ts';

/** The longest a finding can be excepted for, in days; then somebody has to look again. */
/** Where the configuration sets no `limits.exceptionMaxDays`. */
const longestDays = 180;

interface Options {
  readonly config?: string;
  readonly file?: string;
  readonly out: string;
  readonly by: string;
  readonly why: string;
  readonly ticket?: string;
  readonly until: string;
  readonly asset?: string;
}

/** The day an exception ends: to come, and within the limit. */
function endOf(until: string, now: Date, mostDays: number): string {
  const end = Date.parse(until);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(end)) {
    throw new OperatorError('DATE_INVALID', `"${until}" is not a day`, 'write it as 2027-01-31');
  }
  const latest = new Date(now.getTime() + mostDays * 86_400_000).toISOString().slice(0, 10);
  if (until < now.toISOString().slice(0, 10) || until > latest) {
    throw new OperatorError(
      'DATE_OUT_OF_LIMIT',
      `${until} is past, or too far off`,
      `name a day up to ${latest}`,
    );
  }
  return until;
}

interface Target {
  readonly path: string;
  /** As a person named it. */
  readonly shown: string;
  readonly mostDays: number;
}

async function targetOf(io: CliIO, options: Options): Promise<Target> {
  if (options.file !== undefined) {
    return { path: resolve(io.cwd, options.file), shown: options.file, mostDays: longestDays };
  }
  const { config, path } = await configuration(io, options.config);
  if (config.exceptions === null) {
    throw new OperatorError(
      'EXCEPTIONS_UNNAMED',
      'The configuration names no file of exceptions.',
      'Add `exceptions: baselines/NAME.exceptions.yaml` to firebreak.yaml, or give --file PATH.',
    );
  }
  return {
    path: await within(io, path === null ? io.cwd : dirname(resolve(io.cwd, path)), config.exceptions),
    shown: config.exceptions,
    mostDays: config.settings.limits.exceptionMaxDays ?? longestDays,
  };
}

async function except(io: CliIO, wanted: string, options: Options): Promise<void> {
  const folder = resolve(io.cwd, options.out);
  const report = await readReport(io, resolve(folder, 'report.json'));
  const finding = chosenFinding(report.findings, wanted);
  const index = indexInventory(await readInventory(io, resolve(folder, 'inventory.json')));
  const { path: file, shown, mostDays } = await targetOf(io, options);
  const exception: Exception = {
    check: finding.check,
    asset: options.asset ?? finding.asset,
    reason: options.why,
    approver: options.by,
    ticket: options.ticket ?? null,
    expires: endOf(options.until, io.clock(), mostDays),
    severity: finding.severity,
    covers: findingCovers(index, report.blastRadius)(finding),
  };
  const text = (await io.exists(file)) ? await io.readFile(file) : null;
  await io.writeFileWhole(file, withException(text, shown, exception));
  const covers = exception.covers.map(({ store, verdict }) => `${verdict} of ${store}`);
  io.stdout.write(
    `Excepted until ${exception.expires} in ${shown}: ${finding.title} (${finding.name})\n` +
      `Covers ${covers.length === 0 ? 'the finding as it is' : covers.join(', ')}.\n`,
  );
}

/** `firebreak except FINDING`: writes an exception with what it covers. */
export function exceptCommand(io: CliIO): Command {
  return new Command('except')
    .description('answer for a finding until a day: writes an exception with what it covers')
    .argument('<finding>', 'its fingerprint, or the start of it')
    .option('-c, --config <file>', 'configuration that names the exceptions file')
    .option('--file <exceptions>', 'the exceptions file itself')
    .option('-o, --out <folder>', 'the folder of the scan', defaultOut)
    .requiredOption('--by <name>', 'who answers for it')
    .requiredOption('--why <text>', 'why')
    .requiredOption('--until <day>', `until when, at most limits.exceptionMaxDays days (${longestDays})`)
    .option('--ticket <id>', 'where it was agreed')
    .option('--asset <pattern>', 'another id, or a pattern for whole ids in which * stands for any text')
    .addHelpText(
      'after',
      '\nExample:\n  $ firebreak except store-has-backup:1f0c --by ana@acme.example --why "rebuilt every night" --until 2027-01-31',
    )
    .action(async (finding: string, options: Options) => except(io, finding, options));
}
