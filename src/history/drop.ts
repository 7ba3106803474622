import { existsSync } from 'node:fs';
import { OperatorError } from '../model/error.ts';
import { openDatabase } from './database.ts';
import type { HistoryLocation } from './location.ts';

/** Forgets what waits for a channel, and says how many messages that were; they are sent to nobody. */
export async function dropWaiting(location: HistoryLocation, channel: string): Promise<number> {
  if ('path' in location && !existsSync(location.path)) {
    throw new OperatorError(
      'HISTORY_NONE',
      `There is no history ${location.path}.`,
      'Name the one that the messages wait in with --history.',
    );
  }
  const { alone, close } = await openDatabase(location);
  try {
    const { numDeletedRows } = await alone(
      (queries) =>
        queries
          .deleteFrom('firebreak_outbox')
          .where('channel', '=', channel)
          .where('delivered_at', 'is', null)
          .executeTakeFirstOrThrow(),
      'outbox',
    );
    return Number(numDeletedRows);
  } finally {
    await close();
  }
}
