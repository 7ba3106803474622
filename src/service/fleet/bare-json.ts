import { secretShapes } from '../../model/secret-shapes.ts';

/**
 * JSON as it may lie in the database of a fleet: like in the inventory, names and tags are without what has the
 * unmistakable shape of a secret. Ids and policy documents stay to the letter.
 */
export const bareJson = (value: unknown): string => JSON.stringify(value, bareField);

function bareField(name: string, field: unknown): unknown {
  if (typeof field === 'string') return name === 'name' ? bare(field) : field;
  if (name !== 'tags' || typeof field !== 'object' || field === null) return field;
  const tags = Object.entries(field).map(([key, value]) => [
    bare(key),
    typeof value === 'string' ? bare(value) : value,
  ]);
  return Object.fromEntries(tags);
}

const bare = (text: string): string =>
  secretShapes.reduce((clean, [shape, left]) => clean.replace(shape, left), text);
