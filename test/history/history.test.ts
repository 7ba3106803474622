import { describe, expect, it } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';
import type { HistoryLocation } from '../../src/history/location.ts';
import { openPast, type Past } from '../../src/history/past.ts';
import type { Delta, Message } from '../../src/model/history.ts';
import { cleanUp, engines } from './engines.ts';
import { at, drift, finding, gap, type Night, seen } from './nights.ts';

cleanUp();

const silent = (): readonly Message[] => [];
const news = ({ steps }: Delta): readonly string[] =>
  steps.map(({ step, finding: { name }, proof }) =>
    [step, name, ...(proof === null ? [] : [proof])].join(' '),
  );

describe.each(engines)('a history in $engine', ({ place, missing }) => {
  const open = (location: HistoryLocation) => openHistory(location, { keepDays: 400 });
  const spec = (title: string, test: (history: History, location: HistoryLocation) => Promise<void>) =>
    it.skipIf(missing)(title, async () => {
      const location = await place();
      const history = await open(location);
      await test(history, location).finally(history.close);
    });
  const reading = async <T>(location: HistoryLocation, use: (past: Past) => Promise<T>): Promise<T> => {
    const past = await openPast(location);
    return use(past).finally(past.close);
  };
  const night = (history: History, number: number, over: Night = {}) =>
    history.record(seen(number, over), silent);

  spec('tells of each finding once, however many nights it stands', async (history) => {
    const findings = [finding('a'), finding('b', { severity: 'critical' })];
    expect(news(await night(history, 1, { findings }))).toEqual(['opened b', 'opened a']);
    for (let number = 2; number < 12; number += 1) {
      const delta = await night(history, number, { findings });
      expect([delta.steps, delta.drift, delta.gaps, delta.previous]).toEqual([
        [],
        { appeared: [], settled: [] },
        { appeared: [], closed: [] },
        at(number - 1),
      ]);
    }
  });

  spec('resolves by proof alone: what is merely not seen is not verified', async (history) => {
    await night(history, 1, { findings: [finding('a'), finding('b'), finding('c')] });
    const delta = await night(history, 2, { passed: ['a'], gone: ['b'] });
    expect(news(delta)).toEqual(['resolved a passed', 'resolved b gone', 'not-verified c']);
    expect(delta.steps.map(({ since }) => since)).toEqual([at(1), at(1), at(1)]);
    expect(delta.steps[0]?.finding).toEqual({ ...finding('a'), remediation: '', frameworks: [] });
    expect(news(await night(history, 3))).toEqual([]);
    expect(news(await night(history, 4, { passed: ['c'] }))).toEqual(['resolved c passed']);
  });

  spec(
    'counts the time from when it failed first, until a proven repair breaks it',
    async (history, location) => {
      await night(history, 1, { findings: [finding('a')] });
      await night(history, 2);
      expect(news(await night(history, 3, { findings: [finding('a')] }))).toEqual([]);
      await night(history, 4, { passed: ['a'] });
      const back = await night(history, 5, { findings: [finding('a')] });
      expect([news(back), back.steps[0]?.since]).toEqual([['reopened a'], at(5)]);
      const [life] = await reading(location, (past) => past.lives('acme', 'a', 10));
      expect(life).toMatchObject({
        state: 'open',
        since: at(5),
        firstSeen: at(1),
        lastSeen: at(5),
        changedAt: at(5),
      });
      expect(life?.steps.map(({ at: when, step, proof }) => [when, step, proof])).toEqual([
        [at(1), 'opened', null],
        [at(2), 'not-verified', null],
        [at(3), 'seen', null],
        [at(4), 'resolved', 'passed'],
        [at(5), 'reopened', null],
      ]);
    },
  );

  spec('tells that a finding got worse, not that it got milder', async (history) => {
    await night(history, 1, { findings: [finding('a', { severity: 'medium' })] });
    const worse = await night(history, 2, { findings: [finding('a', { severity: 'critical' })] });
    expect(worse.steps).toMatchObject([{ step: 'worsened', before: 'medium', since: at(1) }]);
    expect(news(await night(history, 3, { findings: [finding('a', { severity: 'low' })] }))).toEqual([]);
    expect(news(await night(history, 4, { findings: [finding('a', { severity: 'medium' })] }))).toEqual([
      'worsened a',
    ]);
  });

  spec('tells that a finding holds for more than before, and what that is', async (history) => {
    const a = finding('a', { asset: 'key-1' });
    const held = (...standOn: readonly string[]) => ({ findings: [a], standOn: { 'key-1': standOn } });
    await night(history, 1, held('key-1'));
    const wider = await night(history, 2, held('key-1', 'key-2'));
    expect(wider.steps).toMatchObject([{ step: 'widened', joined: ['key-2'], since: at(1) }]);
    expect(news(await night(history, 3, held('key-1', 'key-2')))).toEqual([]);
    expect(news(await night(history, 4, held('key-1', 'session-1')))).toEqual([]);
    expect((await night(history, 5, held('key-1', 'key-2'))).steps).toMatchObject([{ joined: ['key-2'] }]);
  });

  spec('finds the life of a finding by anything it stands on', async (history, location) => {
    const standOn = { 'key-1': ['key-1', 'key_2'] };
    await night(history, 1, { findings: [finding('a', { asset: 'key-1' })], standOn });
    const by = (sought: string) => reading(location, (past) => past.lives('acme', sought, 10));
    for (const sought of ['key-1', 'key_2', 'a'])
      expect(await by(sought)).toMatchObject([{ asset: 'key-1' }]);
    for (const sought of ['key-2', 'key', '%', 'keyx2']) expect(await by(sought)).toEqual([]);
  });

  spec('tells of a key that took the place of another under the same finding', async (history) => {
    await night(history, 1, { findings: [finding('a', { asset: 'key-1' })] });
    const replaced = await night(history, 2, { findings: [finding('a', { asset: 'key-2' })] });
    expect(replaced.steps).toMatchObject([{ step: 'widened', joined: ['key-2'] }]);
    const { findings } = await history.absent('acme', seen(3).report);
    expect(findings).toMatchObject([{ asset: 'key-2', subjects: ['key-2'] }]);
  });

  spec(
    'takes nothing from a finding while less is seen, so that nothing is news again after',
    async (history) => {
      const a = finding('a', { asset: 'key-1' });
      const held = (...standOn: readonly string[]) => ({ findings: [a], standOn: { 'key-1': standOn } });
      const subjects = async (number: number) => {
        const [absent] = (await history.absent('acme', seen(number).report)).findings;
        return [absent?.subjects, absent?.places.map(({ id }) => id).toSorted()];
      };
      await night(history, 1, held('key-1', 'key-2'));
      expect(news(await night(history, 2, { ...held('key-1'), gaps: [gap('a')] }))).toEqual([]);
      expect(news(await night(history, 3, { ...held('key-1'), pass: 'light' }))).toEqual([]);
      const blind = await night(history, 4, { ...held('key-1', 'key-3', 'session-1'), gaps: [gap('a')] });
      expect(blind.steps).toMatchObject([{ step: 'widened', joined: ['key-3'] }]);
      const all = ['key-1', 'key-2', 'key-3'];
      expect(await subjects(5)).toEqual([all, all]);
      expect(news(await night(history, 5, held(...all)))).toEqual([]);
      await night(history, 6, held('key-1'));
      expect(await subjects(7)).toEqual([['key-1'], ['key-1']]);
    },
  );

  spec('keeps what is excepted apart, and tells when its exception has expired', async (history) => {
    await night(history, 1, { findings: [finding('a')] });
    const excepted = finding('a', { status: 'excepted' });
    expect(news(await night(history, 2, { findings: [excepted] }))).toEqual(['excepted a']);
    expect(news(await night(history, 3, { findings: [excepted] }))).toEqual([]);
    const expired = await night(history, 4, { findings: [finding('a', { status: 'expired-exception' })] });
    expect([news(expired), expired.steps[0]?.since]).toEqual([['reopened a'], at(1)]);
  });

  spec('does not follow what is not known: that is told as gaps', async (history) => {
    const unknown = finding('a', { outcome: 'unknown', severity: 'medium' });
    const delta = await night(history, 1, { findings: [unknown], gaps: [gap('a')] });
    expect([news(delta), delta.state, delta.gaps.appeared]).toEqual([[], 'incomplete', ['aws:denied:a']]);
  });

  spec('follows gaps that nobody accepted and that are no standing fact', async (history) => {
    const standing = [gap('b', { accepted: true }), gap('c', { reason: 'unlistable' })];
    const first = await night(history, 1, { gaps: [gap('a'), ...standing] });
    expect(first.gaps).toEqual({ appeared: ['aws:denied:a'], closed: [] });
    expect((await night(history, 2, { gaps: [gap('a'), ...standing] })).gaps.appeared).toEqual([]);
    expect((await night(history, 3, { gaps: standing, read: false })).gaps.closed).toEqual([]);
    const closed = await night(history, 4, { gaps: standing });
    expect([closed.gaps.closed, closed.state]).toEqual([['aws:denied:a'], 'complete']);
  });

  spec('tells of drift when it appears, gets worse, is proven settled and comes back', async (history) => {
    const told = ({ drift: { appeared, settled } }: Delta) => [
      appeared.map(({ name }) => name),
      settled.map(({ name }) => name),
    ];
    const mild = drift('a', { severity: 'low' });
    expect(told(await night(history, 1, { drift: [mild] }))).toEqual([['a'], []]);
    expect(told(await night(history, 2, { drift: [mild] }))).toEqual([[], []]);
    expect(told(await night(history, 3, { drift: [drift('a')] }))).toEqual([['a'], []]);
    expect(told(await night(history, 4))).toEqual([[], []]);
    expect(told(await night(history, 5, { settled: ['a'] }))).toEqual([[], ['a']]);
    expect(told(await night(history, 6, { drift: [mild] }))).toEqual([['a'], []]);
  });

  spec('lets a lighter pass change only what it saw or can prove', async (history) => {
    await night(history, 1, {
      findings: [finding('a'), finding('b')],
      drift: [drift('a')],
      gaps: [gap('a')],
    });
    const light = await night(history, 2, { pass: 'light', findings: [finding('c')], passed: ['b'] });
    expect(news(light)).toEqual(['resolved b passed', 'opened c']);
    expect([light.drift.settled, light.gaps.closed]).toEqual([[], []]);
    const full = await night(history, 3, { findings: [finding('a'), finding('c')], drift: [drift('a')] });
    expect([news(full), full.gaps.closed]).toEqual([[], ['aws:denied:a']]);
  });

  spec('does not let a scan that began earlier speak of what was seen since', async (history) => {
    await night(history, 2, { findings: [finding('a')], drift: [drift('a')] });
    const slow = await night(history, 3, { startedAt: at(1), passed: ['a'], settled: ['a'] });
    expect([news(slow), slow.drift.settled]).toEqual([[], []]);
  });

  spec('names what was open and a report has no more, with what was read then', async (history) => {
    const coverage = {
      scope: [{ provider: 'aws', scope: '1', regions: ['x'], natives: [] }],
      coverage: [],
      gaps: [],
    };
    await night(history, 1, { findings: [finding('a'), finding('b')], drift: [drift('a')], coverage });
    const { report } = seen(2, { findings: [finding('b'), finding('a', { outcome: 'unknown' })] });
    const absent = await history.absent('acme', report);
    expect(absent.findings).toEqual([
      {
        fingerprint: 'store-has-backup:a',
        of: 'store-has-backup',
        asset: 'arn:store/a',
        subjects: ['arn:store/a'],
        places: [],
        coverage,
      },
    ]);
    expect(absent.drift).toMatchObject([{ of: 'guard-removed', asset: 'arn:store/a', coverage }]);
    expect(await history.absent('another', report)).toEqual({ findings: [], drift: [] });
  });

  spec('keeps a scan once, however often it is handed over', async (history, location) => {
    const findings = [finding('a')];
    await night(history, 1, { findings });
    const again = await history.record(seen(1, { findings }), () => [
      { channel: 'x', dedupeKey: '1', body: null },
    ]);
    expect(news(again)).toEqual([]);
    expect(await history.outbox.due(new Date(at(2)), new Date(at(3)), 10)).toEqual([]);
    expect(await reading(location, (past) => past.scans('acme', 10))).toHaveLength(1);
  });

  spec('keeps a scan and its messages together, or neither', async (history, location) => {
    const told = history.record(seen(1, { findings: [finding('a')] }), () => {
      throw new Error('no such channel');
    });
    await expect(told).rejects.toThrow('no such channel');
    const kept = await reading(location, async (past) => [
      await past.scans('acme', 9),
      await past.lives('acme', 'a', 9),
    ]);
    expect(kept).toEqual([[], []]);
    const message = { channel: 'x', dedupeKey: 'once', body: { news: 1 } };
    await history.record(seen(1, { findings: [finding('a')] }), (delta) => [
      message,
      { ...message, body: news(delta) },
    ]);
    expect(await history.outbox.due(new Date(at(2)), new Date(at(3)), 10)).toMatchObject([message]);
  });

  spec('remembers a scan that did not come to its end, with its message', async (history, location) => {
    await night(history, 1);
    const missed = { target: 'acme', pass: 'full', at: at(2), why: 'TOKEN_MISSING: it is not set' };
    await history.missed(missed, [{ channel: 'x', dedupeKey: 'm', body: 1 }]);
    expect(await history.outbox.due(new Date(at(3)), new Date(at(4)), 10)).toMatchObject([
      { dedupeKey: 'm' },
    ]);
    expect(await reading(location, (past) => past.scans('acme', 9))).toMatchObject([
      { scan: null, finishedAt: at(2), why: missed.why },
      { scan: 'scan-1-full', state: 'complete', gaps: 0 },
    ]);
  });

  spec('keeps several targets apart', async (history, location) => {
    await night(history, 1, { findings: [finding('a')] });
    expect(news(await night(history, 2, { target: 'other', findings: [finding('a')] }))).toEqual([
      'opened a',
    ]);
    expect(news(await night(history, 3, { target: 'other', passed: ['a'] }))).toEqual(['resolved a passed']);
    expect(news(await night(history, 4, { findings: [finding('a')] }))).toEqual([]);
    expect(await reading(location, (past) => past.targets())).toEqual(['acme', 'other']);
  });

  spec('takes names no database likes, and gives them back where it can', async (history) => {
    const name = `a\u0000b\ud800 '"; DROP TABLE firebreak_findings; -- \u202e $1 {}`;
    await night(history, 1, { findings: [finding('a', { name, asset: name })], drift: [drift(name)] });
    const delta = await night(history, 2, { passed: ['a'], drift: [drift(name)] });
    expect(delta.steps[0]?.finding.name).toBe(name);
    expect(delta.drift).toEqual({ appeared: [], settled: [] });
  });

  spec('forgets what is over and old, and nothing that is open', async (history, location) => {
    await history.close();
    const brief = await openHistory(location, { keepDays: 30 });
    await brief.record(
      seen(1, { findings: [finding('a'), finding('b'), finding('c')], drift: [drift('a')] }),
      () => [
        { channel: 'x', dedupeKey: 'sent', body: 1 },
        { channel: 'x', dedupeKey: 'waiting', body: 1 },
      ],
    );
    const [sent] = await brief.outbox.due(new Date(at(1)), new Date(at(1)), 1);
    await brief.outbox.delivered(sent?.id ?? '', new Date(at(1)));
    await brief.missed({ target: 'acme', pass: 'full', at: at(1), why: 'x' }, []);
    await brief.record(seen(2, { findings: [finding('a')], passed: ['b'], settled: ['a'] }), silent);
    await brief.record(seen(50, { findings: [finding('a')] }), silent);
    await brief.record(seen(90, { findings: [finding('a')] }), silent);
    expect(await brief.outbox.due(new Date(at(91)), new Date(at(92)), 9)).toMatchObject([
      { dedupeKey: 'waiting' },
    ]);
    const { report } = seen(91);
    expect((await brief.absent('acme', report)).findings.map(({ asset }) => asset)).toEqual([
      'arn:store/a',
      'arn:store/c',
    ]);
    await brief.close();
    const lives = await reading(location, (past) => past.lives('acme', 'store-has-backup', 9));
    expect(lives.map(({ name, state, steps }) => [name, state, steps.map(({ step }) => step)])).toEqual([
      ['c', 'not-verified', ['opened']],
      ['a', 'open', ['opened']],
    ]);
    // The first is kept for `c`: what was read then decides whether it is gone.
    expect((await reading(location, (past) => past.scans('acme', 9))).map(({ scan }) => scan)).toEqual([
      'scan-90-full',
      'scan-1-full',
    ]);
  });

  spec('draws the last full scan of each day', async (history, location) => {
    await night(history, 1, { findings: [finding('a')] });
    await history.record({ ...seen(1, { findings: [], pass: 'light' }) }, silent);
    await night(history, 2, {
      findings: [finding('a'), finding('b', { severity: 'critical' })],
      gaps: [gap('a')],
    });
    const of = (critical: number, high: number) => ({ critical, high, medium: 0, low: 0 });
    expect(await reading(location, (past) => past.trend('acme', 90))).toEqual([
      { at: at(1), openBySeverity: of(0, 1), totalLossStores: 1, gaps: 0 },
      { at: at(2), openBySeverity: of(1, 1), totalLossStores: 1, gaps: 1 },
    ]);
    expect(await reading(location, (past) => past.trend('acme', 1))).toHaveLength(1);
  });

  spec('lets several write at once, one after the other', async (history, location) => {
    const others = await Promise.all([open(location), open(location)]);
    const writers = [history, ...others];
    const nights = Array.from({ length: 12 }, (_, number) => number + 1);
    await Promise.all(
      nights.map((number) =>
        night(writers[number % writers.length] ?? history, number, { findings: [finding(`${number}`)] }),
      ),
    );
    const [scans, lives] = await reading(location, async (past) => [
      await past.scans('acme', 99),
      await past.lives('acme', 'store-has-backup', 99),
    ]);
    expect([scans.length, lives.length]).toEqual([12, 12]);
    await Promise.all(others.map((other) => other.close()));
  });
});
