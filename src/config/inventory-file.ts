import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { OperatorError } from '../model/error.ts';
import type { Inventory } from '../model/inventory.ts';
import { isNestedTooDeep } from '../model/nesting.ts';
import schema from './inventory.schema.json' with { type: 'json' };
import { pathText } from './schema-problems.ts';

let validate: ValidateFunction<Inventory> | undefined;

/**
 * Reads the lines of an inventory.json, which may be hostile: anything this tool would not have written is refused.
 * Lines, because a large one is more than one text can hold; it has one asset a line. `path` is only for messages,
 * which name the place and never quote what stands there.
 */
export async function parseInventory(
  lines: AsyncIterable<string> | Iterable<string>,
  path = 'inventory.json',
): Promise<Inventory> {
  const around: string[] = [];
  const assets: unknown[] = [];
  let among = false;
  for await (const line of lines) {
    if (among && line !== ']') assets.push(parseJson(line.endsWith(',') ? line.slice(0, -1) : line, path));
    else {
      among = line === '"assets":[';
      around.push(line);
    }
  }
  const rest = parseJson(around.join('\n'), path);
  return checked(assets.length === 0 ? rest : { ...(rest as object), assets }, path);
}

function checked(value: unknown, path: string): Inventory {
  validate ??= compile();
  if (!validate(value)) throw unreadable(path, wrong(validate.errors?.[0]));
  const repeated = firstRepeated(value.assets.map(({ id }) => id));
  if (repeated !== null) throw unreadable(path, `assets[${repeated}].id: stands twice`);
  const deep = value.assets.findIndex((asset) => isNestedTooDeep(asset));
  if (deep >= 0) throw unreadable(path, `assets[${deep}]: nested too deep`);
  if (isNestedTooDeep({ ...value, assets: [] })) throw unreadable(path, 'nested too deep');
  return value;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(path, 'not valid JSON; the file may be cut off');
  }
}

function compile(): ValidateFunction<Inventory> {
  return new Ajv2020({ verbose: true, discriminator: true, allowUnionTypes: true }).compile<Inventory>(
    schema,
  );
}

function wrong(error: ErrorObject | undefined): string {
  const steps = (error?.instancePath ?? '').split('/').slice(1);
  const missing = error?.keyword === 'required' ? [String(error.params.missingProperty)] : [];
  const where = pathText(
    [...steps, ...missing].map((step) => step.replace(/[^\x20-\x7e]/g, '?').slice(0, 64)),
  );
  const expected = String((error?.parentSchema as { title?: string } | undefined)?.title ?? 'another value');
  const text = missing.length > 0 ? 'missing' : `expected ${expected}`;
  return where === '' ? text : `${where}: ${text}`;
}

function firstRepeated(ids: readonly string[]): number | null {
  const seen = new Set<string>();
  const place = ids.findIndex((id) => seen.size === seen.add(id).size);
  return place < 0 ? null : place;
}

function unreadable(path: string, problem: string): OperatorError {
  return new OperatorError(
    'INVENTORY_INVALID',
    `${path} is not an inventory this version can read: ${problem}.`,
    'Use the inventory.json of a firebreak scan as it was written, or scan again.',
  );
}
