import { moment } from '../../reports/words.ts';
import type { Delivery } from '../model/history.ts';
import type { AlertBody } from './body.ts';
import { type DigestPart, digestOf } from './digest.ts';

/** A message with the deliveries it settles: one, or all the parts of a digest. */
export interface Parcel {
  readonly deliveries: readonly [Delivery, ...Delivery[]];
  /** null: there is nothing left to say. */
  readonly body: AlertBody | null;
}

/** Parts of one digest become one message, where the first of them stands. */
export function parcelsOf(deliveries: readonly Delivery[]): readonly Parcel[] {
  const digests = Map.groupBy(deliveries, ({ id, body }) =>
    isPart(body) ? `${body.target} ${body.hour}` : `message ${id}`,
  );
  return [...digests.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const parts = [first, ...rest].map(({ body }) => body).filter(isPart);
    const body = parts.length > 0 ? digestOf(parts) : bodyOf(first);
    return [{ deliveries: [first, ...rest] as const, body }];
  });
}

function isPart(body: unknown): body is DigestPart {
  return (body as { readonly kind?: unknown }).kind === 'digest-part';
}

/** What the outbox holds may be of another version; that there was something to say is said all the same. */
function bodyOf({ body, createdAt }: Delivery): AlertBody {
  if (isBody(body)) return body;
  return {
    kind: 'changes',
    mood: 'unseen',
    ...{ target: 'Firebreak', pass: 'full', at: createdAt },
    headline: `An alert of ${moment(createdAt)} can't be shown`,
    severity: null,
    notes: ['It was kept by another version of Firebreak. The report of that scan says what it was about.'],
    ...{ items: [], more: 0, reportUrl: null, incident: null },
  };
}

function isBody(body: unknown): body is AlertBody {
  const { headline, at, items, notes } = body as Partial<AlertBody>;
  const texts = typeof headline === 'string' && typeof at === 'string';
  return texts && Array.isArray(items) && Array.isArray(notes);
}
