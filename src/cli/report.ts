import { resolve } from 'node:path';
import { Command } from 'commander';
import { renderTerminal } from '../../reports/index.ts';
import type { CliIO } from './io.ts';
import { defaultOut, parseFormats, writeReport } from './outputs.ts';
import { readReport } from './read-outputs.ts';

interface Options {
  readonly out: string;
  readonly format?: string;
}

/** `firebreak report FILE`: an earlier scan in other formats, nothing read again. */
export function reportCommand(io: CliIO): Command {
  return new Command('report')
    .description('render an earlier scan: its summary here, and other formats on request')
    .argument('<file>', 'a report.json')
    .option('-o, --out <folder>', 'where the formats go', defaultOut)
    .option('--format <list>', 'formats to write, comma-separated')
    .addHelpText(
      'after',
      '\nExamples:\n  $ firebreak report firebreak-out/report.json\n  $ firebreak report last-night/report.json --format html -o last-night',
    )
    .action(async (file: string, options: Options) => {
      const report = await readReport(io, resolve(io.cwd, file));
      if (options.format !== undefined) {
        await writeReport(io, resolve(io.cwd, options.out), report, parseFormats(options.format));
      }
      io.stdout.write(renderTerminal(report, { width: io.columns, color: io.color }));
    });
}
