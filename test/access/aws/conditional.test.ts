import { describe, expect, it } from 'vitest';
import { carriedBy, evaluate, type Request } from '../../../src/access/aws/index.ts';
import { account, allow, deny, document, type Fields, request, role, volume } from './builders.ts';

const mfa = (value: string) => ({ Bool: { 'aws:MultiFactorAuthPresent': value } });
const mfaIfExists = (value: string) => ({ BoolIfExists: { 'aws:MultiFactorAuthPresent': value } });
const ip = (...blocks: string[]) => ({ IpAddress: { 'aws:SourceIp': blocks } });
const equals = (key: string, value: unknown) => ({ StringEquals: { [key]: value } });

type Row = readonly [
  string,
  readonly Fields[],
  Partial<Request>,
  'allowed' | 'denied' | 'conditional',
  readonly string[],
];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('%s', (_, statements, asked, decision, holdsOnlyIf) => {
      expect(evaluate(request(asked), { identity: [document(...statements)] })).toMatchObject({
        decision,
        holdsOnlyIf,
      });
    });
  });
}

table('environment keys are enumerated over assignments that can be', [
  [
    'MFA asked for',
    [allow({ Condition: mfa('true') })],
    {},
    'conditional',
    ['aws:MultiFactorAuthPresent is true'],
  ],
  [
    'MFA asked for and forbidden',
    [allow({ Condition: mfa('true') }), deny({ Condition: mfa('true') })],
    {},
    'denied',
    [],
  ],
  [
    'allowed with MFA and without',
    [allow({ Condition: mfa('true') }), allow({ Condition: mfaIfExists('false') })],
    {},
    'allowed',
    [],
  ],
  [
    'an address',
    [allow({ Condition: ip('10.0.0.0/8') })],
    {},
    'conditional',
    ['aws:SourceIp is in 10.0.0.0/8'],
  ],
  [
    'an address allowed and denied',
    [allow({ Condition: ip('10.0.0.0/8') }), deny({ Condition: ip('10.0.0.0/8') })],
    {},
    'denied',
    [],
  ],
  [
    'a wider deny',
    [allow({ Condition: ip('10.1.0.0/16') }), deny({ Condition: ip('10.0.0.0/8') })],
    {},
    'denied',
    [],
  ],
  [
    'a narrower deny',
    [allow({ Condition: ip('10.0.0.0/8') }), deny({ Condition: ip('10.1.0.0/16') })],
    {},
    'conditional',
    ['aws:SourceIp is in 10.0.0.0/8'],
  ],
  [
    'an address and an endpoint at once',
    [allow({ Condition: { ...ip('10.0.0.0/8'), ...equals('aws:SourceVpce', 'vpce-1') } })],
    {},
    'denied',
    [],
  ],
  [
    'an address or an endpoint',
    [
      allow({ Condition: ip('0.0.0.0/0', '::/0') }),
      allow({ Condition: { Null: { 'aws:SourceVpce': 'false' } } }),
    ],
    {},
    'allowed',
    [],
  ],
  [
    'the age of a sign-in without MFA',
    [allow({ Condition: { ...mfa('false'), NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } } })],
    {},
    'denied',
    [],
  ],
  [
    'the age of a sign-in',
    [allow({ Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } } })],
    {},
    'conditional',
    ['aws:MultiFactorAuthAge is below 60'],
  ],
  [
    'called for by no service, and by one',
    [allow({ Condition: { Bool: { 'aws:ViaAWSService': 'false' }, Null: { 'aws:CalledVia': 'false' } } })],
    {},
    'denied',
    [],
  ],
  [
    'before a date',
    [allow({ Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } } })],
    {},
    'conditional',
    ['aws:CurrentTime is below 2027-01-01T00:00:00Z'],
  ],
  [
    'the time under both its names',
    [
      allow({
        Condition: {
          DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
          NumericGreaterThan: { 'aws:EpochTime': '1798761600' },
        },
      }),
    ],
    {},
    'denied',
    [],
  ],
  [
    'a role always has a token',
    [allow({ Condition: { Null: { 'aws:TokenIssueTime': 'true' } } })],
    { principal: role },
    'denied',
    [],
  ],
]);

table('keys the caller chooses are taken as satisfied', [
  ['TLS', [allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })], {}, 'allowed', []],
  [
    'a deny without TLS',
    [allow(), deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
    {},
    'allowed',
    [],
  ],
  [
    'the user agent',
    [allow({ Condition: { StringLike: { 'aws:UserAgent': '*console*' } } })],
    {},
    'allowed',
    [],
  ],
  [
    'a request tag where the action takes tags',
    [allow({ Condition: equals('aws:RequestTag/a', 'b') })],
    { action: 'ec2:CreateTags' },
    'allowed',
    [],
  ],
  [
    'a request tag where it does not',
    [allow({ Condition: equals('aws:RequestTag/a', 'b') })],
    {},
    'denied',
    [],
  ],
  [
    'tag keys that fit the tags',
    [
      allow({
        Condition: {
          ...equals('aws:RequestTag/a', 'b'),
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] },
        },
      }),
    ],
    { action: 'ec2:CreateTags' },
    'allowed',
    [],
  ],
  [
    'tag keys that leave out a tag asked for',
    [
      allow({
        Condition: {
          ...equals('aws:RequestTag/a', 'b'),
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['c'] },
        },
      }),
    ],
    { action: 'ec2:CreateTags' },
    'denied',
    [],
  ],
  [
    'a choice is made knowing the environment',
    [
      allow({ Condition: equals('aws:UserAgent', 'a') }),
      deny({ Condition: { ...equals('aws:UserAgent', 'a'), ...mfa('true') } }),
    ],
    {},
    'conditional',
    ['aws:MultiFactorAuthPresent is false or is absent'],
  ],
  [
    'the list can be replaced',
    [allow({ Condition: ip('10.0.0.0/8') })],
    { chosen: ['aws:SourceIp'] },
    'allowed',
    [],
  ],
  [
    'and then is the whole list',
    [allow({ Condition: equals('aws:UserAgent', 'a') })],
    { chosen: ['aws:SourceIp'] },
    'conditional',
    ['aws:UserAgent is a'],
  ],
]);

const kill = { action: 'kms:ScheduleKeyDeletion', resource: `arn:aws:kms:eu-west-1:${account}:key/1` };
describe('parameters of a call', () => {
  it.each([
    ['a short window', { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '8' } }, 'allowed'],
    ['a key of another action', { StringEquals: { 'kms:EncryptionAlgorithm': 'x' } }, 'denied'],
    ['a key of another service', { StringEquals: { 's3:prefix': 'x' } }, 'denied'],
  ])('%s: %s', (_, Condition, expected) => {
    const resource = document(allow({ Principal: { AWS: account } }));
    const { decision } = evaluate(request(kill), { identity: [document(allow({ Condition }))], resource });
    expect(decision).toBe(expected);
  });
});

table('tags and accounts', [
  [
    'a tag that was not read',
    [allow({ Condition: equals('aws:ResourceTag/env', 'dev') })],
    {},
    'conditional',
    ['aws:ResourceTag/env is dev'],
  ],
  [
    'a tag that was',
    [allow({ Condition: equals('aws:ResourceTag/env', 'dev') })],
    { context: { 'aws:ResourceTag/env': 'dev' } },
    'allowed',
    [],
  ],
  [
    'all tags read, this one not there',
    [allow({ Condition: equals('aws:ResourceTag/env', 'dev') })],
    { context: { 'aws:ResourceTag/*': [] } },
    'denied',
    [],
  ],
  [
    'under the name of its service',
    [allow({ Condition: equals('ec2:ResourceTag/env', 'dev') })],
    { context: { 'aws:ResourceTag/env': 'dev' } },
    'allowed',
    [],
  ],
  [
    'a deny on either name',
    [
      allow({ Condition: equals('aws:ResourceTag/env', 'dev') }),
      deny({ Condition: equals('ec2:ResourceTag/env', 'dev') }),
    ],
    {},
    'denied',
    [],
  ],
  [
    'two tags that are not known',
    [allow({ Condition: equals('aws:ResourceTag/team', '$' + '{aws:PrincipalTag/team}') })],
    {},
    'conditional',
    [`aws:ResourceTag/team is \${aws:principaltag/team}`],
  ],
  [
    'an empty list says absent',
    [allow({ Condition: mfaIfExists('true') })],
    { context: { 'aws:MultiFactorAuthPresent': [] } },
    'allowed',
    [],
  ],
  [
    "the caller's account",
    [allow({ Condition: equals('aws:PrincipalAccount', account) })],
    {},
    'allowed',
    [],
  ],
  ["the caller's type", [allow({ Condition: equals('aws:PrincipalType', 'User') })], {}, 'allowed', []],
  [
    "the resource's account",
    [allow({ Condition: equals('aws:ResourceAccount', account) })],
    {},
    'allowed',
    [],
  ],
  ['the region', [allow({ Condition: equals('aws:RequestedRegion', 'eu-west-1') })], {}, 'allowed', []],
  ['another region', [allow({ Condition: equals('aws:RequestedRegion', 'eu-west-2') })], {}, 'denied', []],
  [
    "a direct call is no service's",
    [allow(), deny({ Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } })],
    {},
    'denied',
    [],
  ],
  [
    'the organisation, not known',
    [allow({ Condition: equals('aws:PrincipalOrgID', 'o-1') })],
    {},
    'conditional',
    ['aws:PrincipalOrgID is o-1'],
  ],
]);

describe('what a credential carries', () => {
  const guarded = [document(allow(), deny({ Condition: mfaIfExists('false') }))];
  const leaky = [document(allow(), deny({ Condition: mfa('false') }))];
  const asked = [document(allow({ Condition: mfa('true') }))];
  it.each([
    ['access-key', 'never', 'denied', 'allowed', 'denied'],
    ['console-password', 'always', 'allowed', 'allowed', 'allowed'],
    ['console-password', 'never', 'denied', 'denied', 'denied'],
    ['console-password', 'may', 'conditional', 'conditional', 'conditional'],
    ['workload-identity', 'never', 'denied', 'allowed', 'denied'],
    ['oidc-subject', 'never', 'denied', 'allowed', 'denied'],
  ] as const)('%s, MFA %s: BoolIfExists deny %s, Bool deny %s, Bool allow %s', (type, has, ...expected) => {
    const context = carriedBy({ type, mfa: has });
    const decisions = [guarded, leaky, asked].map(
      (identity) => evaluate(request({ context }), { identity }).decision,
    );
    expect(decisions).toEqual(expected);
  });
});

describe('the witness', () => {
  it('allows in one context and denies in the other', () => {
    const identity = [document(allow({ Condition: ip('10.0.0.0/8') }), deny({ Condition: mfa('false') }))];
    const { witness } = evaluate(request(), { identity });
    expect(evaluate(request({ context: { ...witness?.allowed } }), { identity }).decision).toBe('allowed');
    expect(evaluate(request({ context: { ...witness?.denied } }), { identity }).decision).toBe('denied');
  });
  it('is left out where too much is open to try', () => {
    const keys = Array.from({ length: 14 }, (_, i) => equals(`aws:ResourceTag/${i}`, 'x'));
    const identity = [document(...keys.map((Condition) => allow({ Condition })))];
    const answer = evaluate(request({ resource: volume }), { identity });
    expect(answer.decision).toBe('conditional');
    expect(answer.holdsOnlyIf[0]).toMatch(/too many/);
  });
});
