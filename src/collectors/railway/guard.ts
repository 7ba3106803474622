import { type FieldNode, Kind, OperationTypeNode, parse, type SelectionSetNode } from 'graphql';
import { allowedOperations } from './allowed-operations.ts';

/** A document that must not reach the wire: a bug of ours, never a gap. */
export class GuardError extends Error {
  constructor(message: string) {
    super(`Refused before the wire: ${message}`);
    this.name = 'GuardError';
  }
}

/**
 * Lets a GraphQL document pass only if it is one plain query made of allowed fields. Fragments,
 * directives and aliases are refused so that the list stays readable against the documents, and so is any
 * `decryptVariables` that is not literally false. Throws `GuardError`.
 */
export function guard(document: string): SelectionSetNode {
  const { definitions } = parse(document);
  const [operation] = definitions;
  if (definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) {
    throw new GuardError('a document holds exactly one query');
  }
  if (operation.operation !== OperationTypeNode.QUERY) {
    throw new GuardError(`${operation.operation} is not a query`);
  }
  if (operation.directives?.length) throw new GuardError('directives are not used');
  refuseUnlisted(operation.selectionSet, '');
  return operation.selectionSet;
}

/** A `fetch` that sends only what `guard` lets pass, whoever calls it. */
export function guardedFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const body = init?.method === 'POST' && typeof init.body === 'string' ? JSON.parse(init.body) : null;
    if (typeof body?.query !== 'string') throw new GuardError('only a POST with one query is sent');
    passed(body.query);
    return fetch(input, init);
  };
}

const seen = new Map<string, SelectionSetNode>();

/** What a document selects, once it passed; documents are constants, so each is judged once. */
export function passed(document: string): SelectionSetNode {
  const known = seen.get(document);
  if (known) return known;
  const selection = guard(document);
  seen.set(document, selection);
  return selection;
}

/** Fields that hold no more of themselves, and those that do. */
const leaves = new Set(allowedOperations);
const branches = new Set(allowedOperations.flatMap(prefixesOf));

/** `a` and `a.b` of `a.b.c`. */
function prefixesOf(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, n) => parts.slice(0, n + 1).join('.'));
}

function refuseUnlisted({ selections }: SelectionSetNode, path: string): void {
  for (const field of selections) {
    if (field.kind !== Kind.FIELD) throw new GuardError(`fragments are not used (${path})`);
    refuseField(field, `${path}${field.name.value}`);
  }
}

function refuseField(field: FieldNode, path: string): void {
  if (field.alias || field.directives?.length) throw new GuardError(`${path} has an alias or a directive`);
  if (!(field.selectionSet ? branches : leaves).has(path)) {
    throw new GuardError(
      `${path} is not on the list of readable fields; a new read stands in reads.ts, then \`npm run generate\` lists it`,
    );
  }
  for (const argument of field.arguments ?? []) {
    const { value } = argument;
    if (argument.name.value === 'decryptVariables' && !(value.kind === Kind.BOOLEAN && !value.value)) {
      throw new GuardError(`${path} would decrypt variables`);
    }
  }
  if (field.selectionSet) refuseUnlisted(field.selectionSet, `${path}.`);
}
