import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { configFromEnvironment } from '../config/from-environment.ts';
import { loadConfig } from '../config/load.ts';
import { OperatorError } from '../model/error.ts';
import { filesSeen } from './files-seen.ts';
import type { CliIO } from './io.ts';

export interface Configuration {
  readonly config: Config;
  /** null when there was no file and the environment was used. */
  readonly path: string | null;
  /** What was guessed, a line each. */
  readonly guesses: readonly string[];
}

/** The file named, else firebreak.yaml in this folder, else what the environment offers. */
export async function configuration(io: CliIO, named: string | undefined): Promise<Configuration> {
  const path = named ?? 'firebreak.yaml';
  const absolute = resolve(io.cwd, path);
  if (await io.exists(absolute)) {
    return { config: loadConfig({ text: await io.readFile(absolute), path }), path, guesses: [] };
  }
  if (named !== undefined) {
    throw new OperatorError(
      'CONFIG_MISSING',
      `There is no file ${named}.`,
      'Run `firebreak init` to write one.',
    );
  }
  return { path: null, ...configFromEnvironment(io.env, await filesSeen(io)) };
}
