import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../model/error.ts';

/**
 * Writes a file whole or not at all: temporary file beside it, fsync, rename, and fsync of the folder, so that the
 * new name outlasts a power cut. Folders are made. `OperatorError` where the disk is full, or can't be written to.
 */
export async function writeFileWhole(path: string, content: string | Iterable<string>): Promise<void> {
  await told('written', path, () => writeBeside(path, content));
}

/** Removes a file, or a folder and all in it; none there is fine. `OperatorError` where it can't be removed. */
export async function remove(path: string): Promise<void> {
  await told('written', path, () => rm(path, { recursive: true, force: true }));
}

async function writeBeside(path: string, content: string | Iterable<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  const replaces = await exists(path);
  const file = await open(temporary, 'wx', 0o600);
  let written = 0;
  try {
    await file.writeFile(typeof content === 'string' ? content : chunks(content));
    await file.sync();
    written = (await file.stat()).mtimeMs;
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  // It is written, whatever is left beside it. A first file has nothing to sweep, and a recording has thousands of them.
  if (replaces) await sweep(path, written).catch(() => undefined);
}

/** Whoever writes aside touches the file all the time: after so long, its process is gone. */
const abandonedMs = 3_600_000;

/** Removes what killed processes left of earlier writes of this file, by its exact name and through no link. */
async function sweep(path: string, now: number): Promise<void> {
  const own = `${basename(path)}.`;
  for (const entry of await readdir(dirname(path), { withFileTypes: true })) {
    const { name } = entry;
    if (!entry.isFile() || !name.startsWith(own) || !aside.test(name.slice(own.length))) continue;
    const left = join(dirname(path), name);
    if (now - (await lstat(left)).mtimeMs > abandonedMs) await rm(left);
  }
}

const aside = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.tmp$/;

/** Not every file system lets a folder be synced; there, the renaming is as lasting as it gets. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Reads a text. `OperatorError` where what is there can't be read. */
export async function readText(path: string): Promise<string> {
  return told('read', path, () => readFile(path, 'utf8'));
}

/** The path with every symbolic link followed, as far as it exists. */
export async function realPath(path: string): Promise<string> {
  const known = await realpath(path).catch(() => null);
  if (known !== null || dirname(path) === path) return known ?? path;
  return join(await realPath(dirname(path)), basename(path));
}

/** By the system's code; what else goes wrong is a bug of ours. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'this user may not do that',
  EEXIST: 'a file stands where a folder is needed',
  EDQUOT: 'the quota of this user is used up',
  EFBIG: 'files may not grow so large here',
  EIO: 'the disk fails',
  EISDIR: 'a folder stands in its place',
  ELOOP: 'its path leads round in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder is needed',
  EPERM: 'it is protected',
  EROFS: 'the disk is read-only',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than what can be read at once',
  ERR_STRING_TOO_LONG: 'it is larger than what can be read at once',
};

/** Why a disk gives or takes nothing, in words and with the system's code; null where it is no such refusal. */
export function refusalOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = refusals[code];
  return why === undefined ? null : `${why} (${code})`;
}

async function told<T>(doing: 'read' | 'written', path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const why = refusalOf(error);
    if (why === null) throw error;
    const hint =
      doing === 'read'
        ? 'Look at the file and who may read it.'
        : 'What stood there still stands. Make room, or name another folder, then run it again.';
    const name = doing === 'read' ? 'FILE_UNREADABLE' : 'FILE_UNWRITABLE';
    throw new OperatorError(name, `${path} could not be ${doing}: ${why}.`, hint);
  }
}

/** Joins small pieces, so that a million lines are not a million writes. */
function* chunks(pieces: Iterable<string>): Generator<string> {
  let buffer: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    buffer.push(piece);
    length += piece.length;
    if (length > 1 << 20) {
      yield buffer.join('');
      buffer = [];
      length = 0;
    }
  }
  yield buffer.join('');
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A file's lines without their ends, for one too large for one text. Only a line feed ends a line, as in JSON. */
export async function* readLines(path: string): AsyncGenerator<string> {
  let begun = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (begun + chunk).split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
  }
  if (begun !== '') yield begun;
}
