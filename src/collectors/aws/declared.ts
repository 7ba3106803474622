/**
 * A shape as the SDK declares it: a number for a plain type, a list for everything else, maybe behind a function
 * (https://smithy.io/2.0/spec/simple-types.html; the numbers stand in `@smithy/core/schema`).
 */
export type Shape = number | string | readonly unknown[] | (() => Shape);

const [list, map] = [1, 2];
const structures: ReadonlySet<unknown> = new Set([3, 4, -3]);

/**
 * Whether what the SDK made of an answer has the types it declares. It reads what came as it came: a text where a
 * list belongs, or a list of nothing, would reach whoever trusts the types. What is absent is as declared.
 */
export function isAsDeclared(declared: Shape, value: unknown): boolean {
  const shape = plain(declared);
  if (value === undefined) return true;
  if (typeof shape === 'number') return isOfType(shape, value);
  if (typeof shape === 'string') return true;
  const [kind, , , , inner, values] = shape;
  if (structures.has(kind)) {
    return (
      isRecord(value) && membersOf(shape).every(([name, member]) => isAsDeclared(member, field(value, name)))
    );
  }
  if (kind === list) return isListOf(inner as Shape, value);
  if (kind === map)
    return isRecord(value) && Object.values(value).every((one) => isAsDeclared(values as Shape, one));
  return isAsDeclared(inner as Shape, value);
}

/** Names of a structure's members, as its JSON spells them. */
export function memberNames(declared: Shape): readonly string[] {
  const shape = plain(declared);
  return typeof shape === 'object' && structures.has(shape[0]) ? membersOf(shape).map(([name]) => name) : [];
}

function membersOf(shape: readonly unknown[]): readonly (readonly [string, Shape])[] {
  const [names, shapes] = [shape[4] as readonly string[], shape[5] as readonly Shape[]];
  return names.map((name, place) => [name, shapes[place] ?? 0]);
}

/** Behind its functions, and without the traits that stand beside a member's shape. */
function plain(declared: Shape): number | string | readonly unknown[] {
  let shape: unknown = declared;
  while (typeof shape === 'function' || (Array.isArray(shape) && shape.length === 2)) {
    shape = typeof shape === 'function' ? shape() : shape[0];
  }
  return shape as number | string | readonly unknown[];
}

function isOfType(type: number, value: unknown): boolean {
  if (type >= 128) return isRecord(value) && Object.values(value).every((one) => isOfType(type - 128, one));
  if (type >= 64) return isListOf(type - 64, value);
  switch (type) {
    case 0:
      // A text that holds JSON comes as an object of the same kind.
      return typeof value === 'string' || value instanceof String;
    case 1:
      return typeof value === 'number' && !Number.isNaN(value);
    case 2:
      return typeof value === 'boolean';
    case 4:
    case 5:
    case 6:
    case 7:
      return value instanceof Date && !Number.isNaN(value.getTime());
    default:
      return true;
  }
}

/** A list that has nothing at some place is not what any of these APIs gives. */
function isListOf(shape: Shape, value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => one !== undefined && isAsDeclared(shape, one));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function field(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
