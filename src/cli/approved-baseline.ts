import { resolve } from 'node:path';
import { readBaseline } from '../baseline/read.ts';
import { baselineDigest } from '../baseline/write.ts';
import type { Config } from '../config/config.ts';
import type { BaselineInUse } from '../scan.ts';
import type { CliIO } from './io.ts';

/** The baseline the configuration names, from the folder it lies in; null where none is named or there is none yet. */
export async function approvedBaseline(
  io: CliIO,
  config: Config,
  folder: string,
): Promise<BaselineInUse | null> {
  if (config.baseline === null) return null;
  const path = resolve(folder, config.baseline);
  if (!(await io.exists(path))) {
    io.stderr.write(
      `  No baseline yet at ${config.baseline}: nothing is compared. Run \`firebreak baseline propose\`, read it, approve it.\n`,
    );
    return null;
  }
  const text = await io.readFile(path);
  return {
    baseline: readBaseline(text, config.baseline),
    version: 1,
    digest: baselineDigest(text),
    trusted: true,
  };
}
