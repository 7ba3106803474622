import { describe, expect, it } from 'vitest';
import { type OlderVersions, olderVersionsOf } from '../../../src/access/aws/older-versions.ts';
import { allow, deny, document, type Fields } from './builders.ts';

const now: readonly Fields[] = [
  allow({ Action: 's3:*', Resource: '*' }),
  deny({ Action: 's3:DeleteBucket' }),
];
const [allowed = {}, denied = {}] = now;
const everything = allow({ Action: '*', Resource: '*' });

const of = (...versions: readonly unknown[]): OlderVersions =>
  olderVersionsOf({
    type: 'identity',
    digest: '',
    document: document(...now),
    otherVersions: versions.map((one, n) => ({ id: `v${n}`, document: one })),
  });

describe('what another version of a policy gives', () => {
  it.each<[string, OlderVersions, readonly unknown[]]>([
    ['there is none', 'nothing', []],
    ['the same', 'nothing', [document(...now)]],
    ['the same under other names', 'nothing', [document({ ...allowed, Sid: 'A' }, { ...denied, Sid: 'B' })]],
    ['less', 'nothing', [document(denied)]],
    ['a denial more', 'nothing', [document(...now, deny({ Action: 'ec2:*' }))]],
    ['a denial less', 'something', [document(allowed)]],
    ['an allowance more', 'something', [document(...now, allow({ Action: 'ec2:*', Resource: '*' }))]],
    [
      'the same in words that mean something else',
      'something',
      [{ ...document(...now), Version: '2008-10-17' }],
    ],
    ['everything', 'everything', [document(everything)]],
    ['everything but a denial', 'something', [document(everything, denied)]],
    [
      'everything under a condition',
      'something',
      [
        document(
          allow({ Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
        ),
      ],
    ],
    ['a version that cannot be read', 'unread', ['nonsense']],
    ['a version without a text', 'unread', [null]],
    ['the most of several', 'everything', [document(...now), 'nonsense', document(everything)]],
    ['one unread among harmless ones', 'unread', [document(...now), null]],
  ])('%s', (_title, gives, versions) => {
    expect(of(...versions)).toBe(gives);
  });

  it('is not known where nobody told', () => {
    expect(olderVersionsOf({ type: 'identity', digest: '', document: document(...now) })).toBe('unread');
  });
});
