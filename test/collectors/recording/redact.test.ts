import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedKey, redactor } from '../../../src/collectors/recording/redact.ts';
import { redactAnswer } from '../../../src/collectors/recording/redact-answer.ts';

const inHand = '3f0b1c52-6f1a-4f0e-9c63-0d2f7a1b8c9d';
const redact = redactor([inHand]);

describe('what must not be written down', () => {
  it.each([
    ['the credential in hand', `{"note":"${inHand}"}`, inHand],
    ['a session of AssumeRole', '<SecretAccessKey>canary1</SecretAccessKey>', 'canary1'],
    ['its token', '<SessionToken>canary2//+=</SessionToken>', 'canary2'],
    ['a password in JSON', '{"MasterUserPassword":"canary3"}', 'canary3'],
    ['what a function is given', '{"Environment":{"Variables":{"A":"canary4"}}}', 'canary4'],
    ['what a container is given', '{"environment":[{"name":"A","value":"canary5"}]}', 'canary5'],
    ['user data', '<userData>Y2FuYXJ5Ng==</userData>', 'Y2FuYXJ5Ng'],
    ['a token of GitHub in a tag', '<value>ghp_canary7canary7canary7</value>', 'canary7'],
    ['a token of Slack in a name', '{"name":"xoxb-canary8-canary8-canary8"}', 'canary8'],
    ['a private key', '{"Value":"-----BEGIN RSA PRIVATE KEY-----\\ncanary9"}', 'canary9'],
    ['a signed token', '{"t":"eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.canary10"}', 'canary10'],
    ['a password in an address', '<value>postgres://app:canary11@db/orders</value>', 'canary11'],
    ['a webhook', '{"url":"https://hooks.slack.com/services/T0/B0/canary12"}', 'canary12'],
    ['a stack’s output', '<OutputValue>canary13</OutputValue>', 'canary13'],
    [
      'a session in a record of CloudTrail',
      JSON.stringify({ CloudTrailEvent: JSON.stringify({ credentials: { sessionToken: 'canary15' } }) }),
      'canary15',
    ],
    ['an access key id', '<AccessKeyId>AKIACANARY14CANARY14</AccessKeyId>', 'CANARY14CANARY'],
  ])('%s', (_, body, canary) => {
    expect(body).toContain(canary);
    expect(redact(body)).not.toContain(canary);
  });

  it('cookies and every header that nobody needs', () => {
    const headers = { 'set-cookie': 'canary', 'x-request-id': 'canary', 'content-type': 'text/xml' };
    expect(redactAnswer({ status: 200, headers, body: '' }, redact)).toEqual({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: '',
    });
  });

  it('an answer beyond all measure is told, not kept', () => {
    const body = 'x'.repeat(64 * 1024 * 1024 + 1);
    expect(redactAnswer({ status: 200, headers: {}, body }, redact)).toMatchObject({
      failed: { name: 'TooLarge' },
    });
  });
});

describe('what a scan needs stays', () => {
  it.each([
    ['an id', '{"data":{"project":{"id":"9b1de2a4-0000-4000-8000-000000000001"}}}'],
    ['a question', '{"query":"query P($id: String!) { project(id: $id) { id } }","variables":{"id":"p"}}'],
    ['an environment that is read', '{"data":{"environment":{"variables":{"edges":[]}}}}'],
    ['a flag named like a secret', '<AllowUsersToChangePassword>true</AllowUsersToChangePassword>'],
    ['an issuer', '<Url>https://token.actions.githubusercontent.com</Url>'],
    ['an ARN with a key', 'arn:aws:kms:eu-west-1:111111111111:key/9b1de2a4-0000-4000-8000-000000000001'],
    ['a page token', '<nextToken>eyJ2IjoyLCJzIjoxfQ==AbCdEf0123456789AbCdEf0123456789</nextToken>'],
  ])('%s', (_, body) => {
    expect(redact(body)).toBe(body);
  });

  it('key ids stay apart, with the four characters that a label shows', () => {
    const [one, other] = ['AKIAAAAAAAAAAAAAAAA1', 'AKIAAAAAAAAAAAAAAAB1'];
    expect(maskedKey(one)).not.toBe(maskedKey(other));
    expect(maskedKey(one).slice(-4)).toBe('AAA1');
    expect(maskedKey(maskedKey(one))).toBe(maskedKey(one));
  });
});

it('doing it twice changes nothing, whatever the text', () => {
  const pieces = fc.constantFrom(
    'AKIA',
    'AB12'.repeat(5),
    '<Password>',
    '</Password>',
    '://',
    'a:b@',
    '{"',
    'x',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 12 }), (parts) => {
      const once = redact(parts.join(''));
      expect(redact(once)).toBe(once);
    }),
  );
});
