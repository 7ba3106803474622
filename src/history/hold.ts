import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../model/error.ts';
import { unopened } from './database.ts';
import type { HistoryLocation } from './location.ts';
import { isBusy, madePrivate } from './sqlite.ts';

/** Lets go of what is held. */
export type Release = () => void;

/**
 * Holds a target of a SQLite history for this process alone. What is held is the exclusive lock of an empty database
 * beside it, which the system takes back however the process ends (https://sqlite.org/lockingv3.html). A PostgreSQL is
 * shared by many and is not held. `WATCH_TAKEN` where another process holds it.
 */
export function holdTarget(location: HistoryLocation, target: string): Release {
  if ('url' in location) return () => {};
  const path = `${location.path}-watch-${createHash('sha256').update(target).digest('hex').slice(0, 12)}`;
  let db: DatabaseSync | null = null;
  try {
    madePrivate(path);
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    throw isBusy(error) ? taken(location.path, target) : unopened(error, location.path);
  }
  return () => db.close();
}

function taken(path: string, target: string): OperatorError {
  return new OperatorError(
    'WATCH_TAKEN',
    `Another firebreak watch is running for ${target} with the history ${path}.`,
    'End that one first. Two configurations may share a history where each has a `name` of its own.',
  );
}
