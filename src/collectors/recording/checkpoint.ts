import { OperatorError } from '../../model/error.ts';
import type { Tape } from '../tape.ts';
import type { Folder } from './folder.ts';
import { keeper } from './keep.ts';
import { type KeptSource, readSource } from './kept-source.ts';
import type { Redact } from './redact.ts';
import { redactAnswer } from './redact-answer.ts';
import { DamagedPart, exchangeOf, partName } from './source-file.ts';

/** The scan a checkpoint belongs to. */
export interface CheckpointOf {
  /** Digest of the configuration, and of everything else that decides what is asked. */
  readonly config: string;
  readonly tool: string;
  readonly startedAt: string;
}

/** Keeps each source as it ends, so that a scan that stopped can be taken up again. */
export interface Checkpoint {
  readonly tape: Tape;
  /** Waits until all is on disk; whether every source was settled, so that nothing is left to take up. */
  finish(): Promise<boolean>;
}

const aboutName = 'checkpoint.json';

/** A checkpoint older than this says too little of what is there now. */
const oldestHours = 6;

/**
 * Begins a checkpoint as soon as somebody is let in: only then does the one before, which `clear` removes, no longer
 * count.
 */
export function beginCheckpoint(
  folder: Folder,
  of: CheckpointOf,
  redact: Redact,
  clear: () => Promise<void>,
): Checkpoint {
  let begun: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    await clear();
    await folder.write(aboutName, `${JSON.stringify(of)}\n`);
  };
  return checkpoint(folder, of, redact, {
    resumed: false,
    begin: () => {
      begun ??= begin();
      return begun;
    },
  });
}

/**
 * Takes up the checkpoint of an earlier scan: sources that ended there are not asked again. `OperatorError` where
 * there is none, or it belongs to another configuration or version, or is too old.
 */
export async function resumeCheckpoint(
  folder: Folder,
  now: CheckpointOf,
  redact: Redact,
): Promise<Checkpoint> {
  const known = (await folder.exists(aboutName)) ? parsed(await folder.read(aboutName)) : null;
  if (known === null) throw missing();
  const stale = staleness(known, now);
  if (stale !== null) throw stale;
  return checkpoint(folder, { ...now, startedAt: known.startedAt ?? '' }, redact, {
    resumed: true,
    begin: async () => {},
  });
}

function checkpoint(
  folder: Folder,
  { startedAt }: CheckpointOf,
  redact: Redact,
  { resumed, begin }: { readonly resumed: boolean; readonly begin: () => Promise<void> },
): Checkpoint {
  const kept = keeper(folder);
  const earlier = new Map<string, Promise<KeptSource | null>>();
  let settledAll = true;
  // Files of a scan that was never taken up may lie in the folder; they are another source by their name.
  const filed = (source: string): string => `${source}, scan of ${startedAt}`;
  const taken = (source: string): Promise<KeptSource | null> => {
    const known = earlier.get(source) ?? (resumed ? whole(folder, filed(source), redact) : nothing);
    earlier.set(source, known);
    return known;
  };
  return {
    tape: {
      async exchange(request, send) {
        const known = await taken(request.source);
        if (known !== null) return known.answer(request) ?? send();
        const answer = await send();
        const exchange = exchangeOf(request, redactAnswer(answer, redact), redact);
        await kept.keep(filed(request.source), exchange);
        return answer;
      },
      fact: (_name, value) => value,
      enter: async (door, caller) => {
        await begin();
        await enter(folder, filed(door), caller);
      },
      close(source, settled) {
        settledAll &&= settled;
        if (settled && kept.open().includes(filed(source))) kept.close(filed(source));
        else kept.drop(filed(source));
        earlier.delete(source);
      },
    },
    async finish() {
      await kept.written();
      return settledAll;
    },
  };
}

const nothing = Promise.resolve(null);

/** A damaged file is a source that was not read. */
async function whole(folder: Folder, source: string, redact: Redact): Promise<KeptSource | null> {
  try {
    return await readSource(folder, source, redact);
  } catch (error) {
    if (error instanceof DamagedPart) return null;
    throw error;
  }
}

/** Notes who asks; the answers given to one caller are never another's. */
async function enter(folder: Folder, door: string, caller: string): Promise<void> {
  const name = partName(door, 0).replace('.jsonl', '.caller.json');
  if (!(await folder.exists(name))) return folder.write(name, `${JSON.stringify({ door, caller })}\n`);
  const before = parsed(await folder.read(name));
  if (before?.caller === caller) return;
  const other = shown(before?.caller);
  throw new OperatorError(
    'CHECKPOINT_OTHER_CALLER',
    `The scan to be resumed was made by another caller (${other}); this is ${caller}.`,
    'Use the same credentials, or scan anew without --resume.',
  );
}

function staleness(known: Texts, now: CheckpointOf): OperatorError | null {
  const anew = 'Scan anew without --resume.';
  if (known.config !== now.config) {
    return new OperatorError(
      'CHECKPOINT_OTHER_CONFIG',
      'The scan to be resumed had another configuration.',
      anew,
    );
  }
  if (known.tool !== now.tool) {
    const version = `firebreak ${shown(known.tool)}`;
    return new OperatorError(
      'CHECKPOINT_OTHER_VERSION',
      `The scan to be resumed was made by ${version}.`,
      anew,
    );
  }
  const hours = (Date.parse(now.startedAt) - Date.parse(known.startedAt ?? '')) / 3_600_000;
  if (hours >= 0 && hours <= oldestHours) return null;
  const age = hours < 0 ? 'in the future' : `${Math.floor(hours)} hours ago`;
  return new OperatorError(
    'CHECKPOINT_TOO_OLD',
    `The scan to be resumed began ${Number.isNaN(hours) ? 'at no known time' : age}; ${oldestHours} hours is the limit.`,
    anew,
  );
}

function missing(): OperatorError {
  return new OperatorError(
    'CHECKPOINT_MISSING',
    'There is no scan to be resumed in the output folder.',
    'Name the folder of that scan with --out, or scan without --resume.',
  );
}

/** Fields that are texts; whoever changed the file may have put anything into the others. */
type Texts = Readonly<Partial<Record<string, string>>>;

/** What a file says, where it is fit to be said again. */
const shown = (text: string | undefined): string =>
  text !== undefined && /^[ -~]{1,300}$/.test(text) ? text : '(unreadable)';

function parsed(text: string): Texts | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    return Object.fromEntries(Object.entries(value).filter(([, field]) => typeof field === 'string'));
  } catch {
    return null;
  }
}
