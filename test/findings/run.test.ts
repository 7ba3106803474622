import { describe, expect, it } from 'vitest';
import { type Check, defineCheck } from '../../src/findings/check.ts';
import {
  fail,
  inexpressible,
  noneSeen,
  notApplicable,
  pass,
  type Ruling,
  unknown,
} from '../../src/findings/ruling.ts';
import { runChecks } from '../../src/findings/run.ts';
import {
  approved,
  asset,
  backup,
  container,
  credential,
  environment,
  gap,
  principal,
  store,
  world,
} from '../checks/world.ts';

/** A check of stores that says what the store's tag `says`. */
function parrot(over: Partial<Check<'store'>> = {}): Check<'store'> {
  const rulings: Readonly<Record<string, Ruling>> = {
    pass,
    fail: fail('it is bad.', { tag: 'fail' }),
    unknown: unknown('nobody told'),
    'not-applicable': notApplicable,
    mute: inexpressible('acme does not say'),
    'none-seen': noneSeen,
  };
  const definition = defineCheck({
    id: 'store-is-good',
    title: 'Stores are good',
    severity: { production: 'high', otherwise: 'low' },
    judges: 'store',
    needs: ['backup'],
    proof: 'absence',
    why: 'because',
    fix: { aws: { steps: 'Make it good.', cli: 'aws make good' } },
    frameworks: ['SOC 2 A1.2'],
    evaluate: ({ tags: { says = '' } }) => {
      const ruling = rulings[says];
      if (ruling === undefined) throw new Error(`cannot say ${says}`);
      return ruling;
    },
  });
  return { ...definition, discipline: 'recovery', ...over };
}

const saying = (id: string, says: string, over: Parameters<typeof store>[1] = {}) =>
  store(id, { tags: { says }, ...over });

describe('runChecks', () => {
  it('counts every outcome, so that no finding never means nobody looked', () => {
    const assets = ['pass', 'fail', 'unknown', 'not-applicable', 'mute', 'nonsense'].map((says) =>
      saying(says, says),
    );
    expect(runChecks([parrot()], world({ assets })).tallies).toEqual([
      {
        id: 'store-is-good',
        title: 'Stores are good',
        discipline: 'recovery',
        judged: 6,
        passed: 1,
        failed: 1,
        unknown: 2,
        notApplicable: 2,
      },
    ]);
    expect(runChecks([parrot()], world({ assets: [] })).tallies[0]?.judged).toBe(0);
  });

  it('says of a failure what, where, how bad and how to repair it', () => {
    const { findings } = runChecks([parrot()], world({ assets: [saying('db', 'fail', { name: 'Orders' })] }));
    expect(findings).toEqual([
      {
        fingerprint: expect.stringMatching(/^store-is-good:[0-9a-f]{16}$/),
        check: 'store-is-good',
        discipline: 'recovery',
        title: 'Stores are good',
        severity: 'high',
        confidence: 'documented',
        status: 'open',
        new: false,
        outcome: 'fail',
        asset: 'db',
        name: 'Orders',
        provider: 'aws',
        environments: ['production'],
        message: 'it is bad.',
        evidence: [{ field: 'tag', value: 'fail', readAt: '2026-11-22T12:00:00.000Z' }],
        remediation: 'Make it good. Or run: aws make good',
        frameworks: ['SOC 2 A1.2'],
        exception: null,
      },
    ]);
  });

  it('names a finding by check and owner alone', () => {
    const at = (name: string, tier: 'production' | 'staging') =>
      runChecks([parrot()], world({ assets: [saying('db', 'fail', { name, tier })] })).findings[0]
        ?.fingerprint;
    expect(at('Orders', 'production')).toBe(at('renamed', 'staging'));
  });

  it('marks what was not open at approval as new', () => {
    const context = world({ assets: [saying('a', 'fail'), saying('b', 'fail')] });
    const [first, second] = runChecks([parrot()], context).findings;
    const known = new Set([first?.fingerprint ?? '']);
    const { findings } = runChecks([parrot()], context, { known });
    expect(findings.map(({ fingerprint, new: fresh }) => [fingerprint, fresh])).toEqual([
      [first?.fingerprint, false],
      [second?.fingerprint, true],
    ]);
  });

  it('puts the worst first, and what is merely unknown last', () => {
    const assets = [saying('a', 'unknown'), saying('b', 'fail', { tier: 'staging' }), saying('c', 'fail')];
    const { findings } = runChecks([parrot()], world({ assets }));
    expect(findings.map(({ asset }) => asset)).toEqual(['c', 'b', 'a']);
  });

  it('goes on when a check throws, and says whose fault it is', () => {
    const { findings } = runChecks(
      [parrot({ id: 'a-broken-check' }), parrot()],
      world({ assets: [saying('bad', 'nonsense'), saying('db', 'fail')] }),
    );
    const errors = findings.filter(({ outcome }) => outcome === 'error');
    expect(errors.map(({ check }) => check)).toEqual(['a-broken-check', 'store-is-good']);
    expect(errors[0]?.message).toContain('failed on 1 store, first on "bad"');
    expect(errors[0]?.message).toContain('cannot say nonsense');
    expect(findings.filter(({ outcome }) => outcome === 'fail')).toHaveLength(2);
  });

  it('states once what a provider can’t express', () => {
    const { findings, notes } = runChecks(
      [parrot()],
      world({ assets: [saying('a', 'mute'), saying('b', 'mute')] }),
    );
    expect(findings).toEqual([]);
    expect(notes).toEqual(['acme does not say; store-is-good is not judged for 2 stores.']);
  });

  it('gives findings of one owner as one, led by the worst', () => {
    const check: Check<'backup'> = {
      ...parrot(),
      judges: 'backup',
      evaluate: ({ id, props }) =>
        fail(`${id} is bad.`, {}, { severity: props.type === 'dump' ? 'critical' : 'low' }),
    };
    const assets = [
      store('db'),
      backup('b1', 'db'),
      backup('b2', 'db', { props: { type: 'dump' } }),
      backup('b3', 'db'),
    ];
    const { findings } = runChecks([check], world({ assets }));
    expect(findings.map(({ message, severity }) => [message, severity])).toEqual([
      ['b2 is bad. The same holds for "b1" and "b3".', 'critical'],
    ]);
  });

  it('shows a fail on the owner it names, and says once what holds for all', () => {
    const check: Check<'store'> = {
      ...parrot(),
      evaluate: () => fail('one call ends both.', {}, { owner: 'volume' }),
    };
    const assets = [store('a'), store('b'), container('volume', ['a', 'b'])];
    const { findings } = runChecks([check], world({ assets }));
    expect(findings.map(({ asset, message }) => [asset, message])).toEqual([
      ['volume', 'one call ends both.'],
    ]);
  });

  it('keeps the name of a finding when a credential is rotated', () => {
    const check: Check<'credential'> = {
      ...parrot(),
      judges: 'credential',
      evaluate: () => fail('bad.', {}),
    };
    const print = (id: string) =>
      runChecks([check], world({ assets: [principal('jer'), credential(id, 'jer')] })).findings[0]
        ?.fingerprint;
    expect(print('old')).toBe(print('new'));
  });
});

it('says of an approval what is wrong, and never that it is news', () => {
  const check: Check<'baseline'> = {
    ...parrot(),
    id: 'baseline-is-good',
    judges: 'baseline',
    evaluate: () => fail('it is bad.', {}),
  };
  const context = world({ assets: [saying('db', 'fail')], context: { approved: approved() } });
  const { findings } = runChecks([check, parrot()], context, { known: new Set() });
  expect(findings.map((finding) => [finding.check, finding.asset, finding.new])).toEqual([
    ['baseline-is-good', 'baseline:acme', false],
    ['store-is-good', 'db', true],
  ]);
});

describe('gaps', () => {
  const outcomeOf = (
    proof: 'presence' | 'absence',
    says: string,
    over: Parameters<typeof gap>[1] & object = {},
  ) => {
    const assets = [
      container('project', ['env'], { props: { type: 'project' } }),
      environment('env', { links: [{ to: 'db', as: 'contains' }] }),
      saying('db', says),
      store('other', { tags: { says: 'not-applicable' } }),
    ];
    const context = world({ assets, gaps: [gap('backup', over)] });
    return runChecks([parrot({ proof })], context).findings.map(({ outcome }) => outcome);
  };

  it('a pass by absence becomes unknown', () => {
    expect(outcomeOf('absence', 'pass')).toEqual(['unknown']);
  });
  it('a pass by presence stands', () => {
    expect(outcomeOf('presence', 'pass')).toEqual([]);
  });
  it('a fail by absence stands: the bad was seen', () => {
    expect(outcomeOf('absence', 'fail')).toEqual(['fail']);
  });
  it('a fail for want of presence becomes unknown', () => {
    expect(outcomeOf('presence', 'fail')).toEqual(['unknown']);
  });
  it.each([
    { about: 'the asset itself', over: { target: 'db' } },
    { about: 'what contains it', over: { target: 'project' } },
    { about: 'its whole scope and region', over: { region: 'eu-west-1' } },
    { about: 'something nobody knows in its scope', over: { target: 'never-seen' } },
  ])('counts when it is about $about', ({ over }) => {
    expect(outcomeOf('absence', 'pass', over)).toEqual(['unknown']);
  });
  it('counts for every kind that is found through what was not read', () => {
    expect(outcomeOf('absence', 'pass', { kind: 'store', below: ['backup'], target: 'project' })).toEqual([
      'unknown',
    ]);
    const gaps = [gap('container', { below: ['store'], target: 'project' })];
    const { findings } = runChecks([parrot()], world({ assets: [], gaps }));
    expect(findings.map(({ outcome }) => outcome)).toEqual(['unknown']);
  });

  it('of what a vault holds count for every store of its account', () => {
    const assets = [store('db', { tags: { says: 'none-seen' } }), asset('vault', 'safe')];
    const outcomes = (over: object) =>
      runChecks([parrot({ proof: 'presence' })], world({ assets, gaps: [gap('backup', over)] })).findings.map(
        ({ outcome }) => outcome,
      );
    expect(outcomes({ target: 'safe' })).toEqual(['unknown']);
    expect(outcomes({ target: 'safe', scope: '222222222222' })).toEqual([]);
  });

  it('counts for a credential when it is about stores below the place the credential acts in', () => {
    const assets = [
      container('account', ['env'], { props: { type: 'account' } }),
      environment('env'),
      principal('ops', { links: [{ to: 'account', as: 'acts-in', role: 'ADMIN' }] }),
      credential('key', 'ops'),
      principal('guest'),
      credential('card', 'guest'),
    ];
    const context = world({ assets, gaps: [gap('store', { target: 'env' })] });
    const { id, ...said } = parrot();
    const harmless = defineCheck({
      ...said,
      id,
      judges: 'credential',
      needs: ['store'],
      evaluate: () => pass,
    });
    const { findings, tallies } = runChecks([{ ...harmless, discipline: 'authority' }], context);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('"key"')]);
    expect(tallies[0]).toMatchObject({ passed: 1, unknown: 1 });
  });

  it.each([
    { about: 'another asset', over: { target: 'other' } },
    { about: 'another scope', over: { scope: '222222222222' } },
    { about: 'another region', over: { region: 'us-east-1' } },
    { about: 'another provider', over: { provider: 'railway' } },
    { about: 'a kind the check does not need', over: { kind: 'key' as const } },
  ])('does not count when it is about $about', ({ over }) => {
    expect(outcomeOf('absence', 'pass', over)).toEqual([]);
  });

  it.each([
    ['rds:DescribeDBSnapshots', 'AWS::EC2::Volume', 'fail'],
    ['rds:DescribeDBSnapshots', 'AWS::RDS::DBInstance', 'unknown'],
    ['rds:DescribeDBClusters', 'AWS::Neptune::DBCluster', 'unknown'],
    ['backup:ListRecoveryPointsByBackupVault', 'AWS::EC2::Volume', 'unknown'],
    ['rds:DescribeDBSnapshots', 'acme.Store', 'unknown'],
  ])('of %s make of a failing %s: %s', (operation, native, expected) => {
    const assets = [saying('db', 'fail', { native })];
    const context = world({ assets, gaps: [gap('backup', { operation })] });
    const { findings } = runChecks([parrot({ proof: 'presence' })], context);
    expect(findings.map(({ outcome }) => outcome)).toEqual([expected]);
  });

  it.each(['absence', 'presence'] as const)(
    'silence for want of seeing any becomes unknown by %s',
    (proof) => {
      expect(outcomeOf(proof, 'none-seen')).toEqual(['unknown']);
      expect(outcomeOf(proof, 'none-seen', { scope: '222222222222' })).toEqual([]);
      expect(outcomeOf(proof, 'not-applicable')).toEqual([]);
    },
  );

  it('that hide what is judged are one unknown finding a cause, with no asset behind it', () => {
    const gaps = [
      gap('store', { fingerprint: 'g1', region: 'eu-west-1' }),
      gap('store', { fingerprint: 'g2', region: 'us-east-1' }),
      gap('store', { fingerprint: 'g3', reason: 'failed' }),
      gap('store', { fingerprint: 'g4', reason: 'unsupported' }),
      gap('store', { fingerprint: 'g5', provider: 'railway', operation: 'volumes' }),
      gap('store', { fingerprint: 'g6', target: 'db', operation: 'DescribeOne' }),
    ];
    const { findings, tallies } = runChecks([parrot()], world({ assets: [saying('db', 'pass')], gaps }));
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`).toSorted()).toEqual([
      'medium: Not known for any store that could not be listed: Liststore failed; what would close it: aws:Liststore.',
      'medium: Not known for any store that could not be listed: Liststore was denied in 2 places; what would close it: aws:Liststore.',
    ]);
    expect(tallies[0]).toMatchObject({ judged: 3, passed: 1, unknown: 2 });
  });

  it('keep one fingerprint whatever regions they lie in', () => {
    const printOf = (region: string) =>
      runChecks(
        [parrot()],
        world({ assets: [], gaps: [gap('store', { region, fingerprint: region })] }),
      ).findings.map(({ fingerprint }) => fingerprint);
    expect(printOf('eu-west-1')).toEqual(printOf('us-east-1'));
  });

  it('are folded into one finding per check and cause', () => {
    const assets = Array.from({ length: 100 }, (_, n) => saying(`db-${n}`, 'pass'));
    const gaps = [
      gap('backup', { fingerprint: 'g1' }),
      gap('backup', { fingerprint: 'g2', reason: 'unlistable' }),
    ];
    const { findings, tallies } = runChecks([parrot()], world({ assets, gaps }));
    expect(findings.map(({ severity, outcome }) => [outcome, severity])).toEqual([
      ['unknown', 'medium'],
      ['unknown', 'low'],
    ]);
    expect(tallies[0]).toMatchObject({ passed: 0, unknown: 100 });
  });
});
