import { basename, resolve } from 'node:path';
import type { Folder } from '../collectors/recording/folder.ts';
import { type Manifest, manifestName, readManifest } from '../collectors/recording/manifest.ts';
import { type Recording, record } from '../collectors/recording/record.ts';
import { type Redact, redactor } from '../collectors/recording/redact.ts';
import { replay } from '../collectors/recording/replay.ts';
import type { Tape } from '../collectors/tape.ts';
import type { Config } from '../config/config.ts';
import { configFromEnvironment } from '../config/from-environment.ts';
import { loadConfig } from '../config/load.ts';
import { secretsOf } from '../config/secrets.ts';
import { OperatorError } from '../model/error.ts';
import type { Configuration } from './configuration.ts';
import type { CliIO } from './io.ts';
import { within } from './within.ts';

/** A folder of this program's own: files go by their names alone, through no link, and nowhere else. */
export function folderAt(io: CliIO, path: string): Folder {
  const folder = resolve(io.cwd, path);
  const at = (name: string): Promise<string> => within(io, folder, basename(name));
  return {
    read: async (name) => io.readFile(await at(name)),
    write: async (name, content) => io.writeFileWhole(await at(name), content),
    exists: async (name) => io.exists(await at(name)),
  };
}

/** Takes the credentials in hand, and whatever else is a secret, out of what is written down. */
export function redactorFor({ env }: CliIO, { railway, alerts }: Config): Redact {
  const tokens = railway?.tokens.map((token) => token.env) ?? [];
  const addresses = alerts.flatMap(({ channel }) => secretsOf(channel)).map((secret) => secret.env);
  const names = [...tokens, ...addresses, 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  return redactor(names.map((name) => (env[name] ?? '').trim()));
}

/** Begins a recording in a folder that holds none yet. */
export async function openRecording(io: CliIO, path: string, redact: Redact): Promise<Recording> {
  const folder = folderAt(io, path);
  if (!(await folder.exists(manifestName))) return record(folder, redact);
  throw new OperatorError(
    'RECORDING_EXISTS',
    `There is a recording in ${path} already.`,
    'Name another folder, or remove that one.',
  );
}

/** What a recording keeps of the configuration: the file as it was written, or what was guessed without one. */
export async function recordedConfig(io: CliIO, { config, path }: Configuration): Promise<Recorded> {
  if (path !== null) return { file: await io.readFile(resolve(io.cwd, path)) };
  return { tokens: config.railway?.tokens.map(({ env }) => env) ?? [], aws: config.aws !== null };
}

type Recorded = { readonly file: string } | { readonly tokens: readonly string[]; readonly aws: boolean };

/** A recorded scan, to be made again without a network and without a credential. */
export interface Replayed {
  /** Stands at the moment of the recording, and waits for nothing. */
  readonly io: CliIO;
  readonly tape: Tape;
  /** The recorded one. */
  readonly configuration: () => Configuration;
}

/** Opens a recording. `OperatorError` where there is none. */
export async function openReplay(io: CliIO, path: string): Promise<Replayed> {
  const folder = folderAt(io, path);
  const manifest = await readManifest(folder, path);
  return {
    io: { ...io, clock: () => new Date(manifest.takenAt), wait: async () => {} },
    tape: replay(folder, manifest, redactor([])),
    configuration: () => configurationOf(manifest, path),
  };
}

function configurationOf({ config }: Manifest, path: string): Configuration {
  const { file, tokens, aws } = (config ?? {}) as Partial<Record<string, unknown>>;
  if (typeof file === 'string') {
    return {
      config: loadConfig({ text: file, path: `the configuration in ${path}` }),
      path: null,
      guesses: [],
    };
  }
  const names = Array.isArray(tokens) ? tokens.map(String) : [];
  const env = Object.fromEntries(names.map((name) => [name, replayedToken]));
  const guessed = configFromEnvironment(env, { railwayLogin: false, awsProfile: aws === true });
  return { config: guessed.config, path: null, guesses: [] };
}

/** Stands for every token in a replay, where nothing is sent. */
export const replayedToken = 'replayed';
