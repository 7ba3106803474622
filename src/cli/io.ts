import type { Writable } from 'node:stream';

/** The outside as a command sees it; `main.ts` makes the real one, tests make their own. */
export interface CliIO {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The home directory, where providers' tools keep their own files. */
  readonly home: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Results only; everything else goes to `stderr`. */
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly isTTY: boolean;
  readonly columns: number;
  readonly color: boolean;
  readonly clock: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly readFile: (path: string) => Promise<string>;
  /** The lines of a file that may be too large for one text. */
  readonly readLines: (path: string) => AsyncIterable<string>;
  /** Written to a temporary file beside it, synced and renamed: the file is whole or absent. */
  readonly writeFileWhole: (path: string, content: string | Iterable<string>) => Promise<void>;
  readonly exists: (path: string) => Promise<boolean>;
  /** The path with every symbolic link followed, as far as it exists. */
  readonly realPath: (path: string) => Promise<string>;
  /** Removes a file, or a folder and all in it, that this program made; none there is fine. */
  readonly remove: (path: string) => Promise<void>;
  readonly signal: AbortSignal;
  /** Sets the exit code the process ends with; the last word wins. */
  readonly exitWith: (code: number) => void;
}
