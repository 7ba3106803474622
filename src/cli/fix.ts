import { resolve } from 'node:path';
import { Command } from 'commander';
import { cleanText } from '../inventory/clean-text.ts';
import type { Finding } from '../model/finding.ts';
import { radiusOf } from '../scan.ts';
import { chosenFinding } from './chosen-finding.ts';
import { type Draft, draftsFor } from './fix-draft.ts';
import type { CliIO } from './io.ts';
import { defaultOut } from './outputs.ts';
import { readInventory, readReport } from './read-outputs.ts';

interface Options {
  readonly out: string;
  readonly json?: boolean;
}

/** `firebreak fix FINDING`: prints, never applies, the smallest change after which the verdict drops. */
export function fixCommand(io: CliIO): Command {
  return new Command('fix')
    .description('print, never apply, the smallest change after which the verdict drops, and prove it')
    .argument('<finding>', 'its fingerprint, or the start of it')
    .option('-o, --out <folder>', 'the folder of the scan', defaultOut)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ firebreak fix credential-cannot-end-store-and-backups:1f0c')
    .action(async (wanted: string, options: Options) => {
      const folder = resolve(io.cwd, options.out);
      const report = await readReport(io, resolve(folder, 'report.json'));
      const finding = chosenFinding(report.findings, wanted);
      const inventory = await readInventory(io, resolve(folder, 'inventory.json'));
      const drafts = draftsFor(finding, inventory, radiusOf);
      if (options.json === true) io.stdout.write(`${JSON.stringify(asJson(finding, drafts), null, 2)}\n`);
      else io.stdout.write(asText(finding, drafts, inventory.takenAt));
    });
}

function asJson(finding: Finding, drafts: readonly Draft[]) {
  return {
    finding: finding.fingerprint,
    applied: false,
    drafts: drafts.map(({ change: { what, how, takesAway }, proof }) => ({ what, how, takesAway, proof })),
    remediation: finding.remediation,
  };
}

function asText(finding: Finding, drafts: readonly Draft[], takenAt: string): string {
  const head = [`${finding.severity}: ${finding.title}`, `  ${cleanText(finding.message, 2_000)}`, ''];
  const body =
    drafts.length === 0
      ? [
          'No change was found that is proven to lower a verdict; the check itself says:',
          `  ${finding.remediation}`,
        ]
      : drafts.flatMap((draft, n) => [...draftText(draft, n === 0 ? 'The smallest change' : 'Or'), '']);
  const end =
    drafts.length === 0
      ? []
      : [`Each was proven by judging the inventory of ${takenAt} again with the change in it.`];
  return `${[...head, ...body, ...end, 'Nothing was changed.'].join('\n')}\n`;
}

function draftText({ change, proof }: Draft, lead: string): readonly string[] {
  const drops = Map.groupBy(proof, ({ before, after }) => `${before} -> ${after}`);
  return [
    `${lead}: ${cleanText(change.what, 2_000)}`,
    ...change.how.flatMap((part) => part.split('\n').map((line) => `    ${cleanText(line, 2_000)}`)),
    ...change.takesAway.map((loss) => `  Takes away: ${cleanText(loss, 500)}`),
    ...(change.takesAway.length === 0 ? ['  Takes away: nothing'] : []),
    ...[...drops].map(
      ([drop, of]) => `  Verdict: ${drop} for ${of.length} store${of.length === 1 ? '' : 's'}`,
    ),
  ];
}
