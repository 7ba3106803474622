import { PolicyError, type PolicyErrorCode } from './policy-error.ts';

/** A policy document as AWS returns it. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: unknown;
}

/** A policy: its document, the document's text (plain or URL-encoded JSON), or either with a name. */
export type Policy =
  | PolicyDocument
  | string
  | { readonly name: string; readonly document: PolicyDocument | string };

export type Effect = 'Allow' | 'Deny';
/** `NotAction`, `NotResource` and `NotPrincipal` are the same element with `not` set. */
export interface Listed {
  readonly not: boolean;
  readonly values: readonly string[];
}

export interface ReadPrincipal {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

export interface ReadCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement, checked for shape but not yet compiled. */
export interface ReadStatement {
  /** The Sid, or `#0` for the first without one. */
  readonly id: string;
  readonly effect: Effect;
  readonly action: Listed;
  /** null: the document is of a kind that names no resource (a role's trust policy). */
  readonly resource: Listed | null;
  readonly principal: { readonly not: boolean; readonly values: readonly ReadPrincipal[] } | null;
  readonly conditions: readonly ReadCondition[];
}

export interface ReadPolicy {
  readonly name: string;
  /** Whether `${…}` are variables: only in version 2012-10-17. */
  readonly variables: boolean;
  readonly statements: readonly ReadStatement[];
}

const maxTextLength = 1_000_000;
const elements = new Set(
  'Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition'.split(' '),
);
const principalTypes = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

type Fields = ReadonlyMap<string, unknown>;

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

/**
 * Reads a policy and checks it as strictly as IAM does when it saves one.
 * Throws `PolicyError`, naming policy and statement, for anything it can't be sure of.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(policy: Policy, fallbackName: string): ReadPolicy {
  const named = fieldsOf(policy);
  const isNamed = named?.has('document') === true;
  const name = isNamed && typeof named.get('name') === 'string' ? String(named.get('name')) : fallbackName;
  const document = isNamed ? named.get('document') : policy;
  const fields = fieldsOf(typeof document === 'string' ? parseText(document, name) : document);
  const fail = (code: PolicyErrorCode, what: string): never => {
    throw new PolicyError(code, name, null, what);
  };
  if (fields === undefined) return fail('policy-not-object', 'the document is not a JSON object');
  for (const key of fields.keys())
    if (key !== 'Version' && key !== 'Id' && key !== 'Statement')
      fail('element-unknown', `unknown element ${JSON.stringify(key)}`);
  const version = fields.get('Version') ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17')
    fail('version-unknown', `unknown Version ${show(version)}`);
  const statement = fields.get('Statement');
  if (statement === undefined) return fail('statement-missing', 'there is no Statement');
  const statements = Array.isArray(statement) ? statement : [statement];
  return {
    name,
    variables: version === '2012-10-17',
    statements: statements.map((one: unknown, index) => readStatement(one, name, index)),
  };
}

/** A list or an object is only named: it may be nested deeper than anything can write. */
function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return JSON.stringify(value)?.slice(0, 80) ?? String(value);
}

function parseText(text: string, name: string): unknown {
  if (text.length > maxTextLength)
    throw new PolicyError('policy-too-large', name, null, `${text.length} characters of text`);
  try {
    return JSON.parse(text.trimStart().startsWith('%7B') ? decodeURIComponent(text) : text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 120) : 'unreadable';
    throw new PolicyError('policy-not-json', name, null, `not JSON (${why})`);
  }
}

type Fail = (code: PolicyErrorCode, what: string) => never;

function readStatement(value: unknown, policy: string, index: number): ReadStatement {
  const fields = fieldsOf(value);
  const sid = fields?.get('Sid');
  const id = typeof sid === 'string' && sid !== '' ? sid : `#${index}`;
  const fail: Fail = (code, what) => {
    throw new PolicyError(code, policy, id, what);
  };
  if (fields === undefined) return fail('statement-not-object', 'is not a JSON object');
  for (const key of fields.keys())
    if (!elements.has(key)) fail('element-unknown', `unknown element ${JSON.stringify(key)}`);
  if (sid !== undefined && typeof sid !== 'string') fail('element-wrong-type', 'Sid is not text');
  const effect = fields.get('Effect');
  if (effect !== 'Allow' && effect !== 'Deny')
    return fail('effect-unknown', `Effect is ${show(effect)}, not "Allow" or "Deny"`);
  const action = readListed(fields, 'Action', fail);
  if (action === null) return fail('action-missing', 'there is neither Action nor NotAction');
  return {
    id,
    effect,
    action,
    resource: readListed(fields, 'Resource', fail),
    principal: readPrincipals(fields, fail),
    conditions: readConditions(fields.get('Condition'), fail),
  };
}

function readListed(fields: Fields, element: 'Action' | 'Resource', fail: Fail): Listed | null {
  const plain = fields.get(element);
  const inverse = fields.get(`Not${element}`);
  if (plain === undefined && inverse === undefined) return null;
  if (plain !== undefined && inverse !== undefined)
    return fail('element-wrong-type', `both ${element} and Not${element}`);
  const values = textsOf(plain ?? inverse);
  if (values === undefined || values.length === 0)
    return fail('element-wrong-type', `${element} is neither text nor a list of texts`);
  return { not: plain === undefined, values };
}

function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((one) => typeof one === 'string') ? list : undefined;
}

function readPrincipals(fields: Fields, fail: Fail): ReadStatement['principal'] {
  const plain = fields.get('Principal');
  const inverse = fields.get('NotPrincipal');
  if (plain === undefined && inverse === undefined) return null;
  if (plain !== undefined && inverse !== undefined)
    return fail('element-wrong-type', 'both Principal and NotPrincipal');
  const element = plain ?? inverse;
  const not = plain === undefined;
  if (element === '*') return { not, values: [{ type: 'AWS', value: '*' }] };
  const types = fieldsOf(element);
  if (types === undefined) return fail('principal-unknown', `Principal is ${show(element)}`);
  const values = [...types].flatMap(([type, value]) => {
    const texts = textsOf(value);
    if (!principalTypes.has(type)) return fail('principal-unknown', `unknown principal type ${show(type)}`);
    if (texts === undefined) return fail('element-wrong-type', `principal ${type} is not text`);
    return texts.map((text) => ({ type: type as ReadPrincipal['type'], value: text }));
  });
  return { not, values };
}

function readConditions(block: unknown, fail: Fail): readonly ReadCondition[] {
  if (block === undefined) return [];
  const operators = fieldsOf(block);
  if (operators === undefined) return fail('element-wrong-type', 'Condition is not an object');
  return [...operators].flatMap(([operator, keys]) => {
    const fields = fieldsOf(keys);
    if (fields === undefined)
      return fail('element-wrong-type', `Condition ${show(operator)} is not an object`);
    return [...fields].map(([key, value]) => ({
      operator,
      key,
      values: conditionValues(operator, value, fail),
    }));
  });
}

function conditionValues(operator: string, value: unknown, fail: Fail): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === 'string') return one;
    if (typeof one === 'number' || typeof one === 'boolean') return String(one);
    return fail(
      'element-wrong-type',
      `a value under Condition ${show(operator)} is not text, number or boolean`,
    );
  });
}
