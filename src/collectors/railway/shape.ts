import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { fieldTypes, isLeafOf } from './field-types.ts';

/** `value` cut down to what was asked for and truly came, and the paths that did not come as asked. */
export interface Shaped {
  readonly value: unknown;
  readonly missing: readonly string[];
}

/**
 * Checks an answer against its document. A list item that lacks a field is dropped and named, an object that
 * lacks one becomes null, so that what is left can be trusted to have every field. Fields nobody asked for
 * are dropped unread.
 */
export function shape(selection: SelectionSetNode, answer: unknown): Shaped {
  const missing: string[] = [];
  return { value: objectShape(selection, answer, '', missing), missing };
}

function objectShape(selection: SelectionSetNode, value: unknown, path: string, missing: string[]): unknown {
  if (!isRecord(value)) {
    missing.push(path);
    return null;
  }
  const result: Record<string, unknown> = {};
  let whole = true;
  for (const field of selection.selections) {
    if (field.kind !== Kind.FIELD) continue;
    const name = field.name.value;
    const known = missing.length;
    const shaped = Object.hasOwn(value, name)
      ? fieldShape(field, value[name], `${path}.${name}`, missing)
      : undefined;
    if (shaped === undefined && missing.length === known) missing.push(`${path}.${name}`);
    // Without its pageInfo a page still has its items; the paging says that the rest is unknown.
    if (shaped === undefined && name !== 'pageInfo') whole = false;
    result[name] = shaped ?? null;
  }
  return whole ? result : null;
}

function fieldShape(field: FieldNode, value: unknown, path: string, missing: string[]): unknown {
  const { selectionSet, name } = field;
  if (!selectionSet) return isLeafOf(name.value, value) ? value : undefined;
  if (!fieldTypes.list.has(name.value)) {
    if (value === null) return fieldTypes.nullable.has(name.value) ? null : undefined;
    return objectShape(selectionSet, value, path, missing) ?? undefined;
  }
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((item) => {
    const shaped = objectShape(selectionSet, item, path, missing);
    return shaped ? [shaped] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
