import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaselineInUse } from '../../src/baseline/in-use.ts';
import { compareWithBaseline } from '../../src/drift/compare.ts';
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
import { hindsight } from '../../src/hindsight.ts';
import type { Asset } from '../../src/model/asset.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Absent, Proofs } from '../../src/model/history.ts';
import { asset, backup, credential, gap, principal, store, world } from '../checks/world.ts';
import { acme, changed, type Scan, scanned, source, sources, wholeScope, without } from '../drift/scans.ts';

const rulings: Readonly<Record<string, Ruling>> = {
  pass,
  fail: fail('it is bad.', {}),
  unknown: unknown('nobody told'),
  'not-applicable': notApplicable,
  mute: inexpressible('acme does not say'),
  'none-seen': noneSeen,
};

/** A check that says what the tag `says` of an asset. */
function parrot<K extends 'store' | 'credential' | 'backup'>(
  judges: K,
  over: Partial<Check<K>> = {},
): Check<K> {
  const definition = defineCheck<K>({
    id: `${judges}-is-good`,
    title: 'It is good',
    severity: { production: 'high', otherwise: 'low' },
    judges,
    needs: ['backup'],
    proof: 'absence',
    why: 'because',
    fix: { aws: { steps: 'Make it good.' } },
    frameworks: [],
    evaluate: ({ tags: { says = 'pass' } }) => {
      const ruling = rulings[says];
      if (ruling === undefined) throw new Error(`cannot say ${says}`);
      return ruling;
    },
    ...over,
  });
  return { ...definition, discipline: 'recovery' };
}

const parrots: readonly Check[] = [parrot('store'), parrot('credential'), parrot('backup')];

function look(scan: Scan, checks: readonly Check[] = parrots, baseline: BaselineInUse | null = null) {
  const { index, radius, current } = scanned(scan);
  const drift =
    baseline?.trusted === true
      ? compareWithBaseline({ baseline: baseline.baseline, current, index, radius })
      : [];
  const { limits, now } = world({ assets: [] });
  const checked = runChecks(checks, { index, radius, drift, baseline: null, limits, now });
  const failing = checked.findings.filter(({ outcome }) => outcome === 'fail');
  return { failing, drift, ...hindsight({ index, drift, checked, baseline }) };
}

type Looked = ReturnType<typeof look>;

const absentOf = (then: Looked, alarm: Looked['failing'][number] | Looked['drift'][number]): Absent => {
  const subjects = then.subjectsOf(alarm);
  const { fingerprint, asset } = alarm;
  const of = 'check' in alarm ? alarm.check : alarm.event;
  return { fingerprint, of, asset, subjects, places: then.placesOf(subjects), coverage: then.coverage };
};

/** What `now` proves of what `then` found and it does not. */
function proofs(then: Looked, now: Looked): Proofs {
  const missing = <T extends { readonly fingerprint: string }>(before: readonly T[], after: readonly T[]) =>
    before.filter(({ fingerprint }) => !after.some((each) => each.fingerprint === fingerprint));
  return now.prove({
    findings: missing(then.failing, now.failing).map((each) => absentOf(then, each)),
    drift: missing(then.drift, now.drift).map((each) => absentOf(then, each)),
  });
}

const proofsOf = (then: Scan, now: Scan, checks?: readonly Check[]): readonly string[] => [
  ...proofs(look(then), look(now, checks)).findings.values(),
];

const saying = (says: string) => (entry: Asset) => (entry.id === 'db' ? { ...entry, tags: { says } } : entry);
const bad = changed(acme, saying('fail'));

describe('a store that failed', () => {
  it.each([
    ['passes', changed(acme, saying('pass')), ['passed']],
    ['is no longer what the rule is about', changed(acme, saying('not-applicable')), ['lapsed']],
    ['is no longer in lists read to their end', without(acme, 'db'), ['gone']],
    ['can’t be told', changed(acme, saying('unknown')), []],
    ['makes the check throw', changed(acme, saying('nonsense')), []],
    ['is what the provider can’t say', changed(acme, saying('mute')), []],
  ])('%s', (_what, now, expected) => {
    expect(proofsOf(bad, now)).toEqual(expected);
  });

  const blind: readonly (readonly [string, Partial<Scan>])[] = [
    ['stores could not be listed', { gaps: [gap('store')] }],
    [
      'the list above could not be read',
      { gaps: [gap('container', { below: ['store'], target: 'account' })] },
    ],
    ['its region is out of scope', { scope: [{ ...wholeScope, regions: ['us-east-1'] }] }],
    ['its kind is out of scope', { scope: [{ ...wholeScope, natives: ['test.backup'] }] }],
    ['its account is out of scope', { scope: [] }],
    ['its source was not read', { sources: sources.slice(0, 1) }],
    ['its source failed', { sources: sources.map((each) => source({ ...each, status: 'failed' })) }],
    [
      'another caller asked',
      {
        sources: sources.map((each) =>
          source({ ...each, caller: { credential: 'access-key', principal: 'arn:other', role: null } }),
        ),
      },
    ],
  ];
  it.each(blind)('is not gone where %s', (_what, over) => {
    expect(proofsOf(bad, { ...without(acme, 'db'), ...over })).toEqual([]);
  });

  it('does not pass where what the pass needs could not be read', () => {
    expect(proofsOf(bad, { ...changed(acme, saying('pass')), gaps: [gap('backup')] })).toEqual([]);
    expect(proofsOf(bad, { ...changed(acme, saying('not-applicable')), gaps: [gap('backup')] })).toEqual([]);
  });

  it.each([
    ['was removed', []],
    ['judges something else now', [{ ...parrot('credential'), id: 'store-is-good' } as Check]],
  ])('proves nothing where its check %s', (_what, checks) => {
    expect(proofsOf(bad, changed(acme, saying('pass')), checks)).toEqual([]);
    expect(proofsOf(bad, acme, checks)).toEqual([]);
  });
});

describe('a finding folded by its owner', () => {
  const keys = (...says: readonly string[]): Scan => ({
    ...acme,
    assets: [
      principal('jer'),
      ...says.map((said, n) =>
        credential(`key-${n}`, 'jer', { tags: { says: said }, props: { type: 'access-key' } }),
      ),
    ].filter(({ tags }) => tags.says !== 'gone'),
  });
  it.each([
    ['both pass', ['pass', 'pass'], ['passed']],
    ['one passes and the rule lapsed for the other', ['pass', 'not-applicable'], ['lapsed']],
    ['one passes and one is gone', ['pass', 'gone'], ['passed']],
    ['both are gone', ['gone', 'gone'], ['gone']],
    ['the owner is gone with them', null, ['gone']],
    ['one can’t be told', ['pass', 'unknown'], []],
    ['a new one can’t be told', ['pass', 'pass', 'unknown'], []],
    ['a new one passes', ['gone', 'gone', 'pass'], ['gone']],
  ])('stands on all that failed: %s', (_what, says, expected) => {
    expect(proofsOf(keys('fail', 'fail'), says === null ? { ...acme, assets: [] } : keys(...says))).toEqual(
      expected,
    );
  });

  it.each([
    ['one of them fails', ['fail'], ['moved']],
    ['one of them can’t be told', ['unknown'], []],
    ['they all pass', ['pass', 'pass'], ['gone']],
    ['there are none', [], ['gone']],
  ])('that stood for credentials nobody could list, which are listed now: %s', (_what, says, expected) => {
    const standIn = credential('test:unlistable:keys:jer', 'jer', {
      tags: { says: 'fail' },
      props: { type: 'unlistable' },
    });
    const unlisted = { ...acme, assets: [principal('jer'), standIn] };
    expect(proofsOf(unlisted, keys(...says))).toEqual(expected);
    expect(proofsOf(unlisted, { ...acme, assets: [] })).toEqual(['gone']);
  });

  it.each([
    ['a key', credential('key', 'jer', { props: { type: 'access-key' } }), 'key'],
    [
      'a session, as people log in and out',
      credential('key', 'jer', { props: { type: 'browser-session' } }),
      null,
    ],
    [
      'what the scan was made with, which may be made for it each night',
      credential('key', 'jer', { props: { type: 'access-key', self: true } }),
      null,
    ],
    ['a stand-in', credential('key', 'jer', { props: { type: 'unlistable' } }), null],
    ['a backup', backup('key', 'db', {}), null],
    ['a store', store('key'), 'key'],
    ['nothing that was read', null, null],
  ])('has as newcomer: %s', (_what, each, name) => {
    const assets = [principal('jer'), store('db'), ...(each === null ? [] : [each])];
    expect(look({ ...acme, assets }).newcomer('key')).toBe(name);
  });

  it('is not gone where credentials could not be listed', () => {
    expect(proofsOf(keys('fail'), { ...keys('gone'), gaps: [gap('credential')] })).toEqual([]);
  });

  it('is told under another owner where all was read, and not where the owner may be unread', () => {
    const copies = (...links: Parameters<typeof asset<'backup'>>[2][]): Scan => ({
      ...acme,
      assets: [
        store('db'),
        ...links.map((over) => asset('backup', 'image', { tags: { says: 'fail' }, ...over })),
      ],
    });
    const [alone, ofStore] = [copies({}), copies({ links: [{ to: 'db', as: 'copy-of' }] })];
    expect(proofsOf(alone, ofStore)).toEqual(['moved']);
    expect(proofsOf(ofStore, { ...alone, gaps: [gap('backup')] })).toEqual([]);
    const unread = { ...without(ofStore, 'db'), gaps: [gap('store')] };
    expect(proofsOf(ofStore, unread)).toEqual([]);
  });

  it('follows a backup by its store', () => {
    const copies = (...says: readonly string[]): Scan => ({
      ...acme,
      assets: [
        store('db'),
        ...says.map((said, n) => backup(`b${n}-${said}`, 'db', { tags: { says: said } })),
      ],
    });
    expect(proofsOf(copies('fail'), copies('pass'))).toEqual(['gone']);
    expect(proofsOf(copies('fail'), { ...copies('pass'), gaps: [gap('backup')] })).toEqual([]);
  });
});

/** What is true of a store, and whether the scan can see it. */
const truths = fc.array(
  fc.record({
    earlier: fc.constantFrom('fail', 'pass', 'unknown'),
    now: fc.constantFrom(
      'fail',
      'pass',
      'unknown',
      'not-applicable',
      'mute',
      'nonsense',
      'deleted',
      'hidden',
    ),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
  }),
  { minLength: 1, maxLength: 6 },
);
const blindness = fc.constantFrom('gap', 'gap-above', 'scope', 'source', 'caller');

it('claims a repair or a deletion only where it is true, however much is hidden', () => {
  fc.assert(
    fc.property(truths, blindness, fc.boolean(), (stores, how, elsewhere) => {
      const named = stores.map((each, n) => ({ ...each, id: `s${n}` }));
      const scan = (when: 'earlier' | 'now'): Scan => ({
        ...acme,
        assets: named
          .filter((each) => each[when] !== 'deleted' && each[when] !== 'hidden')
          .map(({ id, region, ...says }) => store(id, { region, tags: { says: says[when] } })),
        sources: ['eu-west-1', 'us-east-1'].map((region) => source({ region, service: 'ec2' })),
      });
      const blindIn = new Set(named.filter(({ now }) => now === 'hidden').map(({ region }) => region));
      if (elsewhere) blindIn.add('us-east-1');
      const found = proofs(look(scan('earlier')), look(blinded(scan('now'), how, blindIn))).findings;
      const before = look(scan('earlier')).failing;
      for (const { fingerprint, asset } of before) {
        const { now, region } = named.find(({ id }) => id === asset) ?? { now: 'hidden', region: '' };
        const proof = found.get(fingerprint);
        if (proof === 'gone') expect(now).toBe('deleted');
        if (proof === 'passed') expect(now).toBe('pass');
        if (proof === 'lapsed') expect(now).toBe('not-applicable');
        // What was read to its end is told: silence would be as wrong in the long run.
        if (now === 'deleted' && !blindIn.has(region)) expect(proof).toBe('gone');
        if (now === 'pass' && blindIn.size === 0) expect(proof).toBe('passed');
      }
    }),
    { numRuns: 300 },
  );
});

/** The same scan, in which nothing of some regions was seen whole. */
function blinded(scan: Scan, how: string, regions: ReadonlySet<string>): Scan {
  if (regions.size === 0) return scan;
  const blind = [...regions];
  const read = (scan.sources ?? []).filter(({ region }) => !regions.has(region ?? ''));
  switch (how) {
    case 'gap':
      return { ...scan, gaps: blind.map((region) => gap('store', { region })) };
    case 'gap-above':
      return { ...scan, gaps: blind.map((region) => gap('container', { region, below: ['store'] })) };
    case 'scope': {
      const kept = wholeScope.regions.filter((region) => !regions.has(region));
      return { ...scan, sources: read, scope: [{ ...wholeScope, regions: kept }] };
    }
    case 'source':
      return { ...scan, sources: read };
    default: {
      const other = { credential: 'access-key', principal: 'arn:lesser', role: null };
      return {
        ...scan,
        sources: [...read, ...blind.map((region) => source({ region, service: 'ec2', caller: other }))],
      };
    }
  }
}

describe('drift', () => {
  const use = (baseline: Baseline, trusted = true): BaselineInUse =>
    ({
      name: 'acme',
      version: 1,
      digest: '',
      baseline,
      trusted,
      verification: { entry: null },
    }) as BaselineInUse;
  const approved = use(scanned(acme).current);
  const unguarded = changed(acme, (entry) =>
    entry.kind === 'store' ? { ...entry, props: { ...entry.props, guards: [] } } : entry,
  );
  const settled = (then: Scan, now: Scan, by: BaselineInUse | null = approved): number =>
    proofs(look(then, [], approved), look(now, [], by)).drift.size;

  it('is settled when it was undone', () => {
    const then = look(unguarded, [], approved);
    expect(then.drift.map(({ event }) => event)).toContain('guard-removed');
    expect(settled(unguarded, acme)).toBe(then.drift.length);
  });

  it('is settled when it was approved', () => {
    expect(settled(unguarded, unguarded, use(scanned(unguarded).current))).toBeGreaterThan(0);
  });

  it.each([
    ['nothing was compared', acme, null],
    ['the baseline can’t be trusted', acme, use(scanned(acme).current, false)],
    ['its asset could not be listed', { ...without(acme, 'db'), gaps: [gap('store')] }, approved],
    [
      'something of the asset could not be read',
      { ...acme, gaps: [gap('store', { target: 'db' })] },
      approved,
    ],
    [
      'its region is out of scope',
      { ...without(acme, 'db'), scope: [{ ...wholeScope, regions: [] }] },
      approved,
    ],
  ] as const)('is not settled where %s', (_why, now, by) => {
    const then = look(unguarded, [], approved);
    const guard = then.drift.find(({ event }) => event === 'guard-removed')?.fingerprint ?? '';
    expect(proofs(then, look(now, [], by)).drift.has(guard)).toBe(false);
  });

  it('of an asset nobody approved is settled when that is proven gone', () => {
    const grown: Scan = { ...acme, assets: [...acme.assets, store('extra')] };
    expect(settled(grown, acme)).toBe(1);
    expect(settled(grown, { ...acme, gaps: [gap('store')] })).toBe(0);
  });

  it('about what is read is settled when as much is read as was approved, and not when less is', () => {
    const narrowed: Scan = { ...acme, scope: [{ ...wholeScope, regions: ['eu-west-1'] }] };
    expect(look(narrowed, [], approved).drift.map(({ event }) => event)).toEqual(['scope-narrowed']);
    expect(settled(narrowed, acme)).toBe(1);
    const denied: Scan = { ...acme, gaps: [gap('vault')] };
    expect(look(denied, [], approved).drift.map(({ event }) => event)).toEqual(['gap-appeared']);
    expect(settled(denied, acme)).toBe(1);
    expect(settled(denied, narrowed)).toBe(0);
  });
});
