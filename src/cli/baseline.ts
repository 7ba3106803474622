import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Approval, approveBaseline } from '../baseline/approve.ts';
import { entryDigest, entryText, readChain, signatureLine } from '../baseline/chain.ts';
import { readBaseline } from '../baseline/read.ts';
import { readSigner } from '../baseline/signers.ts';
import { sshSignatures } from '../baseline/ssh-keygen.ts';
import { signatureProblem } from '../baseline/verify.ts';
import { writeBaseline } from '../baseline/write.ts';
import { compareBaselines, compareWithBaseline } from '../drift/compare.ts';
import { describeBaselineChange, eventSentence } from '../drift/describe.ts';
import type { Baseline } from '../model/baseline.ts';
import type { DriftEvent } from '../model/drift.ts';
import { OperatorError } from '../model/error.ts';
import {
  approvedText,
  type BaselineFiles,
  baselineFiles,
  type Located,
  proposal,
  readApproved,
  verified,
} from './baseline-files.ts';
import type { CliIO } from './io.ts';
import { defaultOut } from './outputs.ts';

interface WithScan extends Located {
  readonly out: string;
}

interface ApproveOptions extends WithScan {
  readonly by: readonly string[];
  readonly why: string;
  readonly ticket?: string;
  readonly until?: string;
  readonly acceptGaps: readonly string[];
  readonly signer: readonly string[];
  readonly atLeast?: string;
}

interface SignOptions extends Located {
  readonly key: string;
  readonly by: string;
}

function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').map((part) => part.trim())];
}

function located(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('-c, --config <file>', 'configuration that names the baseline')
    .option('--file <baseline>', 'the baseline itself, instead of the one the configuration names');
}

// Names out of the cloud or out of a file could steer a terminal.
const steering = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

function print(io: CliIO, lines: readonly string[]): void {
  for (const line of lines) io.stdout.write(`${line.replace(steering, '')}\n`);
}

/** Stops before anything is built on a chain that is broken. */
async function refuseBroken(io: CliIO, files: BaselineFiles): Promise<void> {
  if (files.text === null && files.chainText === null) return;
  const { problems } =
    files.text === null
      ? { problems: ['there is a chain, but no baseline beside it'] }
      : await verified(io, files);
  if (problems.length === 0) return;
  throw new OperatorError(
    'BASELINE_UNTRUSTED',
    `The baseline cannot be trusted: ${problems.join('; ')}.`,
    'Restore both files from git, then approve again; `firebreak baseline verify` says what is wrong.',
  );
}

async function propose(io: CliIO, options: WithScan & { readonly write?: string }): Promise<void> {
  const files = await baselineFiles(io, options);
  const { current: proposed } = await proposal(io, options.out);
  const sentences = describeBaselineChange(readApproved(files), proposed);
  print(io, sentences.length === 0 ? ['Nothing to approve: the scan is what was approved.'] : sentences);
  if (options.write !== undefined)
    await io.writeFileWhole(resolve(io.cwd, options.write), writeBaseline(proposed));
}

async function signingRule(io: CliIO, options: ApproveOptions): Promise<Approval['signers']> {
  if (options.signer.length === 0) return null;
  const people = await Promise.all(
    options.signer.map(async (text) => readSigner(text, async (path) => io.readFile(resolve(io.cwd, path)))),
  );
  const atLeast = Number(options.atLeast ?? '1');
  if (!Number.isInteger(atLeast) || atLeast < 1 || atLeast > people.length) {
    throw new OperatorError(
      'SIGNERS_INVALID',
      `--at-least ${options.atLeast ?? ''} does not fit ${people.length} signers`,
      'give a number between 1 and the number of signers',
    );
  }
  return { atLeast, people: people.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

async function approve(io: CliIO, options: ApproveOptions): Promise<void> {
  const files = await baselineFiles(io, options);
  await refuseBroken(io, files);
  const { current: proposed } = await proposal(io, options.out);
  const approved = approveBaseline({
    baseline: proposed,
    previous: readChain(files.chainText ?? '').entries.at(-1) ?? null,
    approvers: options.by,
    reason: options.why,
    ticket: options.ticket ?? null,
    until: options.until ?? null,
    acceptGaps: options.acceptGaps,
    signers: await signingRule(io, options),
    now: io.clock(),
  });
  const sentences = describeBaselineChange(readApproved(files), proposed);
  await io.writeFileWhole(files.path, approved.baselineText);
  await io.writeFileWhole(files.chain, `${files.chainText ?? ''}${approved.chainLine}`);
  const { version, digest, signers } = approved.entry;
  const rule = readChain(files.chainText ?? '').entries.at(-1)?.signers ?? signers;
  print(io, [
    ...sentences,
    `Approved as version ${version}: ${digest}`,
    ...(rule.people.length === 0
      ? []
      : [`It needs ${rule.atLeast} signature(s): firebreak baseline sign --by NAME --key FILE`]),
  ]);
}

async function sign(io: CliIO, options: SignOptions): Promise<void> {
  const files = await baselineFiles(io, options);
  const { entries } = readChain(files.chainText ?? '');
  const last = entries.at(-1);
  if (last === undefined) throw noVersion(files);
  const made = await sshSignatures.sign(entryText(last), resolve(io.cwd, options.key));
  const signature = { signs: last.version, by: options.by, signature: made };
  const problem = await signatureProblem(signature, entries, files.anchor, sshSignatures);
  if (problem !== null) {
    const hint = 'Sign as one of the people the version before names, with the key it names for them.';
    throw new OperatorError('SIGNATURE_REFUSED', `Not signed: ${problem}.`, hint);
  }
  await io.writeFileWhole(files.chain, `${files.chainText ?? ''}${signatureLine(signature)}`);
  print(io, [`${options.by} signed version ${last.version}.`]);
}

function noVersion({ shown }: BaselineFiles): OperatorError {
  const hint = 'Run `firebreak baseline approve` first.';
  return new OperatorError('CHAIN_EMPTY', `Nothing was approved at ${shown} yet.`, hint);
}

async function verify(io: CliIO, options: Located): Promise<void> {
  const files = await baselineFiles(io, options);
  const { problems, remarks, entry, signedBy, trusted, standing } = await verified(io, files);
  const signed = signedBy.length === 0 ? 'unsigned' : `signed by ${signedBy.join(', ')}`;
  print(io, [
    ...problems.map((problem) => `broken: ${problem}`),
    ...remarks.map((remark) => `note: ${remark}`),
    ...(trusted && entry !== null
      ? [`${standing}: ${entry.name} version ${entry.version}, ${signed}`, `anchor: ${entryDigest(entry)}`]
      : ['The baseline cannot be trusted.']),
  ]);
  if (!trusted) io.exitWith(2);
}

async function log(io: CliIO, options: Located & { readonly json?: boolean }): Promise<void> {
  const files = await baselineFiles(io, options);
  const { entries, signatures } = readChain(files.chainText ?? '');
  if (entries.length === 0) throw noVersion(files);
  const rows = entries.map((entry) => ({
    ...entry,
    signedBy: signatures.filter(({ signs }) => signs === entry.version).map(({ by }) => by),
  }));
  if (options.json === true) return print(io, [JSON.stringify(rows, null, 2)]);
  print(
    io,
    rows
      .toReversed()
      .map(({ version, approvedAt, approvers, reason, ticket, expires, signedBy, digest }) =>
        [
          `version ${version}  ${approvedAt}  by ${approvers.join(', ')}: ${reason}`,
          `  ${[ticket, expires === null ? 'no expiry' : `until ${expires}`, signedBy.length === 0 ? 'unsigned' : `signatures of ${signedBy.join(', ')}`, digest].filter((part) => part !== null).join('; ')}`,
        ].join('\n'),
      ),
  );
}

interface DiffOptions extends WithScan {
  readonly json?: boolean;
}

/** The last scan against the approved baseline, or against the one file named. */
async function diffScan(
  io: CliIO,
  named: string | undefined,
  options: DiffOptions,
): Promise<readonly DriftEvent[]> {
  const files = await baselineFiles(io, named === undefined ? options : { ...options, file: named });
  const baseline = readBaseline(approvedText(files), files.shown);
  return compareWithBaseline({ baseline, ...(await proposal(io, options.out)) });
}

async function readNamed(io: CliIO, file: string): Promise<Baseline> {
  const files = await baselineFiles(io, { file });
  return readBaseline(approvedText(files), file);
}

async function diff(io: CliIO, names: readonly (string | undefined)[], options: DiffOptions): Promise<void> {
  const [first, second] = names;
  if (first !== undefined && second !== undefined) {
    const [before, after] = [await readNamed(io, first), await readNamed(io, second)];
    const told =
      options.json === true ? compareBaselines(before, after) : describeBaselineChange(before, after);
    return printDifference(io, told, options);
  }
  const events = await diffScan(io, first, options);
  const told = events.flatMap((event) => [eventSentence(event), `  way back: ${event.wayBack ?? ''}`]);
  printDifference(io, options.json === true ? events : told, options);
}

function printDifference(io: CliIO, told: readonly unknown[], { json }: DiffOptions): void {
  if (json === true) print(io, JSON.stringify(told, null, 2).split('\n'));
  else print(io, told.length === 0 ? ['No difference.'] : told.map(String));
}

/** `firebreak baseline`: propose, approve, sign, verify, diff and log what was approved. */
export function baselineCommand(io: CliIO): Command {
  const out = ['-o, --out <folder>', 'the folder of the scan', defaultOut] as const;
  return new Command('baseline')
    .description('the approved baseline: what was approved, by whom, until when')
    .addCommand(
      located('propose', 'say in words what approving the last scan would change')
        .option(...out)
        .option('--write <file>', 'write the proposed baseline there, to look at')
        .addHelpText('after', '\nExample:\n  $ firebreak scan && firebreak baseline propose')
        .action(async (options: WithScan & { readonly write?: string }) => propose(io, options)),
    )
    .addCommand(
      located('approve', 'approve the last scan as the next version')
        .option(...out)
        .option('--by <names>', 'who approves, comma-separated or repeated', gather, [])
        .requiredOption('--why <text>', 'why')
        .option('--ticket <id>', 'where it was agreed')
        .option('--until <day>', 'until when it is approved')
        .option('--accept-gaps <gaps>', 'fingerprints of gaps that are accepted, comma-separated', gather, [])
        .option(
          '--signer <name=key>',
          'who may sign the version after this one: NAME=FILE of a public SSH key (repeatable)',
          gather,
          [],
        )
        .option('--at-least <number>', 'how many of these signers it then takes')
        .addHelpText(
          'after',
          '\nExamples:\n  $ firebreak baseline approve --by ana@acme.example --why "first baseline" --until 2027-06-30\n  $ firebreak baseline approve --by ana@acme.example --why "two of three sign from now on" --signer ana@acme.example=ana.pub,bo@acme.example=bo.pub --at-least 2',
        )
        .action(async (options: ApproveOptions) => approve(io, options)),
    )
    .addCommand(
      located('sign', 'sign the newest version with an SSH key')
        .requiredOption('--by <name>', 'your name, as it stands among the signers')
        .requiredOption('--key <file>', 'your SSH key; a public one where an agent holds the private half')
        .addHelpText(
          'after',
          '\nExample:\n  $ firebreak baseline sign --by ana@acme.example --key ~/.ssh/id_ed25519',
        )
        .action(async (options: SignOptions) => sign(io, options)),
    )
    .addCommand(
      located('verify', 'check the file, the chain and its signatures; exit 2 where they cannot be trusted')
        .addHelpText('after', '\nExample:\n  $ FIREBREAK_BASELINE_ANCHOR=sha256:… firebreak baseline verify')
        .action(async (options: Located) => verify(io, options)),
    )
    .addCommand(
      located('diff', 'what is different: the last scan from the baseline, or one file from another')
        .argument('[before]', 'a baseline file')
        .argument('[after]', 'another baseline file')
        .option(...out)
        .option('--json', 'print JSON')
        .addHelpText(
          'after',
          '\nExamples:\n  $ firebreak baseline diff\n  $ firebreak baseline diff main.json baselines/acme.json',
        )
        .action(
          async (
            before: string | undefined,
            after: string | undefined,
            options: WithScan & { readonly json?: boolean },
          ) => diff(io, [before, after], options),
        ),
    )
    .addCommand(
      located('log', 'the approved versions, newest first')
        .option('--json', 'print JSON')
        .addHelpText('after', '\nExample:\n  $ firebreak baseline log')
        .action(async (options: Located & { readonly json?: boolean }) => log(io, options)),
    );
}
