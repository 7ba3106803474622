import { readAnchor } from '../baseline/anchor.ts';
import type { Exception } from '../baseline/exceptions.ts';
import { readExceptions } from '../baseline/exceptions-file.ts';
import { type BaselineInUse, chainPath, cutOffVersion, nextPath, openBaseline } from '../baseline/in-use.ts';
import { sshSignatures } from '../baseline/ssh-keygen.ts';
import type { Config } from '../config/config.ts';
import type { CliIO } from './io.ts';
import { within } from './within.ts';

/** What people approved and excepted, by the files the configuration names. */
export interface Approved {
  /** null where none is named, or there is none yet. */
  readonly baseline: BaselineInUse | null;
  readonly exceptions: readonly Exception[];
}

/** Reads baseline, chain and exceptions; paths in the configuration are relative to its `folder`. */
export async function approved(io: CliIO, config: Config, folder: string): Promise<Approved> {
  const text = async (path: string): Promise<string | null> =>
    (await io.exists(path)) ? io.readFile(path) : null;
  return {
    baseline: await baselineOf(io, config, folder, text),
    exceptions: await exceptionsOf(io, config, folder, text),
  };
}

type Text = (path: string) => Promise<string | null>;

async function baselineOf(
  io: CliIO,
  config: Config,
  folder: string,
  text: Text,
): Promise<BaselineInUse | null> {
  if (config.baseline === null) return null;
  const path = await within(io, folder, config.baseline);
  const beside = async (it: string): Promise<string | null> => text(await within(io, folder, it));
  const texts = {
    text: await text(path),
    next: await beside(nextPath(path)),
    chainText: await beside(chainPath(path)),
  };
  const cutOff = cutOffVersion(texts);
  if (cutOff !== null) {
    io.stderr.write(
      `  The last approval of ${config.baseline} was cut off half-way; what it approved is used. \`firebreak baseline verify\` finishes it.\n`,
    );
  }
  const use = await openBaseline({
    path: config.baseline,
    baselineText: cutOff ?? texts.text,
    chainText: texts.chainText,
    anchor: readAnchor(io.env.FIREBREAK_BASELINE_ANCHOR),
    now: io.clock(),
    signatures: sshSignatures,
  });
  if (use === null) {
    io.stderr.write(
      `  No baseline yet at ${config.baseline}: nothing is compared. Read \`firebreak baseline propose\`, then approve it.\n`,
    );
  }
  return use;
}

async function exceptionsOf(
  io: CliIO,
  config: Config,
  folder: string,
  text: Text,
): Promise<readonly Exception[]> {
  if (config.exceptions === null) return [];
  const found = await text(await within(io, folder, config.exceptions));
  return found === null ? [] : readExceptions(found, config.exceptions);
}
