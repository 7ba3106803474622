import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Explanation, explainCredential, explainStore, explainWorst } from '../blast-radius/explain.ts';
import { explainText } from '../blast-radius/explain-text.ts';
import { nearestName } from '../config/nearest-name.ts';
import { cleanText } from '../inventory/clean-text.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import { OperatorError } from '../model/error.ts';
import type { CliIO } from './io.ts';
import { defaultOut } from './outputs.ts';
import { readReport } from './read-outputs.ts';
import { runScan } from './run-scan.ts';

interface Options {
  readonly self?: boolean;
  readonly json?: boolean;
  readonly fresh?: boolean;
  readonly config?: string;
  readonly out: string;
  readonly most: string;
}

/** `firebreak blast [CREDENTIAL|STORE]`: what one credential could end, or what could end one store. */
export function blastCommand(io: CliIO): Command {
  return new Command('blast')
    .description('the blast radius of one credential, or everything that can end one store, call by call')
    .argument(
      '[what]',
      'a credential or a store, by id, or by name where it is unique; without it, the worst pairs',
    )
    .option('--self', 'of the very credential the scan was run with')
    .option('--json', 'print JSON')
    .option('--fresh', 'scan first, even where there is a report already')
    .option('-c, --config <file>', 'configuration, for a fresh scan')
    .option('-o, --out <folder>', 'the folder of the scan to read', defaultOut)
    .option('--most <number>', 'how many pairs to show without an argument', '10')
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak blast                            the worst pairs
  $ firebreak blast "domain chores"            everything that token could end
  $ firebreak blast postgres-data --json       everything that can end that store
  $ firebreak blast --self --fresh             what the credential in this shell could end`,
    )
    .action(async (what: string | undefined, options: Options) => {
      const radius = await radiusOf(io, options);
      const explanations =
        options.self === true ? explainSelf(radius) : [explain(radius, what, Number(options.most))];
      if (options.json === true) {
        io.stdout.write(
          `${JSON.stringify(explanations.length === 1 ? explanations[0] : explanations, null, 2)}\n`,
        );
        return;
      }
      for (const line of explanations.flatMap(explainText)) io.stdout.write(`${cleanText(line, 2_000)}\n`);
    });
}

/** Of the last scan in that folder, or of a fresh one where there is none; which of them is said. */
async function radiusOf(io: CliIO, { fresh, out, config }: Options): Promise<BlastRadius> {
  const path = resolve(io.cwd, out, 'report.json');
  if (fresh !== true && (await io.exists(path))) {
    const report = await readReport(io, path);
    io.stderr.write(`  From the scan of ${report.scan.finishedAt} in ${out}; --fresh scans again.\n`);
    return report.blastRadius;
  }
  const options = { provider: [], allowGaps: [], quiet: false, verbose: false };
  const { report } = await runScan(io, config === undefined ? options : { ...options, config });
  return report.blastRadius;
}

function explainSelf(radius: BlastRadius): readonly Explanation[] {
  const own = radius.credentials.filter(({ self }) => self);
  if (own.length === 0) {
    throw new OperatorError(
      'SELF_UNKNOWN',
      'The credential this scan was run with was not recognised among those it read.',
      'Run `firebreak blast` for all of them.',
    );
  }
  return own.flatMap(({ credential }) => explainCredential(radius, credential) ?? []);
}

function explain(radius: BlastRadius, what: string | undefined, most: number): Explanation {
  if (what === undefined) return explainWorst(radius, Number.isInteger(most) && most > 0 ? most : 10);
  const id = find(radius, what);
  const explanation = explainCredential(radius, id) ?? explainStore(radius, id);
  if (explanation !== null) return explanation;
  throw unknownName(radius, what);
}

/** The id itself, or the id of the one credential or store of that name. */
function find({ credentials, stores }: BlastRadius, what: string): string {
  const named = [
    ...credentials.map(({ credential, name }) => ({ id: credential, name })),
    ...stores.map(({ store, name }) => ({ id: store, name })),
  ];
  if (named.some(({ id }) => id === what)) return what;
  const found = named.filter(({ name }) => name === what);
  if (found.length > 1) {
    throw new OperatorError(
      'NAME_AMBIGUOUS',
      `${found.length} credentials or stores are named "${what}".`,
      `Give one of their ids: ${found.map(({ id }) => id).join(', ')}.`,
    );
  }
  return found[0]?.id ?? what;
}

function unknownName({ credentials, stores }: BlastRadius, what: string): OperatorError {
  const nearest = nearestName(
    what,
    [...credentials, ...stores].map(({ name }) => name),
  );
  return new OperatorError(
    'NAME_UNKNOWN',
    `No credential and no store is named "${cleanText(what)}".`,
    nearest === null ? 'Run `firebreak blast` for the worst pairs.' : `Did you mean "${nearest}"?`,
  );
}
