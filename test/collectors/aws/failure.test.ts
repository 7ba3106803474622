import { describe, expect, it } from 'vitest';
import { failureOf, printable } from '../../../src/collectors/aws/failure.ts';

const error = (name: string, status?: number) =>
  Object.assign(new Error('why'), { name, ...(status ? { $metadata: { httpStatusCode: status } } : {}) });

describe('why a call failed', () => {
  it.each([
    [error('AccessDenied', 403), 'denied'],
    [error('AccessDeniedException', 400), 'denied'],
    [error('UnauthorizedOperation', 403), 'denied'],
    [error('ExpiredTokenException', 400), 'denied'],
    [error('SomethingNew', 403), 'denied'],
    [error('Throttling', 400), 'throttled'],
    [error('RequestLimitExceeded', 503), 'throttled'],
    [error('TooManyRequestsException', 429), 'throttled'],
    [error('InternalFailure', 500), 'failed'],
    [error('TimeoutError'), 'failed'],
    [Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'failed'],
    ['a string', 'failed'],
    [undefined, 'failed'],
  ])('%s is %s', (thrown, reason) => {
    expect(failureOf(thrown).reason).toBe(reason);
  });
});

describe('what a provider said, made printable', () => {
  it.each([
    ['control characters', 'a\u001b[2Jb\nc\u202ed', 'a [2Jb c d'],
    ['access key ids', 'key AKIAIOSFODNN7EXAMPLE', 'key AKIA…'],
    ['what looks like a secret', 'x wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY y', 'x [secret] y'],
    ['values after a telling name', 'password=hunter2 token: abc', 'password=[secret] token: [secret]'],
    [
      'nothing of an ARN',
      'arn:aws:iam::111111111111:role/team/deploy',
      'arn:aws:iam::111111111111:role/team/deploy',
    ],
  ])('%s', (_what, text, clean) => {
    expect(printable(text)).toBe(clean);
  });

  it('loses the secrets it is told of, and what is too long', () => {
    expect(printable('signed with hunter22', ['hunter22'])).toBe('signed with [secret]');
    expect(printable('x '.repeat(1000))).toHaveLength(300);
  });
});
