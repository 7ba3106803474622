import type { Inventory } from '../model/inventory.ts';

/** Fields that differ between two scans of an unchanged world; everything else is the same to the byte. */
export const volatileFields = ['takenAt', 'readAt', 'seconds', 'calls', 'lastUsed', 'lastActive'] as const;

const volatile: ReadonlySet<string> = new Set(volatileFields);
const epoch = '1970-01-01T00:00:00.000Z';

/** The inventory with volatile times at the epoch and volatile counts at 0: what two scans may be compared by. */
export function withoutVolatile(inventory: Inventory): Inventory {
  return still(inventory) as Inventory;
}

function still(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(still);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      volatile.has(name) ? stillField(field) : stillPart(name, field),
    ]),
  );
}

/** Policy documents and tags are not looked into: a name in them is not a field of ours. */
function stillPart(name: string, field: unknown): unknown {
  return name === 'document' || name === 'tags' ? field : still(field);
}

function stillField(field: unknown): unknown {
  if (typeof field === 'number') return 0;
  return typeof field === 'string' && field !== 'unknown' && field !== 'inexpressible' ? epoch : field;
}
