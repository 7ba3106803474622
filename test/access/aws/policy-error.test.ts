import { describe, expect, it } from 'vitest';
import { compilePolicy, evaluate, PolicyError, type PolicyErrorCode } from '../../../src/access/aws/index.ts';
import { allow, document, request } from './builders.ts';

function errorOf(policy: unknown, kind: 'identity' | 'resource' = 'identity'): PolicyError {
  try {
    compilePolicy({ name: 'p', document: policy as string }, kind);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const good = { Effect: 'Allow', Action: '*', Resource: '*' };
const rows: readonly (readonly [string, unknown, PolicyErrorCode, string | null])[] = [
  ['text that is not JSON', '{"Version":', 'policy-not-json', null],
  ['text with a bad escape', '%7B%ZZ', 'policy-not-json', null],
  ['text without end', 'x'.repeat(1_000_001), 'policy-too-large', null],
  ['deep nesting as text', '['.repeat(200_000), 'policy-not-json', null],
  ['a number', 7, 'policy-not-object', null],
  ['null', null, 'policy-not-object', null],
  ['a list', [], 'policy-not-object', null],
  ['an unknown version', { Version: '2020-01-01', Statement: good }, 'version-unknown', null],
  [
    'a version nested without end',
    `{"Version":${'['.repeat(60_000)}${']'.repeat(60_000)},"Statement":[]}`,
    'version-unknown',
    null,
  ],
  ['no statement', { Version: '2012-10-17' }, 'statement-missing', null],
  ['an unknown element', { Statement: good, Rules: [] }, 'element-unknown', null],
  ['elements in lower case', { statement: good }, 'element-unknown', null],
  ['a statement that is text', { Statement: ['Allow'] }, 'statement-not-object', '#0'],
  [
    'an unknown element of a statement',
    { Statement: [good, { ...good, Actions: '*' }] },
    'element-unknown',
    '#1',
  ],
  [
    'a prototype smuggled in',
    '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","__proto__":{"x":1}}}',
    'element-unknown',
    '#0',
  ],
  ['no effect', { Statement: { Sid: 'A', Action: '*', Resource: '*' } }, 'effect-unknown', 'A'],
  ['an effect in lower case', { Statement: { ...good, Effect: 'allow' } }, 'effect-unknown', '#0'],
  ['no action', { Statement: { Effect: 'Deny', Resource: '*' } }, 'action-missing', '#0'],
  ['Action and NotAction', { Statement: { ...good, NotAction: '*' } }, 'element-wrong-type', '#0'],
  ['an action that is a number', { Statement: { ...good, Action: 7 } }, 'element-wrong-type', '#0'],
  ['no action in the list', { Statement: { ...good, Action: [] } }, 'element-wrong-type', '#0'],
  ['no resource', { Statement: { Effect: 'Deny', Action: '*' } }, 'resource-missing', '#0'],
  ['Resource and NotResource', { Statement: { ...good, NotResource: '*' } }, 'element-wrong-type', '#0'],
  ['a Sid that is a number', { Statement: { ...good, Sid: 7 } }, 'element-wrong-type', '#0'],
  [
    'a principal in an identity policy',
    { Statement: { ...good, Principal: '*' } },
    'principal-unknown',
    '#0',
  ],
  [
    'an unknown operator',
    { Statement: { ...good, Condition: { StringIs: { a: 'b' } } } },
    'operator-unknown',
    '#0',
  ],
  [
    'NullIfExists',
    { Statement: { ...good, Condition: { NullIfExists: { a: 'true' } } } },
    'operator-unknown',
    '#0',
  ],
  ['a condition that is text', { Statement: { ...good, Condition: 'x' } }, 'element-wrong-type', '#0'],
  ['an operator with text', { Statement: { ...good, Condition: { Bool: 'x' } } }, 'element-wrong-type', '#0'],
  [
    'a value that is an object',
    { Statement: { ...good, Condition: { Bool: { a: {} } } } },
    'element-wrong-type',
    '#0',
  ],
  [
    'a value that is null',
    { Statement: { ...good, Condition: { Bool: { a: null } } } },
    'element-wrong-type',
    '#0',
  ],
];

describe('a policy that can not be read', () => {
  it.each(rows)('%s', (_, policy, code, statement) => {
    expect(errorOf(policy)).toMatchObject({ name: 'PolicyError', code, policy: 'p', statement });
  });
  it.each([
    ['an unknown principal type', { Robot: 'x' }, 'principal-unknown'],
    ['a principal that is text', 'arn:aws:iam::1:root', 'principal-unknown'],
    ['a principal that is a number', { AWS: 7 }, 'element-wrong-type'],
  ])('in a resource policy: %s', (_, Principal, code) => {
    expect(errorOf({ Statement: { ...good, Principal } }, 'resource')).toMatchObject({
      code,
      statement: '#0',
    });
  });
  it('is never taken for a policy that grants nothing', () => {
    expect(() => evaluate(request(), { identity: ['{'] })).toThrow(PolicyError);
    expect(() => evaluate(request(), { identity: [], boundary: '{' })).toThrow(
      /policy boundary\[0\]: not JSON/,
    );
  });
});

describe('a policy comes', () => {
  const plain = document(allow());
  it.each([
    ['as a document', plain],
    ['as text', JSON.stringify(plain)],
    ['as IAM returns it, URL-encoded', encodeURIComponent(JSON.stringify(plain))],
    ['with a name', { name: 'n', document: plain }],
    ['as text with a name', { name: 'n', document: JSON.stringify(plain) }],
    ['with one statement', { Version: '2012-10-17', Statement: allow() }],
    ['with an Id', { ...plain, Id: 'x' }],
  ])('%s', (_, policy) => {
    expect(evaluate(request(), { identity: [policy] }).decision).toBe('allowed');
  });
});
