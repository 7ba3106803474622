import { Command } from 'commander';
import { type CatalogueEntry, catalogue } from '../findings/catalogue.ts';
import { discoverChecks } from '../findings/discover.ts';
import { OperatorError } from '../model/error.ts';
import type { CliIO } from './io.ts';

/** `firebreak checks [ID]`: the catalogue, or one check explained. */
export function checksCommand(io: CliIO): Command {
  return new Command('checks')
    .description('the catalogue of checks, or one check explained')
    .argument('[id]', 'a check, by its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  $ firebreak checks\n  $ firebreak checks store-has-backup')
    .action(async (id: string | undefined, options: { readonly json?: boolean }) => {
      const entries = catalogue(await discoverChecks());
      const chosen = id === undefined ? entries : [one(entries, id)];
      if (options.json === true)
        io.stdout.write(`${JSON.stringify(id === undefined ? chosen : chosen[0], null, 2)}\n`);
      else io.stdout.write(id === undefined ? listed(entries) : chosen.map(explained).join(''));
    });
}

function one(entries: readonly CatalogueEntry[], id: string): CatalogueEntry {
  const found = entries.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  throw new OperatorError(
    'CHECK_UNKNOWN',
    `There is no check "${id}".`,
    'Run `firebreak checks` for the list of ids.',
  );
}

function listed(entries: readonly CatalogueEntry[]): string {
  const width = Math.max(...entries.map(({ id }) => id.length));
  let discipline = '';
  const lines = entries.flatMap((entry) => {
    const head = entry.discipline === discipline ? [] : ['', entry.discipline];
    discipline = entry.discipline;
    return [...head, `  ${entry.id.padEnd(width)}  ${entry.title}`];
  });
  return `${lines.join('\n').trimStart()}\n`;
}

function explained(entry: CatalogueEntry): string {
  const fixes = Object.entries(entry.fix).flatMap(([provider, fix]) => [
    `Fix on ${provider}:`,
    `  ${fix.steps}`,
    ...(fix.cli === undefined ? [] : [indented(fix.cli)]),
    ...(fix.terraform === undefined ? [] : [indented(fix.terraform)]),
    '',
  ]);
  return [
    `${entry.id} (${entry.discipline}; ${entry.severity.production} in production, else ${entry.severity.otherwise})`,
    `${entry.title}.`,
    '',
    entry.why,
    '',
    ...fixes,
    ...(entry.frameworks.length === 0 ? [] : [`Controls: ${entry.frameworks.join(', ')}`]),
    '',
  ].join('\n');
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
