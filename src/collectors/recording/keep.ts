import { OperatorError } from '../../model/error.ts';
import type { Folder } from './folder.ts';
import { type Exchange, linesOf, partName } from './source-file.ts';

/** Writes exchanges down, source by source; a file is written when its source ends or grows beyond measure. */
export interface Keeper {
  /** Resolves when there is room for more. */
  keep(source: string, exchange: Exchange): Promise<void>;
  /** Writes the source's last part. */
  close(source: string): void;
  /** Forgets what is not written yet. */
  drop(source: string): void;
  /** Waits until everything closed is on disk: the sources, in order. `OperatorError` where it can't be. */
  written(): Promise<readonly string[]>;
  open(): readonly string[];
}

/** Characters of a source held in memory before they become a file. */
const largestPart = 8 * 1024 * 1024;

interface Open {
  exchanges: Exchange[];
  size: number;
  part: number;
}

export function keeper(folder: Folder): Keeper {
  const sources = new Map<string, Open>();
  const done = new Set<string>();
  let writing: Promise<void> = Promise.resolve();
  let failure: unknown;
  const write = (source: string, held: Open, last: boolean): Promise<void> => {
    const { part, exchanges } = held;
    Object.assign(held, { exchanges: [], size: 0, part: part + 1 });
    const content = linesOf({ source, part, exchanges, last });
    writing = writing
      .then(() => folder.write(partName(source, part), content))
      .catch((error: unknown) => {
        failure ??= error;
      });
    return writing;
  };
  return {
    async keep(source, exchange) {
      if (done.has(source)) throw new Error(`${source} was read after its end`);
      const held = sources.get(source) ?? { exchanges: [], size: 0, part: 0 };
      sources.set(source, held);
      held.exchanges.push(exchange);
      held.size += sizeOf(exchange);
      if (held.size >= largestPart) await write(source, held, false);
    },
    close(source) {
      const held = sources.get(source) ?? { exchanges: [], size: 0, part: 0 };
      sources.delete(source);
      done.add(source);
      void write(source, held, true);
    },
    drop: (source) => void sources.delete(source),
    open: () => [...sources.keys()],
    async written() {
      await writing;
      if (failure !== undefined) throw unwritable(failure);
      return [...done].sort();
    },
  };
}

function sizeOf({ answer }: Exchange): number {
  return 500 + ('body' in answer ? answer.body.length : 0);
}

function unwritable(error: unknown): OperatorError {
  if (error instanceof OperatorError) return error;
  const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new OperatorError(
    'RECORDING_UNWRITABLE',
    `What was read could not be written down${why}.`,
    'Check that the folder can be written to and that the disk has room, then run the scan again.',
  );
}
