import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeAnswer, changeSections } from '../../reports/change-sections.ts';
import { changeFormats, changesSince, renderTerminalChanges } from '../../reports/index.ts';
import { columns } from '../../reports/terminal/layout.ts';
import type { Verdict } from '../../src/model/blast-radius.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { credential, drift, finding, fixtureReport, gap, hostileReport, store, tally } from './fixture.ts';

const base = fixtureReport({ drift: [], findings: [] });
const complete = base.coverage.sources.map((source) => ({ ...source, status: 'complete' as const }));
const railway = complete.filter(({ provider }) => provider === 'railway');

/** A report whose sources were all read to the end. */
function reportOf(over: Partial<Report> = {}, coverage: Partial<Report['coverage']> = {}): Report {
  return { ...base, coverage: { ...base.coverage, sources: complete, gaps: [], ...coverage }, ...over };
}

const failing = finding({ fingerprint: 'f', check: 'c', provider: 'railway' });
const before = reportOf({ findings: [failing], checks: [tally({ id: 'c' })] });

function laterOf(over: Partial<Report> = {}, coverage: Partial<Report['coverage']> = {}): Report {
  return reportOf({ checks: [tally({ id: 'c' })], ...over }, coverage);
}

const fates = (earlier: Report, later: Report) => {
  const { fresh, gone, unread, changed } = changesSince(earlier, later).findings;
  return {
    fresh: fresh.length,
    gone: gone.length,
    unread: unread.map(({ why }) => why),
    changed: changed.length,
  };
};

describe('a finding between two scans', () => {
  it.each<[string, Report, Partial<ReturnType<typeof fates>>]>([
    ['is gone where all was read again', laterOf(), { gone: 1 }],
    [
      'stays, whatever its message says of time',
      laterOf({ findings: [{ ...failing, message: 'older now' }] }),
      {},
    ],
    ['changes with its severity', laterOf({ findings: [{ ...failing, severity: 'low' }] }), { changed: 1 }],
    [
      'changes when it is excepted',
      laterOf({ findings: [{ ...failing, status: 'excepted' }] }),
      { changed: 1 },
    ],
    [
      'is new by its fingerprint',
      laterOf({ findings: [failing, finding({ fingerprint: 'g' })] }),
      { fresh: 1 },
    ],
    [
      'is unread where a gap appeared',
      laterOf({}, { gaps: [gap({ fingerprint: 'n', reason: 'denied', operation: 'volumes', scope: 'w1' })] }),
      { unread: ['volumes in w1: denied'] },
    ],
    [
      'is unread where its source failed',
      laterOf({}, { sources: railway.map((source) => ({ ...source, status: 'partial' })) }),
      { unread: [expect.stringContaining('was not read to the end')] },
    ],
    [
      'is unread where its source is missing',
      laterOf({}, { sources: [] }),
      { unread: [expect.stringContaining('was not read')] },
    ],
    [
      'is unread where somebody who may see less asked',
      laterOf(
        {},
        { sources: railway.map((source) => ({ ...source, caller: { ...source.caller, role: 'VIEWER' } })) },
      ),
      { unread: [expect.stringContaining('another caller')] },
    ],
    [
      'is unread where the scope is narrower',
      laterOf({}, { scope: [] }),
      { unread: [expect.stringContaining('no longer in scope')] },
    ],
    ['is unread where its check was not run', laterOf({ checks: [] }), { unread: ['its check was not run'] }],
    [
      'is unread where its check cannot tell any more',
      laterOf({
        findings: [finding({ fingerprint: 'u', check: 'c', outcome: 'unknown', message: 'Not known.' })],
      }),
      { unread: ['Not known.'], fresh: 1 },
    ],
    [
      'is unread where it turned unknown itself',
      laterOf({ findings: [{ ...failing, outcome: 'unknown', message: 'Not known.' }] }),
      { unread: ['Not known.'] },
    ],
  ])('%s', (_, later, expected) => {
    expect(fates(before, later)).toEqual({ fresh: 0, gone: 0, unread: [], changed: 0, ...expected });
  });

  it('is gone in spite of what could not be read before either', () => {
    const standing = gap({ reason: 'unlistable' });
    const untold = finding({ fingerprint: 'u', check: 'c', outcome: 'unknown', message: 'Not known.' });
    const earlier = {
      ...before,
      coverage: { ...before.coverage, gaps: [standing] },
      findings: [failing, untold],
    };
    expect(fates(earlier, laterOf({ findings: [untold] }, { gaps: [standing] }))).toMatchObject({
      gone: 1,
      unread: [],
    });
  });

  it('is unread where the same read failed again, which misses something else each time', () => {
    const failed = gap({ reason: 'throttled', operation: 'volumes' });
    const earlier = { ...before, coverage: { ...before.coverage, gaps: [failed] } };
    expect(fates(earlier, laterOf({}, { gaps: [failed] }))).toMatchObject({
      gone: 0,
      unread: ['volumes in w1: throttled'],
    });
  });

  it('of drift is unread without a trusted baseline to compare with', () => {
    const earlier = reportOf({ drift: [drift()] });
    const untrusted = { ...base.scan, baseline: null };
    expect(fates(earlier, reportOf()).gone).toBe(1);
    expect(fates(earlier, reportOf({ scan: untrusted })).unread).toEqual([
      'there was no trusted baseline to compare with',
    ]);
  });

  it('has one fate, whatever the two scans were', () => {
    const list = fc.uniqueArray(
      fc.record({
        fingerprint: fc.constantFrom('a', 'b', 'c', 'd'),
        outcome: fc.constantFrom<Finding['outcome']>('fail', 'unknown', 'error'),
        severity: fc.constantFrom<Finding['severity']>('critical', 'low'),
      }),
      { selector: ({ fingerprint }) => fingerprint },
    );
    fc.assert(
      fc.property(list, list, fc.boolean(), (then, now, read) => {
        const made = (rows: typeof then) => rows.map((row) => finding({ check: 'c', ...row }));
        const later = laterOf({ findings: made(now) }, read ? {} : { sources: [] });
        const { gone, unread, changed, fresh } = changesSince(
          { ...before, findings: made(then) },
          later,
        ).findings;
        const told = [
          ...gone,
          ...unread.map(({ finding: each }) => each),
          ...changed.map(({ after: each }) => each),
        ];
        expect(new Set(told.map(({ fingerprint }) => fingerprint)).size).toBe(told.length);
        const known = new Set<string>(then.map(({ fingerprint }) => fingerprint));
        expect(fresh.every(({ fingerprint }) => !known.has(fingerprint))).toBe(true);
        if (!read) expect(gone).toEqual([]);
      }),
    );
  });
});

describe('a store between two scans', () => {
  const id = 'railway:volume-instance:a';
  const standing = (verdict: Verdict | null, calls = 1): Report['blastRadius'] => ({
    ...base.blastRadius,
    credentials: [],
    stores:
      verdict === null
        ? []
        : [
            store({
              store: id,
              name: 'a',
              worst: {
                credential: 'k',
                class: 'c',
                verdict,
                possible: false,
                calls,
                plan: null,
                undoUntilHours: null,
              },
            }),
          ],
  });
  const said = (was: Verdict | null, is: Verdict | null, coverage: Partial<Report['coverage']> = {}) =>
    changesSince(
      reportOf({ blastRadius: standing(was) }),
      reportOf({ blastRadius: standing(is) }, coverage),
    ).stores.map(({ before: then, after: now, unread }) => [then?.said ?? null, now?.said ?? null, unread]);

  it.each<[string, Verdict | null, Verdict | null, string | null]>([
    ['better', 'total-loss', 'recoverable', null],
    ['worse', 'recoverable', 'total-loss', null],
    ['unknown', 'total-loss', 'unknown', 'something it rests on could not be read'],
    ['deleted', 'total-loss', null, null],
    ['added', null, 'total-loss', null],
  ])('%s', (_, was, is, unread) => {
    expect(said(was, is)).toMatchObject([
      [expect.anything(), expect.anything(), unread].map((each, nth) =>
        (nth === 0 && was === null) || (nth === 1 && is === null) ? null : each,
      ),
    ]);
  });

  it('that stays as it was is not told', () => {
    expect(said('total-loss', 'total-loss')).toEqual([]);
  });

  it('that looks better in a scan that read less is not proven better', () => {
    expect(said('total-loss', null, { sources: [] })[0]?.[2]).toContain('was not read');
    expect(said('recoverable', 'total-loss', { sources: [] })[0]?.[2]).toBe(null);
  });
});

describe('a credential between two scans', () => {
  it('is told by what it can end and from how many calls', () => {
    const radius = (n: number) => ({
      ...base.blastRadius,
      stores: [],
      credentials: [credential({ verdicts: { ...credential().verdicts, 'total-loss': n, recoverable: 0 } })],
    });
    const [only] = changesSince(
      reportOf({ blastRadius: radius(2) }),
      reportOf({ blastRadius: radius(3) }),
    ).credentials;
    expect(only?.before?.said).toBe('total loss of 2 stores, from 1 call');
    expect(only?.after?.said).toBe('total loss of 3 stores, from 1 call');
  });
});

describe('what changed, as it is shown', () => {
  const changes = changesSince(
    reportOf({ findings: [failing, finding({ fingerprint: 'kept', severity: 'low' })] }),
    reportOf(
      { findings: [finding({ fingerprint: 'kept' }), finding({ fingerprint: 'fresh' })] },
      { gaps: [gap({ reason: 'denied', operation: 'volumes' })] },
    ),
  );

  it('puts what needs a person first', () => {
    expect(changeSections(changes).map(({ title, rows }) => [title, rows.length])).toEqual([
      ['New', 1],
      ['Not readable any more', 1],
      ['Changed', 1],
      ['New gaps', 1],
    ]);
  });

  it('calls nothing gone that was not read, in any format', () => {
    const texts = [
      renderTerminalChanges(changes, { width: 80, color: false }),
      changeFormats.markdown.render(changes),
    ];
    for (const text of texts) {
      expect(text).toMatch(/Not\s+proven gone: volumes in w1: denied/);
      expect(text).not.toMatch(/fixed|^ *GONE|### Gone/im);
    }
    expect(JSON.parse(changeFormats.json.render(changes)).findings.gone).toEqual([]);
  });

  it.each<[string, Report, string]>([
    ['nothing', reportOf(), 'Nothing changed.'],
    ['a gap closed', reportOf({}, { gaps: [gap()] }), '1 gap closed.'],
    [
      'only how a store can be ended',
      reportOf({ blastRadius: { ...base.blastRadius, stores: base.blastRadius.stores.slice(1) } }),
      '1 store worse off.',
    ],
    [
      'a credential that is gone',
      reportOf({ blastRadius: { ...base.blastRadius, credentials: [] } }),
      '4 credentials reaching further.',
    ],
  ])('says in a sentence what changed: %s', (_, earlier, sentence) => {
    expect(changeAnswer(changesSince(earlier, reportOf()))).toBe(sentence);
  });

  it('says that nothing changed', () => {
    const text = renderTerminalChanges(changesSince(base, base), { width: 80, color: false });
    expect(text).toContain('Nothing changed.');
  });

  it.each([40, 80, 110])('keeps to %i columns and lets no name steer the terminal', (width) => {
    const text = renderTerminalChanges(changesSince(base, hostileReport()), { width, color: false });
    expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(width);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Cs}/u);
  });

  it('stays a comment that GitHub takes, however much changed', () => {
    const many = Array.from({ length: 5_000 }, (_, nth) =>
      finding({ fingerprint: `n${nth}`, message: 'x'.repeat(500) }),
    );
    expect(
      changeFormats.markdown.render(changesSince(base, reportOf({ findings: many }))).length,
    ).toBeLessThan(65_536);
  });
});
