import { resolve } from 'node:path';
import { type Approval, approveBaseline } from '../baseline/approve.ts';
import { entryText, readChain, signatureLine } from '../baseline/chain.ts';
import { nextPath } from '../baseline/in-use.ts';
import { readSigner } from '../baseline/signers.ts';
import { sshSignatures } from '../baseline/ssh-keygen.ts';
import { signatureProblem } from '../baseline/verify.ts';
import { describeBaselineChange } from '../drift/describe.ts';
import { OperatorError } from '../model/error.ts';
import {
  type BaselineFiles,
  baselineFiles,
  type Located,
  noVersion,
  proposed,
  readApproved,
  takePlace,
  verified,
  type WithScan,
} from './baseline-files.ts';
import type { CliIO } from './io.ts';
import { print } from './print.ts';

export interface ApproveOptions extends WithScan {
  readonly by: readonly string[];
  readonly why: string;
  readonly ticket?: string;
  readonly until?: string;
  readonly acceptGaps: readonly string[];
  readonly signer: readonly string[];
  readonly atLeast?: string;
}

export interface SignOptions extends Located {
  readonly key: string;
  readonly by: string;
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

/** Approves the last scan as the next version. */
export async function approve(io: CliIO, options: ApproveOptions): Promise<void> {
  const files = await baselineFiles(io, options);
  await refuseBroken(io, files);
  const current = await proposed(io, options.out);
  const approved = approveBaseline({
    baseline: current,
    previous: readChain(files.chainText ?? '').entries.at(-1) ?? null,
    approvers: options.by,
    reason: options.why,
    ticket: options.ticket ?? null,
    until: options.until ?? null,
    acceptGaps: options.acceptGaps,
    signers: await signingRule(io, options),
    now: io.clock(),
  });
  const sentences = describeBaselineChange(readApproved(files), current);
  // The chain decides: cut off before it grows, nothing was approved; after that, the next command goes on from here.
  await io.writeFileWhole(nextPath(files.path), approved.baselineText);
  await io.writeFileWhole(files.chain, `${files.chainText ?? ''}${approved.chainLine}`);
  await takePlace(io, files.path, approved.baselineText);
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

/** Adds a signature to the newest version. */
export async function sign(io: CliIO, options: SignOptions): Promise<void> {
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
