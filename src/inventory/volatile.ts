import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';

/**
 * What differs between two scans of an unchanged world, in inventory.json and report.json, each under the field that
 * holds it; all else is the same to the byte, until an age in whole hours grows by one. Published in
 * docs/guides/record-and-resume.md, and marked in the schema of the report.
 */
export const volatileFields = [
  'takenAt',
  'scan.id',
  'scan.startedAt',
  'scan.finishedAt',
  'sources.calls',
  'sources.seconds',
  'props.lastUsed',
  'props.lastActive',
  'evidence.readAt',
  'copies.losesHours',
  'copies.until',
  'pairs.lastWayBackUntil',
  'trend.at',
] as const;

const volatile: ReadonlySet<string> = new Set(volatileFields);
const epoch = '1970-01-01T00:00:00.000Z';

/** An inventory or a report with volatile text at the epoch and volatile numbers at 0: what two scans are compared by. */
export function withoutVolatile<T extends Inventory | Report>(said: T): T {
  return still(said, '') as T;
}

/** `under`: the field that holds it and a dot; empty for the whole. */
function still(value: unknown, under: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => still(each, under));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      volatile.has(`${under}${name}`) ? stillField(field) : stillPart(name, field),
    ]),
  );
}

/** Policy documents and tags are not looked into: a name in them is not a field of ours. */
function stillPart(name: string, field: unknown): unknown {
  return name === 'document' || name === 'tags' ? field : still(field, `${name}.`);
}

function stillField(field: unknown): unknown {
  if (typeof field === 'number') return 0;
  return typeof field === 'string' && field !== 'unknown' && field !== 'inexpressible' ? epoch : field;
}
