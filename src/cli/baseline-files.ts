import { dirname, resolve } from 'node:path';
import { type Anchor, readAnchor } from '../baseline/anchor.ts';
import { chainPath, cutOffVersion, nextPath } from '../baseline/in-use.ts';
import { proposeBaseline } from '../baseline/propose.ts';
import { readBaseline } from '../baseline/read.ts';
import { sshSignatures } from '../baseline/ssh-keygen.ts';
import { type Verification, verifyBaseline } from '../baseline/verify.ts';
import { indexInventory } from '../inventory/index-inventory.ts';
import type { Baseline } from '../model/baseline.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import { OperatorError } from '../model/error.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import { configuration } from './configuration.ts';
import type { CliIO } from './io.ts';
import { readInventory, readReport } from './read-outputs.ts';
import { within } from './within.ts';

/** Where a baseline and its chain lie, and what they hold now. */
export interface BaselineFiles {
  readonly path: string;
  readonly chain: string;
  /** As a person named it, for messages. */
  readonly shown: string;
  /** null: there is none yet. */
  readonly text: string | null;
  readonly chainText: string | null;
  readonly anchor: Anchor | null;
}

export interface Located {
  readonly config?: string;
  readonly file?: string;
}

/** Options of commands that read a scan too. */
export interface WithScan extends Located {
  readonly out: string;
}

async function textOf(io: CliIO, path: string): Promise<string | null> {
  return (await io.exists(path)) ? io.readFile(path) : null;
}

async function locate(io: CliIO, { config, file }: Located): Promise<readonly [string, string]> {
  if (file !== undefined) return [resolve(io.cwd, file), file];
  const found = await configuration(io, config);
  if (found.config.baseline === null) {
    throw new OperatorError(
      'BASELINE_UNNAMED',
      'The configuration names no baseline.',
      'Add `baseline: baselines/NAME.json` to firebreak.yaml, or give --file PATH.',
    );
  }
  const folder = found.path === null ? io.cwd : dirname(resolve(io.cwd, found.path));
  return [await within(io, folder, found.config.baseline), found.config.baseline];
}

/** Puts a version that the chain ends in into the baseline's place. */
export async function takePlace(io: CliIO, path: string, text: string): Promise<void> {
  await io.writeFileWhole(path, text);
  await io.remove(nextPath(path));
}

/** Finds the baseline by --file or the configuration, and reads what is there; an approval that was cut off is finished. */
export async function baselineFiles(io: CliIO, options: Located): Promise<BaselineFiles> {
  const [path, shown] = await locate(io, options);
  const chain = chainPath(path);
  const [text, next] = [await textOf(io, path), await textOf(io, nextPath(path))];
  const chainText = await textOf(io, chain);
  const cutOff = cutOffVersion({ text, next, chainText });
  if (cutOff !== null) {
    await takePlace(io, path, cutOff);
    io.stderr.write(`  The last approval of ${shown} was cut off half-way; it is finished now.\n`);
  }
  return {
    path,
    chain,
    shown,
    text: cutOff ?? text,
    chainText,
    anchor: readAnchor(io.env.FIREBREAK_BASELINE_ANCHOR),
  };
}

/** The approved baseline's text; throws where there is none yet. */
export function approvedText({ text, shown }: BaselineFiles): string {
  if (text !== null) return text;
  throw new OperatorError(
    'BASELINE_MISSING',
    `There is no baseline at ${shown} yet.`,
    'Scan, read `firebreak baseline propose`, then run `firebreak baseline approve`.',
  );
}

/** Checks what is there; a chain without its baseline, or the reverse, is checked too. */
export async function verified(io: CliIO, files: BaselineFiles): Promise<Verification> {
  return verifyBaseline({
    baselineText: approvedText(files),
    chainText: files.chainText,
    anchor: files.anchor,
    now: io.clock(),
    signatures: sshSignatures,
  });
}

/** The last scan, and what approving it would approve. */
export interface Proposal {
  readonly index: InventoryIndex;
  readonly radius: BlastRadius;
  readonly current: Baseline;
}

/** Reads the files the last scan wrote. */
export async function proposal(io: CliIO, out: string): Promise<Proposal> {
  const folder = resolve(io.cwd, out);
  const path = resolve(folder, 'inventory.json');
  if (!(await io.exists(path))) {
    const hint = 'Run `firebreak scan` first, or give --out.';
    throw new OperatorError('SCAN_MISSING', `There is no scan in ${out}.`, hint);
  }
  const index = indexInventory(await readInventory(io, path));
  const { blastRadius: radius, findings } = await readReport(io, resolve(folder, 'report.json'));
  return { index, radius, current: proposeBaseline({ index, radius, findings }) };
}

/** What a full scan proposes; what a lighter pass leaves out nobody can approve. */
export async function proposed(io: CliIO, out: string): Promise<Baseline> {
  const { current } = await proposal(io, out);
  if (current.pass === undefined) return current;
  throw new OperatorError(
    'SCAN_NOT_WHOLE',
    `The scan in ${out} is the pass ${current.pass}, which does not read everything.`,
    'Scan in full, or give the --out of a full scan.',
  );
}

export function readApproved(files: BaselineFiles): Baseline | null {
  return files.text === null ? null : readBaseline(files.text, files.shown);
}

/** Nothing was approved yet. */
export function noVersion({ shown }: BaselineFiles): OperatorError {
  const hint = 'Run `firebreak baseline approve` first.';
  return new OperatorError('CHAIN_EMPTY', `Nothing was approved at ${shown} yet.`, hint);
}
