import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { renderTerminal } from '../../reports/index.ts';
import type { LighterPass, Severity } from '../model/inventory.ts';
import { safeForLog, tellActions } from './github-actions.ts';
import type { CliIO } from './io.ts';
import { defaultOut, parseFormats, writeInventory, writeReport } from './outputs.ts';
import { type ScanRun, scanOutside } from './run-scan.ts';
import { openOutside } from './tapes.ts';

const levels = ['critical', 'high', 'medium', 'low', 'never'];

interface Options {
  readonly config?: string;
  readonly out: string;
  readonly format: string;
  readonly failOn?: Severity | 'never';
  readonly failOnNew?: Severity | 'never';
  readonly provider: readonly string[];
  readonly pass: 'full' | LighterPass;
  readonly allowGaps: readonly string[];
  readonly allowCode?: boolean;
  readonly quiet?: boolean;
  readonly logLevel: 'info' | 'debug';
  readonly resume?: boolean;
  readonly record?: string;
  readonly replay?: string;
  readonly state?: string;
  readonly reportUrl?: string;
}

/** `firebreak scan`: collect, judge, compare, report. */
export function scanCommand(io: CliIO): Command {
  return new Command('scan')
    .description('read everything in scope, judge it, compare it with the baseline, report')
    .option(
      '-c, --config <file>',
      'configuration (default: firebreak.yaml, else what the environment offers)',
    )
    .option('-o, --out <folder>', 'where the report goes', defaultOut)
    .option('--format <list>', 'formats, comma-separated', 'html,json,markdown')
    .addOption(new Option('--fail-on <level>', 'exit 1 at or above this severity').choices(levels))
    .addOption(
      new Option('--fail-on-new <level>', 'exit 1 when new at or above this severity').choices(levels),
    )
    .option('--provider <name>', 'only this provider (repeatable)', gather, [])
    .addOption(
      new Option('--pass <name>', 'what is read: everything, or `light`: credentials, attachments and guards')
        .choices(['full', 'light'])
        .default('full'),
    )
    .option(
      '--allow-gaps <gaps>',
      'fingerprints of gaps to live with, comma-separated, or `baseline`',
      gather,
      [],
    )
    .option('--resume', 'take up a scan that stopped: only what it had not read is asked')
    .option('--record <folder>', 'keep every answer, without secrets, so that the scan can be replayed')
    .addOption(
      new Option('--replay <folder>', 'scan a recording again: no network, no credentials').conflicts([
        'record',
        'resume',
      ]),
    )
    .addOption(
      new Option(
        '--state <place>',
        'keep what was seen, and send the configured alerts of what changed: a folder, or the variable of a PostgreSQL URL',
      ).conflicts('replay'),
    )
    .option('--report-url <url>', 'where alerts link to (default: `reportUrl` of the configuration)')
    .option('--allow-code', 'run the checks of `checkFiles`, which are code')
    .option('--quiet', 'no progress, no summary; only the gate on stderr')
    .addOption(
      new Option('--log-level <level>', 'how much progress to show')
        .choices(['info', 'debug'])
        .default('info'),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak scan
  $ firebreak scan --provider railway --fail-on critical
  $ firebreak scan -c ops/firebreak.yaml -o report --format html,json
  $ firebreak scan --state .firebreak-state          the next scan alerts on what changed since this one
  $ firebreak scan --state FIREBREAK_HISTORY_URL     the same, kept in a PostgreSQL

Exit codes: 0 judged and nothing open, 1 something is open, 2 could not run, 3 not known.`,
    )
    .action(async (options: Options) => {
      const formats = parseFormats(options.format);
      const pass = options.pass === 'full' ? undefined : options.pass;
      const all = { ...options, pass, quiet: options.quiet === true, verbose: options.logLevel === 'debug' };
      const outside = await openOutside(io, all);
      const { openState } = await import('./state.ts');
      const state = await openState(outside, options);
      try {
        const run = await state.withTrend(await scanOutside(outside, all).catch(state.missed));
        await write(io, run, { out: options.out, formats, quiet: all.quiet });
        await state.keep(run);
        const { gate, exitCode } = run.report.summary;
        io.stderr.write(`firebreak: exit ${exitCode}, by ${gate.by}: ${gate.why}\n`);
        io.exitWith(exitCode);
      } finally {
        await state.close();
      }
    });
}

interface Written {
  readonly out: string;
  readonly formats: ReturnType<typeof parseFormats>;
  readonly quiet: boolean;
}

async function write(io: CliIO, run: ScanRun, { out, formats, quiet }: Written): Promise<void> {
  const folder = resolve(io.cwd, out);
  await writeInventory(io, folder, run.inventory);
  await writeReport(io, folder, run.report, formats);
  if (!quiet) {
    const text = renderTerminal(run.report, { width: io.columns, color: io.color, out });
    io.stdout.write(safeForLog(io, text));
  }
  await tellActions(io, run.report, quiet);
  await run.done();
}

function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').map((part) => part.trim())];
}
