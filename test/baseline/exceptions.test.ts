import { describe, expect, it } from 'vitest';
import { applyExceptions, type Cover, type Exception, fitsPattern } from '../../src/baseline/exceptions.ts';
import { readExceptions, withException } from '../../src/baseline/exceptions-file.ts';
import { findingCovers } from '../../src/baseline/finding-covers.ts';
import type { Finding } from '../../src/model/finding.ts';
import { acme, scanned } from '../drift/scans.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

const finding = (over: Partial<Finding> = {}): Finding => ({
  fingerprint: 'store-has-backup:1',
  check: 'store-has-backup',
  discipline: 'recovery',
  title: 'Stores have a backup',
  severity: 'high',
  confidence: 'documented',
  status: 'open',
  new: false,
  outcome: 'fail',
  asset: 'db-staging',
  name: 'orders-staging',
  provider: 'aws',
  environments: ['staging'],
  message: 'It has none.',
  evidence: [],
  remediation: 'Make one.',
  frameworks: [],
  exception: null,
  ...over,
});

const exception = (over: Partial<Exception> = {}): Exception => ({
  check: 'store-has-backup',
  asset: 'db-staging',
  reason: 'rebuilt every night',
  approver: 'ana@acme.example',
  ticket: 'OPS-7',
  expires: '2027-01-31',
  severity: 'high',
  covers: [{ store: 'db-staging', verdict: 'total-loss' }],
  ...over,
});

const lost: readonly Cover[] = [{ store: 'db-staging', verdict: 'total-loss' }];
const apply = (exceptions: readonly Exception[], covers = lost, over: Partial<Finding> = {}) =>
  applyExceptions([finding(over)], exceptions, { now, covers: () => covers });

describe('applyExceptions', () => {
  it('lowers a finding somebody answers for, and keeps it in the list', () => {
    expect(apply([exception()]).findings).toMatchObject([
      {
        status: 'excepted',
        severity: 'low',
        exception: 'rebuilt every night (ana@acme.example, OPS-7, until 2027-01-31)',
      },
    ]);
  });

  it.each<[string, Partial<Exception>, readonly Cover[], Partial<Finding>]>([
    ['after its last day', { expires: '2026-11-21' }, lost, {}],
    ['when its date is none', { expires: 'never' }, lost, {}],
    ['when another store is at stake', {}, [...lost, { store: 'db', verdict: 'recoverable' }], {}],
    [
      'when a verdict is worse than covered',
      { covers: [{ store: 'db-staging', verdict: 'recoverable' }] },
      lost,
      {},
    ],
    ['when the finding itself is worse', { severity: 'medium' }, lost, {}],
    ['when nothing was covered', { covers: [] }, lost, {}],
  ])('returns it louder %s', (_, over, covers, worse) => {
    expect(apply([exception(over)], covers, worse).findings).toMatchObject([
      { status: 'expired-exception', severity: 'critical' },
    ]);
  });

  it('holds through its last day, and while things got better', () => {
    expect(apply([exception({ expires: '2026-11-22' })]).findings[0]?.status).toBe('excepted');
    expect(apply([exception()], [{ store: 'db-staging', verdict: 'recoverable' }]).findings[0]?.status).toBe(
      'excepted',
    );
    expect(apply([exception()], []).findings[0]?.status).toBe('excepted');
  });

  it('is not outdone by an expired one beside it', () => {
    expect(apply([exception({ expires: '2026-01-01' }), exception()]).findings[0]?.status).toBe('excepted');
  });

  it('touches no other finding, and names exceptions that nothing needs', () => {
    const others = [
      exception({ asset: 'db' }),
      exception({ check: 'store-has-schedule' }),
      exception({ asset: 'db-stag' }),
    ];
    const { findings, unused } = apply(others);
    expect(findings).toEqual([finding()]);
    expect(unused).toEqual(others);
  });
});

describe('patterns fit whole ids', () => {
  it.each<[string, string, boolean]>([
    ['db', 'db', true],
    ['db', 'db-staging', false],
    ['staging', 'db-staging', false],
    ['db-*', 'db-staging', true],
    ['*-staging', 'db-staging', true],
    ['db*ging', 'db-staging', true],
    ['db*ag*ng', 'db-staging', true],
    ['db*db', 'db', false],
    ['d*b*', 'db', true],
    ['d.-staging', 'db-staging', false],
    ['DB', 'db', false],
    ['*x*', 'db-staging', false],
  ])('%s on %s: %s', (pattern, id, fits) => {
    expect(fitsPattern(pattern, id)).toBe(fits);
  });

  it('takes no time over a hostile pattern', () => {
    expect(fitsPattern(`${'*a'.repeat(5_000)}b`, 'a'.repeat(50_000))).toBe(false);
  });
});

describe('what a finding covers', () => {
  const { index, radius } = scanned(acme);
  const covers = (asset: string): readonly Cover[] => findingCovers(index, radius)(finding({ asset }));
  const all: readonly Cover[] = [
    { store: 'db', verdict: 'recoverable' },
    { store: 'db-staging', verdict: 'total-loss' },
  ];

  it('is every store a credential or principal reaches', () => {
    expect(covers('key-1')).toEqual(all);
    expect(covers('admin')).toEqual(all);
    expect(covers('deploy')).toEqual([]);
  });

  it('is nothing where nothing is known of it', () => {
    expect(covers('nobody')).toEqual([]);
  });
});

describe('the exceptions file', () => {
  const start = '# who looks at this: ops\nversion: 1\nexceptions: []\n';

  it('takes one exception after another, and keeps its comments', () => {
    const one = withException(start, 'e.yaml', exception());
    const two = withException(one, 'e.yaml', exception({ asset: 'db', reason: 'a: "b" # c', ticket: null }));
    expect(two).toContain('# who looks at this: ops');
    expect(readExceptions(two, 'e.yaml')).toEqual([
      exception(),
      exception({ asset: 'db', reason: 'a: "b" # c', ticket: null }),
    ]);
    expect(readExceptions(withException(null, 'e.yaml', exception()), 'e.yaml')).toEqual([exception()]);
  });

  it.each<[string, string]>([
    ['no YAML', 'exceptions: ['],
    ['nothing', ''],
    ['another version', 'version: 2\nexceptions: []\n'],
    ['a missing approver', withException(start, 'e.yaml', exception()).replace(/ +approver.*\n/, '')],
    ['a key twice', 'version: 1\nversion: 1\nexceptions: []\n'],
    ['an alias bomb', `a: &a [${'x,'.repeat(9)}x]\nb: &b [*a,*a,*a]\nversion: 1\nexceptions: [*b,*b]\n`],
    ['everything at once', withException(start, 'e.yaml', exception({ asset: '*' }))],
    ['a date that is none', withException(start, 'e.yaml', exception({ expires: 'never' }))],
  ])('is refused with %s', (_, text) => {
    expect(() => readExceptions(text, 'baselines/e.yaml')).toThrow(
      expect.objectContaining({ code: 'EXCEPTIONS_INVALID' }),
    );
  });

  it('says on which line', () => {
    const text = withException(start, 'e.yaml', exception()).replace('severity: high', 'severity: loud');
    const line = text.split('\n').findIndex((row) => row.includes('loud')) + 1;
    expect(() => readExceptions(text, 'e.yaml')).toThrow(`e.yaml:${line}`);
  });
});
