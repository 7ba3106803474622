import type { Message, MissedScan } from '../model/history.ts';
import type { Database } from './database.ts';
import { idsFrom } from './next-id.ts';
import { enqueue } from './outbox.ts';
import { stored } from './rows.ts';

/** Keeps that a scan did not come to its end, and what is to be said of that: both or neither. */
export function missed({ alone }: Database, scan: MissedScan, messages: readonly Message[]): Promise<void> {
  return alone(async (queries) => {
    const newId = await idsFrom(queries, 'firebreak_missed');
    const { target, pass, at, why } = scan;
    const row = { id: newId(), target, pass, at, why: String(stored(why)) };
    await queries.insertInto('firebreak_missed').values(row).execute();
    await enqueue(queries, messages, new Date(at));
  });
}
