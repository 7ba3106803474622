import type { Asset } from '../model/asset.ts';
import type { Condition, InventoryIndex, PlainCheck } from '../model/inventory.ts';
import type { Check } from './check.ts';
import { fail, inexpressible, notApplicable, pass, type Ruling, unknown } from './ruling.ts';
import { quoted } from './wording.ts';

type Value = string | number | boolean | null | undefined;

/** The checks that a configuration writes in plain form, as checks like any other. */
export function plainChecks(written: readonly PlainCheck[]): readonly Check[] {
  return written.map((plain) => ({
    id: plain.id,
    title: plain.title,
    discipline: plain.discipline,
    severity: { production: plain.severity, otherwise: plain.severity },
    judges: plain.kind,
    needs: [plain.kind],
    proof: 'absence',
    why: 'It was written in firebreak.yaml.',
    fix: {},
    frameworks: [],
    evaluate: (subject, { index }) => ruling(plain, subject as Asset, index),
  }));
}

function ruling({ when, expect, message }: PlainCheck, asset: Asset, index: InventoryIndex): Ruling {
  const read = (field: string): Value => fieldOf(field, asset, index);
  const hidden = [...when, ...expect].find(({ field }) => read(field) === 'unknown');
  if (
    when.some((condition) => read(condition.field) !== 'unknown' && !holds(condition, read(condition.field)))
  )
    return notApplicable;
  if (hidden !== undefined) return unknown(`${hidden.field} could not be read`);
  const mute = expect.find(({ field }) => read(field) === 'inexpressible');
  if (mute !== undefined) return inexpressible(`the provider has no field for ${mute.field}`);
  const broken = expect.filter((condition) => !holds(condition, read(condition.field)));
  if (broken.length === 0) return pass;
  const facts = broken.map(({ field }): [string, Exclude<Value, undefined>] => [field, read(field) ?? null]);
  return fail(`${quoted(asset.name)} ${message}`, Object.fromEntries(facts));
}

function holds({ present, equals, oneOf, atLeast, atMost }: Condition, value: Value): boolean {
  if (present !== undefined) return present === (value !== undefined && value !== null && value !== '');
  if (equals !== undefined) return value === equals;
  if (oneOf !== undefined) return oneOf.some((each) => each === value);
  if (typeof value !== 'number') return false;
  return value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);
}

/** A field of an asset by its path; what is no plain value counts as its length, or as there. */
function fieldOf(field: string, asset: Asset, index: InventoryIndex): Value {
  if (field === 'tier') return index.tier(asset.id);
  if (field.startsWith('tags.')) return own(asset.tags, field.slice('tags.'.length)) as Value;
  const found = field.split('.').reduce<unknown>((value, key) => own(value, key), asset);
  if (Array.isArray(found)) return found.length;
  return typeof found === 'object' && found !== null ? true : (found as Value);
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
