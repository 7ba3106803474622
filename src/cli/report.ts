import { resolve } from 'node:path';
import { Command } from 'commander';
import { changesSince, renderTerminal, renderTerminalChanges } from '../../reports/index.ts';
import { OperatorError } from '../model/error.ts';
import type { Report } from '../model/report.ts';
import { safeForLog } from './github-actions.ts';
import type { CliIO } from './io.ts';
import { defaultOut, parseChangeFormats, parseFormats, writeChanges, writeReport } from './outputs.ts';
import { readReport } from './read-outputs.ts';

interface Options {
  readonly out: string;
  readonly format?: string;
  readonly since?: string;
}

/** `firebreak report FILE`: an earlier scan in other formats, or what changed since another; nothing read again. */
export function reportCommand(io: CliIO): Command {
  return new Command('report')
    .description('render an earlier scan: its summary here, and other formats on request')
    .argument('<file>', 'a report.json')
    .option(
      '--since <file>',
      'an earlier report.json: show only what is new, gone, changed or no longer readable',
    )
    .option('-o, --out <folder>', 'where the formats go', defaultOut)
    .option('--format <list>', 'formats to write, comma-separated')
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak report firebreak-out/report.json
  $ firebreak report last-night/report.json --format html -o last-night
  $ firebreak report tonight/report.json --since last-night/report.json --format markdown`,
    )
    .action(async (file: string, options: Options) => {
      if (options.since === undefined) await showReport(io, file, options);
      else await showChanges(io, file, options.since, options);
    });
}

async function showReport(io: CliIO, file: string, { out, format }: Options): Promise<void> {
  const formats = format === undefined ? null : parseFormats(format);
  const report = await readReport(io, resolve(io.cwd, file));
  if (formats !== null) await writeReport(io, resolve(io.cwd, out), report, formats);
  io.stdout.write(safeForLog(io, renderTerminal(report, { width: io.columns, color: io.color })));
}

async function showChanges(io: CliIO, file: string, since: string, { out, format }: Options): Promise<void> {
  const formats = format === undefined ? [] : parseChangeFormats(format);
  const before = await readReport(io, resolve(io.cwd, since));
  const after = await readReport(io, resolve(io.cwd, file));
  if (before.scan.pass !== after.scan.pass) throw passesDiffer(before, after);
  const changes = changesSince(before, after);
  await writeChanges(io, resolve(io.cwd, out), changes, formats);
  io.stdout.write(safeForLog(io, renderTerminalChanges(changes, { width: io.columns, color: io.color })));
}

/** What a lighter pass does not read is not gone. */
function passesDiffer(before: Report, after: Report): OperatorError {
  const [was, is] = [before, after].map(({ scan }) => scan.pass ?? 'full');
  return new OperatorError(
    'PASSES_DIFFER',
    `One report is of the pass ${was}, the other of ${is}: what changed can't be told from them.`,
    'Compare two reports of the same pass.',
  );
}
