import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTurn, type Sight, type Standing } from '../../src/findings/lifecycle.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Ending } from '../../src/model/history.ts';
import type { Severity } from '../../src/model/inventory.ts';
import { at, finding } from '../history/nights.ts';

/** What one night shows of one finding: that it fails, or that it is absent with or without proof. */
type Show =
  | { readonly fails: Finding['status']; readonly severity: Severity; readonly lighter: boolean }
  | { readonly absent: Ending | null; readonly lighter: boolean };

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

const show: fc.Arbitrary<Show> = fc.oneof(
  fc.record({
    fails: fc.constantFrom<Finding['status']>('open', 'excepted', 'expired-exception'),
    severity: fc.constantFrom(...severities),
    lighter: fc.boolean(),
  }),
  fc.record({
    absent: fc.constantFrom<Ending | null>('passed', 'gone', 'moved', null),
    lighter: fc.boolean(),
  }),
);

function sight(night: number, shown: Show): Sight {
  const times = { startedAt: at(night - 0.5), finishedAt: at(night), blindSince: null, joined: [] };
  if ('fails' in shown) {
    const { fails, severity, lighter } = shown;
    return { ...times, finding: finding('a', { status: fails, severity }), ending: null, lighter };
  }
  return { ...times, finding: null, ending: shown.absent, lighter: shown.lighter };
}

/** Every turn of a life, night after night. */
function life(shows: readonly Show[]) {
  let standing: Standing | null = null;
  return shows.map((shown, place) => {
    const before: Standing | null = standing;
    const turn = nextTurn(before, sight(place + 1, shown));
    standing = turn?.standing ?? null;
    return { night: place + 1, shown, before, turn };
  });
}

const lives = (claim: (turn: ReturnType<typeof life>[number]) => void): void =>
  fc.assert(fc.property(fc.array(show, { maxLength: 12 }), (shows) => life(shows).forEach(claim)));

describe('whatever the nights show of a finding', () => {
  it('is resolved in a night with proof and in no other', () => {
    lives(({ shown, before, turn }) => {
      const proven = 'absent' in shown && shown.absent !== null && shown.absent !== 'moved';
      const stood = before !== null && before.state !== 'resolved';
      expect(turn?.step === 'resolved').toBe(proven && stood);
      if (turn?.step === 'moved') expect('absent' in shown && shown.absent).toBe('moved');
      else if (turn?.standing.state === 'resolved' && before?.state !== 'resolved') expect(proven).toBe(true);
    });
  });

  it('is open where it fails and nobody excepted it', () => {
    lives(({ shown, turn }) => {
      if ('fails' in shown)
        expect(turn?.standing.state).toBe(shown.fails === 'excepted' ? 'excepted' : 'open');
    });
  });

  it('gets milder by no lighter pass', () => {
    lives(({ shown, before, turn }) => {
      if (!shown.lighter || before === null || before.state === 'resolved' || turn === null) return;
      const [was, is] = [before, turn.standing].map(({ severity }) => severities.indexOf(severity));
      expect(is).toBeGreaterThanOrEqual(was ?? 0);
    });
  });

  it('is not verified where a full scan does not see it and nothing proves why', () => {
    lives(({ shown, before, turn }) => {
      if ('fails' in shown || shown.absent !== null || before?.state !== 'open') return;
      expect(turn?.step ?? null).toBe(shown.lighter ? null : 'not-verified');
    });
  });

  it('counts from the first failing night since the last proven repair', () => {
    fc.assert(
      fc.property(fc.array(show, { maxLength: 12 }), (shows) => {
        let since: string | null = null;
        for (const { night, shown, turn } of life(shows)) {
          if ('fails' in shown) since ??= at(night);
          if (turn !== null && turn.standing.state !== 'resolved') expect(turn.standing.since).toBe(since);
          if (turn?.standing.state === 'resolved') since = null;
        }
      }),
    );
  });

  it('says the same thing once: a night like the one before brings no step', () => {
    lives(({ night, shown, turn }) => {
      const again = turn === null ? null : nextTurn(turn.standing, sight(night + 1, shown));
      expect(again?.step ?? null).toBe(null);
    });
  });
});

describe('a scan that began before a finding came to its state', () => {
  const before: Standing = { state: 'open', severity: 'high', since: at(1), changedAt: at(3) };
  it.each<Ending | null>(['passed', 'gone', 'moved', null])('says nothing of its absence (%s)', (ending) => {
    const stale = {
      finding: null,
      ending,
      startedAt: at(2),
      finishedAt: at(4),
      lighter: false,
      blindSince: null,
      joined: [],
    };
    expect(nextTurn(before, stale)).toEqual({ step: null, standing: before, before: null, joined: [] });
  });
});

describe('a milder severity', () => {
  const before: Standing = { state: 'open', severity: 'critical', since: at(1), changedAt: at(3) };
  const night = {
    finding: finding('a', { severity: 'low' }),
    ending: null,
    startedAt: at(5),
    finishedAt: at(6),
    joined: [],
  };
  const severity = (over: Pick<Sight, 'lighter' | 'blindSince'>) =>
    nextTurn(before, { ...night, ...over })?.standing.severity;

  it('is believed of a scan that sees as much as when the finding came to its state', () => {
    expect(severity({ lighter: false, blindSince: null })).toBe('low');
    expect(severity({ lighter: false, blindSince: at(2) })).toBe('low');
  });

  it('is not believed of one that sees less', () => {
    expect(severity({ lighter: false, blindSince: at(4) })).toBe('critical');
    expect(severity({ lighter: true, blindSince: null })).toBe('critical');
  });
});

describe('a finding that comes to hold for more', () => {
  const stood = (state: Standing['state']): Standing => ({
    state,
    severity: 'high',
    since: at(1),
    changedAt: at(3),
  });
  const turn = (before: Standing | null, over: Partial<Finding>) =>
    nextTurn(before, {
      finding: finding('a', { severity: 'high', ...over }),
      ending: null,
      startedAt: at(5),
      finishedAt: at(6),
      lighter: false,
      blindSince: null,
      joined: ['a new key'],
    });

  it.each<[Standing | null, Partial<Finding>, string | null]>([
    [stood('open'), {}, 'widened'],
    [stood('not-verified'), {}, 'widened'],
    [stood('open'), { severity: 'critical' }, 'worsened'],
    [stood('resolved'), {}, 'reopened'],
    [stood('excepted'), { status: 'excepted' }, null],
    [null, {}, 'opened'],
  ])('%o with %o: %s', (before, over, step) => {
    expect(turn(before, over)?.step).toBe(step);
  });

  it('says what joined, and since when the finding stands', () => {
    expect(turn(stood('open'), {})).toMatchObject({ joined: ['a new key'], standing: { since: at(1) } });
  });
});
