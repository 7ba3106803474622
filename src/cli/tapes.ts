import { join, resolve } from 'node:path';
import { beginCheckpoint, type Checkpoint, resumeCheckpoint } from '../collectors/recording/checkpoint.ts';
import type { Recording } from '../collectors/recording/record.ts';
import type { Redact } from '../collectors/recording/redact.ts';
import { inRow, type Tape } from '../collectors/tape.ts';
import { configDigest } from '../config/digest.ts';
import type { Inventory, LighterPass } from '../model/inventory.ts';
import { type Configuration, configuration } from './configuration.ts';
import type { CliIO } from './io.ts';
import {
  folderAt,
  openRecording,
  openReplay,
  recordedConfig,
  redactorFor,
  replayedToken,
} from './recording.ts';
import { version } from './version.ts';

export interface TapeOptions {
  readonly config?: string;
  /** Where it was read already. */
  readonly configuration?: Configuration;
  readonly provider: readonly string[];
  /** Left out: a full scan. */
  readonly pass?: LighterPass | undefined;
  /** Folder to record to. */
  readonly record?: string;
  /** Folder of the recording to replay. */
  readonly replay?: string;
  readonly resume?: boolean;
  /** Folder of the reports, where an unfinished scan leaves what it read; without it nothing is left. */
  readonly out?: string;
}

/** A scan's outside: its configuration, and what stands between the collectors and the wire. */
export interface Outside {
  readonly io: CliIO;
  readonly configuration: Configuration;
  readonly tape: Tape | undefined;
  /** Whether nothing is sent, so that credentials need not be there. */
  readonly replayed: boolean;
  /** When all is read: ends the recording. */
  read(inventory: Inventory): Promise<void>;
  /** When all is written: what was left for a resumed scan goes, unless something is still to be read. */
  done(): Promise<void>;
}

/** The folder, within that of the reports, where an unfinished scan leaves what it read. */
const checkpointFolder = '.firebreak-checkpoint';

export async function openOutside(io: CliIO, options: TapeOptions): Promise<Outside> {
  return options.replay === undefined ? live(io, options) : replaying(io, options.replay, options.config);
}

async function replaying(io: CliIO, path: string, named: string | undefined): Promise<Outside> {
  const replayed = await openReplay(io, path);
  const own = named !== undefined || (await io.exists(resolve(io.cwd, 'firebreak.yaml')));
  const found = own ? await configuration(io, named) : replayed.configuration();
  const tokens = found.config.railway?.tokens ?? [];
  return {
    io: {
      ...replayed.io,
      env: { ...io.env, ...Object.fromEntries(tokens.map((it) => [it.env, replayedToken])) },
    },
    configuration: found,
    tape: replayed.tape,
    replayed: true,
    read: async () => {},
    done: async () => {},
  };
}

async function live(io: CliIO, options: TapeOptions): Promise<Outside> {
  const found = options.configuration ?? (await configuration(io, options.config));
  const redact = redactorFor(io, found.config);
  const checkpoint = await openCheckpoint(io, found, options, redact);
  const recording = options.record === undefined ? null : await openRecording(io, options.record, redact);
  return {
    io,
    configuration: found,
    tape: tapeOf(recording, checkpoint),
    replayed: false,
    read: async ({ takenAt }) => {
      const config = await recordedConfig(io, found);
      await recording?.finish({ takenAt, tool: version, config });
    },
    done: async () => {
      if (checkpoint !== null) await endCheckpoint(io, options.out ?? '', checkpoint);
    },
  };
}

function tapeOf(recording: Recording | null, checkpoint: Checkpoint | null): Tape | undefined {
  if (recording === null) return checkpoint?.tape;
  return checkpoint === null ? recording.tape : inRow(recording.tape, checkpoint.tape);
}

async function openCheckpoint(
  io: CliIO,
  { config }: Configuration,
  { out, resume, provider, pass }: TapeOptions,
  redact: Redact,
): Promise<Checkpoint | null> {
  if (out === undefined) return null;
  const path = join(out, checkpointFolder);
  const of = {
    config: [configDigest(config), pass ?? 'full', ...[...provider].sort()].join(' '),
    tool: version,
    startedAt: io.clock().toISOString(),
  };
  if (resume === true) return resumeCheckpoint(folderAt(io, path), of, redact);
  return beginCheckpoint(folderAt(io, path), of, redact, () => io.remove(resolve(io.cwd, path)));
}

async function endCheckpoint(io: CliIO, out: string, checkpoint: Checkpoint): Promise<void> {
  const settled = await checkpoint.finish();
  if (settled) return io.remove(resolve(io.cwd, out, checkpointFolder));
  io.stderr.write('  Not everything could be read; --resume asks again for those sources alone.\n');
}
