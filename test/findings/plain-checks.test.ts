import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/findings/run.ts';
import type { Condition, PlainCheck } from '../../src/model/inventory.ts';
import { gap, principal, store, world } from '../checks/world.ts';

const check = (over: Partial<PlainCheck>): PlainCheck => ({
  id: 'own-volume-names-its-owner',
  title: 'Every production volume names its owner',
  discipline: 'separation',
  kind: 'store',
  when: [{ field: 'tier', equals: 'production' }],
  expect: [{ field: 'tags.owner', present: true }],
  severity: 'medium',
  message: 'names no owner.',
  ...over,
});

const run = (over: Partial<PlainCheck>, ...assets: Parameters<typeof world>[0]['assets']) =>
  runChecks([], world({ assets, settings: { checks: [check(over)] } }));

const outcome = (condition: Condition) => {
  const asset = store('db', { tags: { owner: 'ops', 'a.b': 'c' } });
  return run({ expect: [condition] }, asset).findings.length === 0;
};

describe('a check in plain form', () => {
  it('fails where what it expects does not hold, with what was read', () => {
    const { findings, tallies } = run(
      {},
      store('db'),
      store('ok', { tags: { owner: 'ops' } }),
      store('x', { tier: 'staging' }),
    );
    expect(findings.map(({ check: id, severity, message }) => `${severity} ${id}: ${message}`)).toEqual([
      'medium own-volume-names-its-owner: "db" names no owner.',
    ]);
    expect(findings[0]?.evidence).toMatchObject([{ field: 'tags.owner', value: 'none known' }]);
    expect(tallies[0]).toMatchObject({ judged: 3, passed: 1, failed: 1, notApplicable: 1 });
  });

  it.each<readonly [Condition, boolean]>([
    [{ field: 'tags.owner', present: true }, true],
    [{ field: 'tags.a.b', equals: 'c' }, true],
    [{ field: 'tags.constructor', present: false }, true],
    [{ field: 'props.__proto__.polluted', present: false }, true],
    [{ field: 'props.sizeBytes', atLeast: 1024 }, true],
    [{ field: 'props.sizeBytes', atLeast: 1025 }, false],
    [{ field: 'props.sizeBytes', atMost: 1023 }, false],
    [{ field: 'props.key', atLeast: 0 }, false],
    [{ field: 'props.guards', equals: 0 }, true],
    [{ field: 'region', oneOf: ['eu-west-1', 'eu-central-1'] }, true],
    [{ field: 'region', equals: 'EU-WEST-1' }, false],
  ])('reads %j as %s', (condition, held) => {
    expect(outcome(condition)).toBe(held);
  });

  it('does not know what could not be read', () => {
    const over = { kind: 'principal' as const, when: [], expect: [{ field: 'props.mfa', equals: true }] };
    expect(run(over, principal('p', { props: { mfa: 'unknown' } })).findings[0]?.outcome).toBe('unknown');
    expect(run(over, principal('p', { props: { mfa: 'inexpressible' } })).notes[0]).toContain(
      'no field for props.mfa',
    );
  });

  it('passes nothing that a gap could hide', () => {
    const context = world({
      assets: [store('db', { tags: { owner: 'ops' } })],
      gaps: [gap('store')],
      settings: { checks: [check({})] },
    });
    expect(runChecks([], context).findings.map((finding) => finding.outcome)).toEqual(['unknown']);
  });
});

describe('an override', () => {
  const judged = (overrides: Parameters<typeof world>[0]['settings']) =>
    runChecks(
      [],
      world({
        assets: [store('db'), store('x', { tier: 'staging' })],
        settings: { checks: [check({ when: [] })], ...overrides },
      }),
    );
  const id = check({}).id;

  it('changes the severity in the environments it names', () => {
    const { findings } = judged({
      overrides: [{ check: id, environments: ['staging'], severity: 'low', limits: {} }],
    });
    expect(findings.map(({ name, severity }) => `${severity} ${name}`)).toEqual(['medium db', 'low x']);
  });

  it('says so where it fits no check', () => {
    const { notes } = judged({
      overrides: [{ check: 'store-has-bakcup', environments: [], severity: 'low', limits: {} }],
    });
    expect(notes).toEqual([
      'The override of "store-has-bakcup" fits no check; `firebreak checks` lists them.',
    ]);
  });
});
