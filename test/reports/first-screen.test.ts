import { describe, expect, it } from 'vitest';
import { firstScreen } from '../../reports/first-screen.ts';
import type { StoreView, Verdict } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import { credential, finding, fixtureReport, gap, pair, plan, store } from './fixture.ts';

/** A store with a worst pair; each by a credential and class of its own. */
function ended(name: string, verdict: Verdict, calls: number, environment = 'production'): StoreView {
  return store({
    store: name,
    name,
    environments: [environment],
    worst: {
      credential: `key of ${name}`,
      class: `class of ${name}`,
      verdict,
      possible: false,
      calls,
      plan: 'plan:1',
      undoUntilHours: null,
    },
  });
}

function reportOf(stores: readonly StoreView[], over: Partial<Report> = {}): Report {
  const report = fixtureReport(over);
  return {
    ...report,
    blastRadius: {
      ...report.blastRadius,
      stores,
      classes: stores.map(({ name }) => ({
        id: `class of ${name}`,
        members: [`key of ${name}`],
        stoppedBy: [],
        via: '',
      })),
      credentials: stores.map(({ name }) =>
        credential({ credential: `key of ${name}`, name: `key of ${name}`, class: `class of ${name}` }),
      ),
      pairs: stores.map(({ name, worst }) =>
        pair({ class: `class of ${name}`, stores: [name], verdict: worst?.verdict ?? 'no-reach' }),
      ),
      plans: [plan()],
      controls: [],
    },
  };
}

const worstName = (report: Report): string | undefined => firstScreen(report).worst?.credential.name;

describe('the worst credential', () => {
  it.each<[string, readonly StoreView[], string | undefined]>([
    ['the worse verdict', [ended('a', 'recoverable', 1), ended('b', 'total-loss', 3)], 'key of b'],
    ['the fewer calls', [ended('a', 'total-loss', 3), ended('b', 'total-loss', 1)], 'key of b'],
    [
      'production before staging',
      [ended('a', 'total-loss', 1, 'staging'), ended('b', 'recoverable', 9)],
      'key of b',
    ],
    [
      'an unknown place as production',
      [ended('a', 'recoverable', 1), ended('b', 'total-loss', 1, 'nowhere named')],
      'key of b',
    ],
    ['nobody where nothing is reached', [ended('a', 'no-reach', 0)], undefined],
    ['nobody where there is no store', [], undefined],
  ])('is chosen by %s', (_, stores, expected) => {
    expect(worstName(reportOf(stores))).toBe(expected);
  });

  it('carries every store its class ends alike, by the certain or the possible verdict', () => {
    const report = reportOf([
      ended('a', 'total-loss', 1),
      ended('b', 'recoverable', 1),
      ended('c', 'no-reach', 0),
    ]);
    const pairs = [
      pair({ class: 'class of a', stores: ['a'] }),
      pair({ class: 'class of a', stores: ['b'], verdict: 'recoverable', possible: 'total-loss' }),
      pair({ class: 'class of a', stores: ['c'], verdict: 'recoverable' }),
    ];
    const { worst } = firstScreen({ ...report, blastRadius: { ...report.blastRadius, pairs } });
    expect(worst?.stores.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('what to do first', () => {
  const list = [
    finding({ fingerprint: '1', check: 'x', severity: 'high', asset: 'elsewhere' }),
    finding({ fingerprint: '2', check: 'y', severity: 'critical', asset: 'elsewhere' }),
    finding({ fingerprint: '3', check: 'y', severity: 'critical', asset: 'a' }),
    finding({ fingerprint: '4', check: 'z', severity: 'critical', asset: 'a', status: 'excepted' }),
    finding({ fingerprint: '5', check: 'w', severity: 'critical', asset: 'a', outcome: 'unknown' }),
  ];

  it('is the gravest open failure of each check, about the worst store before others', () => {
    const screen = firstScreen(reportOf([ended('a', 'total-loss', 1)], { findings: list }));
    expect(screen.doFirst.map(({ fingerprint }) => fingerprint)).toEqual(['3', '1']);
  });
});

describe('what could not be seen', () => {
  it('tells open gaps from standing, attested and accepted ones', () => {
    const gaps = [
      gap({ fingerprint: 'denied', reason: 'denied' }),
      gap({ fingerprint: 'failed but accepted', reason: 'failed', accepted: true, detail: 'was accepted' }),
      gap({ fingerprint: 'unlistable', reason: 'unlistable', detail: 'cannot be listed' }),
      gap({ fingerprint: 'unlistable again', reason: 'unlistable', detail: 'cannot be listed' }),
    ];
    const { unseen } = firstScreen(fixtureReport({ coverage: { ...fixtureReport().coverage, gaps } }));
    expect(unseen.open.map(({ fingerprint }) => fingerprint)).toEqual(['denied']);
    expect(unseen.standing).toHaveLength(3);
    expect(unseen.facts).toEqual(['was accepted', 'cannot be listed']);
  });
});

describe('what was read', () => {
  const { coverage } = fixtureReport();
  const complete = coverage.sources.slice(0, 1);

  it.each<[string, Partial<Report['coverage']>, string]>([
    ['nothing', { sources: [], gaps: [] }, 'Nothing was read.'],
    ['one source', { sources: complete, gaps: [] }, 'The one source in scope was read to the end.'],
    [
      'two sources',
      { sources: [...complete, ...complete], gaps: [] },
      'All 2 sources in scope were read to the end.',
    ],
    ['a source in part', { gaps: [] }, '1 of 2 sources not read to the end.'],
    ['an open gap', { sources: complete, gaps: [gap({ reason: 'denied' })] }, '1 thing could not be read.'],
  ])('is told: %s', (_, over, expected) => {
    expect(firstScreen(fixtureReport({ coverage: { ...coverage, ...over } })).unseen.read).toBe(expected);
  });

  it.each<[string, Partial<Report>, string]>([
    [
      'everything was judged',
      { findings: [], coverage: { ...coverage, gaps: [gap()] } },
      'No failure is open.',
    ],
    [
      'something was not',
      { findings: [finding({ outcome: 'unknown' })] },
      'No failure is open in what could be read; left: 1 gap to close and 1 finding that could not be judged.',
    ],
  ])('bounds what no open failure is worth: %s', (_, over, expected) => {
    expect(firstScreen(fixtureReport(over)).nothingToDo).toBe(expected);
  });
});
