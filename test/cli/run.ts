import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { CommanderError } from 'commander';
import { failureText } from '../../src/cli/failure-text.ts';
import type { CliIO } from '../../src/cli/io.ts';
import { program } from '../../src/cli/program.ts';
import { OperatorError } from '../../src/model/error.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was written, by path from the working folder. */
  readonly files: ReadonlyMap<string, string>;
}

interface Outside {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly now?: Date;
}

/** Where commands run in these tests; nothing of it is on disk. */
export const folder = '/work-folder';

/** Runs one command as `main.ts` does, with files in memory and a clock that waiting moves on. */
export async function run(line: readonly string[], outside: Outside = {}): Promise<Ran> {
  const files = new Map(
    Object.entries(outside.files ?? {}).map(([path, text]) => [resolve(folder, path), text]),
  );
  const out = { stdout: '', stderr: '' };
  let now = (outside.now ?? new Date('2026-11-22T12:00:00.000Z')).getTime();
  let code = 0;
  const read = async (path: string): Promise<string> => {
    const text = files.get(path);
    if (text === undefined) throw new Error(`ENOENT ${path}`);
    return text;
  };
  const io: CliIO = {
    env: outside.env ?? {},
    cwd: folder,
    home: '/home-folder',
    stdin: Readable.from([]),
    stdout: sink((text) => {
      out.stdout += text;
    }),
    stderr: sink((text) => {
      out.stderr += text;
    }),
    isTTY: false,
    columns: 100,
    color: false,
    clock: () => new Date(now),
    wait: async (milliseconds) => {
      now += milliseconds;
    },
    // The page and the schemas are read from disk as they are built.
    readFile: (path) =>
      path.startsWith(folder)
        ? read(path)
        : import('node:fs/promises').then((fs) => fs.readFile(path, 'utf8')),
    readLines: async function* (path) {
      yield* (await read(path)).split('\n');
    },
    writeFileWhole: async (path, content) => {
      files.set(path, typeof content === 'string' ? content : [...content].join(''));
    },
    exists: async (path) => files.has(path),
    realPath: async (path) => path,
    remove: async (path) => {
      for (const each of [...files.keys()]) if (`${each}/`.startsWith(`${path}/`)) files.delete(each);
    },
    signal: new AbortController().signal,
    exitWith: (value) => {
      code = value;
    },
  };
  try {
    await program(io).parseAsync(['node', 'firebreak', ...line]);
  } catch (error) {
    if (error instanceof CommanderError) code = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof OperatorError) {
      out.stderr += failureText(error, { env: io.env, line });
      code = 2;
    } else throw error;
  }
  const written = new Map([...files].map(([path, text]) => [path.slice(folder.length + 1), text]));
  return { code, ...out, files: written };
}

function sink(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      take(chunk.toString('utf8'));
      done();
    },
  });
}
