import { createHash } from 'node:crypto';
import type { ApprovedStatement } from '../model/baseline.ts';
import { byText, sortedUnique } from './order.ts';

type Json = Readonly<Record<string, unknown>>;

const listed = ['Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'] as const;
type Listed = (typeof listed)[number];

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A scalar or a list of scalars, as a sorted list of texts; null where it is neither. */
function texts(value: unknown): readonly string[] | null {
  const items = Array.isArray(value) ? value : [value];
  return items.every((item) => ['string', 'number', 'boolean'].includes(typeof item))
    ? sortedUnique(items.map(String))
    : null;
}

/** `AWS 111111111111` and the account's root ARN are the same principal, `*` and `AWS *` too. */
function principalText(type: string, value: string): string {
  const account = /^\d{12}$/.test(value) && type === 'AWS' ? `arn:aws:iam::${value}:root` : value;
  return `${type} ${account}`;
}

function principals(value: unknown): readonly string[] | null {
  if (value === '*') return ['AWS *'];
  if (!isObject(value)) return null;
  const all: string[] = [];
  for (const [type, entry] of Object.entries(value)) {
    const names = texts(entry);
    if (names === null) return null;
    all.push(...names.map((name) => principalText(type, name)));
  }
  return sortedUnique(all);
}

/** Condition key names ignore case up to a tag's own key. */
function conditionKey(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}

function condition(value: unknown): NonNullable<ApprovedStatement['Condition']> | null {
  if (!isObject(value)) return null;
  const operators: [string, Record<string, readonly string[]>][] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) return null;
    const entries: [string, readonly string[]][] = [];
    for (const [key, values] of Object.entries(keys)) {
      const list = texts(values);
      if (list === null) return null;
      entries.push([conditionKey(key), list]);
    }
    operators.push([operator, Object.fromEntries(entries.sort(([a], [b]) => byText(a, b)))]);
  }
  return Object.fromEntries(operators.sort(([a], [b]) => byText(a, b)));
}

function list(field: Listed, value: unknown): readonly string[] | null {
  if (field === 'Principal' || field === 'NotPrincipal') return principals(value);
  const items = texts(value);
  return field === 'Action' || field === 'NotAction'
    ? items && sortedUnique(items.map((item) => item.toLowerCase()))
    : items;
}

function readStatement(value: unknown): ApprovedStatement | null {
  if (!isObject(value) || typeof value.Effect !== 'string') return null;
  const read: Record<string, unknown> = { Effect: value.Effect };
  for (const field of listed) {
    if (value[field] === undefined) continue;
    const items = list(field, value[field]);
    if (items === null) return null;
    read[field] = items;
  }
  if (value.Condition !== undefined) {
    const conditions = condition(value.Condition);
    if (conditions === null) return null;
    if (Object.keys(conditions).length > 0) read.Condition = conditions;
  }
  return read as unknown as ApprovedStatement;
}

/** Splits a statement by action, joins the resources of equal ones, and joins equal actions again. */
function regroup(statements: readonly ApprovedStatement[]): readonly ApprovedStatement[] {
  const resources = new Map<string, { rest: ApprovedStatement; action: string | null; all: Set<string> }>();
  for (const { Action, Resource, ...rest } of statements) {
    for (const action of Action ?? [null]) {
      const key = JSON.stringify([rest, action, Resource === undefined]);
      const entry = resources.get(key) ?? { rest, action, all: new Set() };
      for (const resource of Resource ?? []) entry.all.add(resource);
      resources.set(key, entry);
    }
  }
  const actions = new Map<string, { rest: ApprovedStatement; on: readonly string[]; all: Set<string> }>();
  for (const { rest, action, all } of resources.values()) {
    const on = sortedUnique(all);
    const key = JSON.stringify([rest, on, action === null]);
    const entry = actions.get(key) ?? { rest, on, all: new Set() };
    if (action !== null) entry.all.add(action);
    actions.set(key, entry);
  }
  return [...actions.values()].map(({ rest, on, all }) => inFieldOrder(rest, sortedUnique(all), on));
}

function inFieldOrder(
  rest: ApprovedStatement,
  Action: readonly string[],
  Resource: readonly string[],
): ApprovedStatement {
  const { Effect, Principal, NotPrincipal, NotAction, NotResource, Condition } = rest;
  return {
    Effect,
    ...(Principal && { Principal }),
    ...(NotPrincipal && { NotPrincipal }),
    ...(Action.length > 0 && { Action }),
    ...(NotAction && { NotAction }),
    ...(Resource.length > 0 && { Resource }),
    ...(NotResource && { NotResource }),
    ...(Condition && { Condition }),
  };
}

/**
 * The statements of an IAM policy in one canonical form, so that policies that say the same in another order,
 * split or wrapped in lists, are equal; null where the document is not one.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyStatements(document: unknown): readonly ApprovedStatement[] | null {
  if (!isObject(document)) return null;
  const raw = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const read = raw.map(readStatement);
  if (!read.every((statement) => statement !== null)) return null;
  return [...regroup(read)].sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b)));
}

/** The version of a document's grammar; without one it is the oldest. */
export function policyVersion(document: unknown): string {
  return isObject(document) && typeof document.Version === 'string' ? document.Version : '2008-10-17';
}

/** Digest of the canonical statements, or of the document as it stands where they could not be read. */
export function policyDigest(document: unknown, statements: readonly ApprovedStatement[] | null): string {
  const text =
    statements === null
      ? JSON.stringify(document ?? null)
      : JSON.stringify([policyVersion(document), statements]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
