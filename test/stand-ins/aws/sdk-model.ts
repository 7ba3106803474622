/**
 * What the SDK's own clients say a service answers. They ship it as arrays; the numbers below are theirs:
 * https://github.com/smithy-lang/smithy-typescript/tree/main/packages/core/src/submodules/schema
 */
export type Model =
  | { readonly kind: 'text' | 'number' | 'flag' | 'bytes' | 'any' }
  /** `isWritten`: in ISO 8601 whatever the protocol; else JSON has seconds since 1970. */
  | { readonly kind: 'time'; readonly isWritten: boolean }
  | { readonly kind: 'list'; readonly element: string; readonly isFlat: boolean; of(): Model }
  | { readonly kind: 'map'; of(): Model }
  | { readonly kind: 'structure'; readonly name: string; readonly members: readonly Member[] };

export interface Member {
  /** As it is written in the answer. */
  readonly name: string;
  readonly isRequired: boolean;
  /** Part of a header or the status, and not of the body. */
  readonly isOutside: boolean;
  /** The body is this member and nothing else. */
  readonly isBody: boolean;
  model(): Model;
}

type Traits = Readonly<Record<string, unknown>>;

/** The output of an operation, from the client's module. */
export function outputOf(client: Readonly<Record<string, unknown>>, operation: string): Model {
  const found = client[`${operation}$`];
  if (!Array.isArray(found) || found[0] !== 9) throw new Error(`the client has no model of ${operation}`);
  return modelOf(found[5], {});
}

function modelOf(reference: unknown, traits: Traits): Model {
  const schema = typeof reference === 'function' ? reference() : reference;
  if (Array.isArray(schema) && schema.length === 2)
    return modelOf(schema[0], { ...traits, ...traitsOf(schema[1]) });
  if (typeof schema === 'number') return simple(schema, traits);
  if (!Array.isArray(schema)) return { kind: 'any' };
  const [kind, , name, , ...rest] = schema;
  if (kind === 0) return modelOf(rest[0], traits);
  if (kind === 1) return list(rest[0], traits);
  if (kind === 2) return { kind: 'map', of: () => modelOf(rest[1], {}) };
  const [names = [], members = [], required = 0] = rest as [string[]?, unknown[]?, number?];
  return {
    kind: 'structure',
    name: String(name),
    members: names.map((own, n) => member(own, members[n], n < required)),
  };
}

function member(own: string, schema: unknown, isRequired: boolean): Member {
  const traits = memberTraits(schema);
  return {
    name: String(traits.jsonName ?? traits.xmlName ?? own),
    isRequired,
    isOutside: traits.httpHeader !== undefined || traits.httpResponseCode === 1,
    isBody: traits.httpPayload === 1,
    model: () => modelOf(schema, {}),
  };
}

function list(of: unknown, traits: Traits): Model {
  const element = String(memberTraits(of).xmlName ?? 'member');
  return { kind: 'list', element, isFlat: traits.xmlFlattened === 1, of: () => modelOf(of, {}) };
}

function simple(code: number, traits: Traits): Model {
  if (code >= 128) return { kind: 'map', of: () => simple(code - 128, {}) };
  if (code >= 64) return list(code - 64, traits);
  if (code >= 4 && code <= 7) return { kind: 'time', isWritten: code === 5 };
  const kinds = { 0: 'text', 1: 'number', 2: 'flag', 17: 'number', 19: 'number', 21: 'bytes' } as const;
  return { kind: kinds[code as keyof typeof kinds] ?? 'any' };
}

function memberTraits(schema: unknown): Traits {
  if (!Array.isArray(schema) || schema.length !== 2) return {};
  return { ...memberTraits(schema[0]), ...traitsOf(schema[1]) };
}

/** Traits of one bit each, in the order of their bits. */
const bits = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
];

function traitsOf(indicator: unknown): Traits {
  if (typeof indicator === 'object' && indicator !== null) return indicator as Traits;
  const on = bits.filter((_, n) => ((Number(indicator) >> n) & 1) === 1);
  return Object.fromEntries(on.map((name) => [name, 1]));
}
