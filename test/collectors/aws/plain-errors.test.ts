import { describe, expect, it } from 'vitest';
import { plainError } from '../../../src/collectors/aws/plain-errors.ts';

describe('an error of AWS', () => {
  it.each([
    [
      'query',
      '<?xml version="1.0"?>\n<ErrorResponse xmlns="x"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>canary</Message></Error></ErrorResponse>',
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message></Message></Error></ErrorResponse>',
    ],
    [
      'EC2',
      '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>Encoded authorization failure message: canary</Message></Error></Errors><RequestID>1</RequestID></Response>',
      '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message></Message></Error></Errors></Response>',
    ],
    [
      'S3',
      '<Error><Code>SlowDown</Code><Message>canary</Message><HostId>canary</HostId></Error>',
      '<Error><Code>SlowDown</Code><Message></Message></Error>',
    ],
    [
      'JSON',
      '{"__type":"com.amazonaws#Throttling","message":"canary","more":"canary"}',
      '{"__type":"com.amazonaws#Throttling","message":""}',
    ],
    [
      'REST JSON, whose code is in a header',
      '{"Message":"canary"}',
      '{"__type":"ResourceNotFoundException","message":""}',
    ],
    ['a body with no code at all', '{"message":"canary"}', '{}', ''],
    ['a code that is none', '{"__type":"two words canary","message":"canary"}', '{}', ''],
    [
      'XML whose code is none',
      '<Error><Code>a canary</Code></Error>',
      '<Error><Code></Code><Message></Message></Error>',
    ],
    ['a page of somebody else', '<!doctype html><h1>canary</h1>', '<html></html>'],
    ['JSON cut off', '{"message":"cana', '{}', ''],
    ['nothing', '', '', ''],
  ])('in %s keeps its code alone', (_, body, plain, header = 'ResourceNotFoundException:http://x/') => {
    expect(plainError(body, header)).toBe(plain);
  });

  it.each([
    [
      'is not authorized to perform: ec2:X on resource: canary with an explicit deny in a service control policy',
      'an explicit deny in the service control policy',
    ],
    [
      'is not authorized to perform: ec2:X with an explicit deny in an identity-based policy',
      'an explicit deny in the identity-based policy',
    ],
    ['canary because no permissions boundary allows the ec2:X action', 'no permissions boundary allows it'],
    ['canary because no VPC endpoint policy allows the ec2:X action', 'no VPC endpoint policy allows it'],
    ['canary', ''],
  ])('keeps which policy refused: %s', (message, plain) => {
    expect(
      JSON.parse(plainError(JSON.stringify({ __type: 'AccessDenied', message }), undefined)).message,
    ).toBe(plain);
  });
});
