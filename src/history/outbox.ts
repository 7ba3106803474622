import { sql } from 'kysely';
import type { Delivery, Message, Outbox } from '../model/history.ts';
import type { Database, Queries } from './database.ts';
import { idsFrom } from './next-id.ts';
import { stored } from './rows.ts';

/** Messages on their way, in the history: written with the scan that they tell of, and sent by whoever asks. */
export function outboxOf({ db, alone, patiently }: Database): Outbox {
  return {
    enqueue: (messages, now) => alone((queries) => enqueue(queries, messages, now)),
    due: (now, leaseUntil, limit) => alone((queries) => due(queries, now, leaseUntil, limit), 'outbox'),
    delivered: async (id, at) => {
      await patiently(() =>
        db
          .updateTable('firebreak_outbox')
          .set({ delivered_at: at.toISOString(), leased_until: null, last_error: null })
          .where('id', '=', Number(id))
          .execute(),
      );
    },
    postpone: async (id, next, reason) => {
      await patiently(() =>
        db
          .updateTable('firebreak_outbox')
          .set(({ eb }) => ({
            due_at: next.toISOString(),
            leased_until: null,
            attempts: eb('attempts', '+', 1),
            last_error: String(stored(reason)),
          }))
          .where('id', '=', Number(id))
          .where('delivered_at', 'is', null)
          .execute(),
      );
    },
  };
}

/** One sender asks after the other, so that none takes a later message while an earlier one is being taken. */
async function due(
  queries: Queries,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<readonly Delivery[]> {
  const { rows } = await sql<DueRow>`UPDATE firebreak_outbox SET leased_until = ${leaseUntil.toISOString()}
        WHERE id IN (
          SELECT id FROM firebreak_outbox AS waiting
          WHERE delivered_at IS NULL AND due_at <= ${now.toISOString()}
            AND (leased_until IS NULL OR leased_until <= ${now.toISOString()})
            AND NOT EXISTS (
              SELECT 1 FROM firebreak_outbox AS earlier
              WHERE earlier.channel = waiting.channel AND earlier.id < waiting.id AND earlier.delivered_at IS NULL
                AND (earlier.leased_until > ${now.toISOString()}
                  OR (earlier.attempts > 0 AND earlier.due_at > ${now.toISOString()})))
          ORDER BY id LIMIT ${limit})
        RETURNING id, channel, dedupe_key, body, created_at, attempts`.execute(queries);
  return rows.toSorted((a, b) => a.id - b.id).map(deliveryOf);
}

interface DueRow {
  readonly id: number;
  readonly channel: string;
  readonly dedupe_key: string;
  readonly body: string;
  readonly created_at: string;
  readonly attempts: number;
}

function deliveryOf({ id, channel, dedupe_key, body, created_at, attempts }: DueRow): Delivery {
  return {
    id: String(id),
    channel,
    dedupeKey: dedupe_key,
    body: JSON.parse(body) as unknown,
    createdAt: created_at,
    attempts,
  };
}

/** Puts messages into the outbox; what was said to a channel under the same key before is not said again. */
export async function enqueue(queries: Queries, messages: readonly Message[], now: Date): Promise<void> {
  const newId = await idsFrom(queries, 'firebreak_outbox');
  const at = now.toISOString();
  for (const { channel, dedupeKey, body, notBefore } of messages) {
    await queries
      .insertInto('firebreak_outbox')
      .values({
        id: newId(),
        channel,
        dedupe_key: String(stored(dedupeKey)),
        body: JSON.stringify(body),
        created_at: at,
        due_at: notBefore ?? at,
        leased_until: null,
        attempts: 0,
        delivered_at: null,
        last_error: null,
      })
      .onConflict((conflict) => conflict.columns(['channel', 'dedupe_key']).doNothing())
      .execute();
  }
}
