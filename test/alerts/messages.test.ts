import { describe, expect, it } from 'vitest';
import type { AlertBody } from '../../src/alerts/body.ts';
import { messagesOf, missedMessages } from '../../src/alerts/messages.ts';
import type { AlertConfig } from '../../src/config/config.ts';
import type { Delta, Message } from '../../src/model/history.ts';
import { credential, drift, gap, pair, plan, store } from '../reports/fixture.ts';
import { delta, finishedAt, report, route, settings, step } from './delta.ts';

function bodies(over: Partial<Delta>, ...alerts: readonly AlertConfig[]): readonly AlertBody[] {
  const routes = alerts.length === 0 ? [route()] : alerts;
  return messagesOf(delta(over), settings(...routes), report).map(({ body }) => body as AlertBody);
}

const headline = (over: Partial<Delta>, ...alerts: readonly AlertConfig[]): string | undefined =>
  bodies(over, ...alerts)[0]?.headline;

function bodyOf(message: Message | undefined): AlertBody {
  return message?.body as AlertBody;
}

const lostAccess = 'aws:denied:iam:ListUsers:111111111111';

describe('what is said of a scan', () => {
  it.each<[string, Partial<Delta>, string | undefined]>([
    ['nothing changed', {}, undefined],
    ['nothing changed and much stays unread', { state: 'incomplete' }, undefined],
    [
      'the parent line',
      {
        steps: [
          step('opened', { fingerprint: 'a' }),
          step('reopened', { fingerprint: 'b' }),
          step('resolved', { fingerprint: 'c' }),
          ...['d', 'e', 'f'].map((fingerprint) => step('not-verified', { fingerprint })),
        ],
      },
      'acme: +2 critical, 3 not readable, 1 fixed',
    ],
    [
      'a key that can do what another of its owner could',
      { steps: [step('widened', { fingerprint: 'a' }, { joined: ['deploy'] })] },
      'acme: 1 worse',
    ],
    [
      'a rule that no longer applies, which is no repair',
      { steps: [{ ...step('resolved', { fingerprint: 'a' }), proof: 'lapsed' as const }] },
      'acme: 1 no longer applies',
    ],
    [
      'all there can be',
      {
        steps: [
          step('opened', { fingerprint: 'a', severity: 'high' }),
          step('worsened', { fingerprint: 'b' }),
          step('excepted', { fingerprint: 'c' }),
        ],
        drift: { appeared: [drift()], settled: [drift({ fingerprint: 'e' })] },
        gaps: { appeared: [], closed: [lostAccess] },
        missed: 2,
      },
      'acme: +1 high, 1 worse, 1 drift event, 1 drift event undone, 1 excepted, 1 readable again, scans run again',
    ],
    ['a scan that reads everything again', { stateBefore: 'incomplete' }, 'acme: everything readable again'],
    [
      'a scan in which a check failed',
      { state: 'incomplete', stateBefore: 'complete' },
      'acme: scan incomplete',
    ],
    [
      'a gap alone',
      { state: 'incomplete', gaps: { appeared: [lostAccess], closed: [] } },
      'acme: 1 not readable',
    ],
    ['what never can be read', { gaps: { appeared: ['railway:unlistable:x'], closed: [] } }, undefined],
    [
      'drift that somebody excepted',
      { drift: { appeared: [drift({ status: 'excepted' })], settled: [] } },
      undefined,
    ],
    [
      'less read, told as drift',
      { drift: { appeared: [drift({ event: 'gap-appeared' })], settled: [] } },
      'acme: 1 not readable',
    ],
    ['what is below the threshold', { steps: [step('opened', { severity: 'medium' })] }, undefined],
  ])('%s', (_title, over, expected) => {
    expect(headline(over)).toBe(expected);
  });

  it('lost access is never good news', () => {
    const [body] = bodies({
      state: 'incomplete',
      steps: [step('not-verified')],
      gaps: { appeared: [lostAccess], closed: [] },
    });
    expect(body?.mood).toBe('unseen');
    expect(body?.items[0]?.text).toMatch(/^Could not be read again, so it counts as open, not as fixed\./);
    expect(body?.notes[0]).toMatch(/^Scan incomplete: .* Nothing there counts as fixed\.$/);
    expect(JSON.stringify(body)).not.toMatch(/nothing against it|proven gone/);
  });

  it('says what was denied and what would open it', () => {
    const told = {
      ...report,
      coverage: {
        ...report.coverage,
        gaps: [
          gap({
            fingerprint: lostAccess,
            reason: 'denied',
            operation: 'iam:ListUsers',
            scope: '1111',
            detail: 'no',
            permission: 'iam:ListUsers',
          }),
        ],
      },
    };
    const [message] = messagesOf(
      delta({ gaps: { appeared: [lostAccess], closed: [] } }),
      settings(route()),
      told,
    );
    expect(bodyOf(message).notes).toContain(
      'Not readable: iam:ListUsers in 1111, denied: no. Closed by: iam:ListUsers',
    );
  });

  it('resolved says by which proof, and after how long', () => {
    const resolved = (proof: 'passed' | 'gone') =>
      bodies({ steps: [step('resolved', {}, { proof })] })[0]?.items[0]?.text;
    expect(resolved('passed')).toMatch(
      /: the check was asked again and has nothing against it, after 5 days\.$/,
    );
    expect(resolved('gone')).toMatch(/: what failed is proven gone, after 5 days\.$/);
  });

  it('is said once a scan and channel', () => {
    const keys = () =>
      messagesOf(delta({ steps: [step('opened')] }), settings(route()), report).map((m) => m.dedupeKey);
    expect(keys()).toEqual(keys());
    expect(keys()).toEqual(['scan/scan-2/full/team']);
  });

  it('has no link where nobody said where the report is', () => {
    const { reportUrl: _, ...without } = settings(route());
    const [message] = messagesOf(delta({ steps: [step('opened')] }), without, report);
    expect(bodyOf(message).reportUrl).toBeNull();
  });
});

describe('an item', () => {
  it('has its plan, what stops it and what to do', () => {
    expect(bodies({ steps: [step('opened')] })[0]?.items).toEqual([
      {
        mark: 'new',
        severity: 'critical',
        name: 'postgres-data',
        text: 'domain-cli ends postgres-data and its 1 backup in 1 call.',
        plan: 'total loss in 1 call: railway:volumeDelete on its volume',
        stoppedBy: 'nothing',
        fix: 'Keep a copy in an account that domain-cli cannot reach, and test a restore from it.',
        also: 0,
      },
    ]);
  });

  it('of a principal has the plan of the worst of its credentials, with its steps, times and wait', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((target, n) => ({
      ...{ operation: 'ec2:DeleteSnapshot', target, count: n + 1, as: n === 0 ? 'role/admin' : null },
      ...{ allowedBy: [], note: null },
    }));
    const radius = {
      ...report.blastRadius,
      credentials: [
        credential({ credential: 'key:1', principal: 'user', class: 'mild' }),
        credential({ credential: 'key:2', principal: 'user', class: 'bad' }),
      ],
      plans: [plan({ id: 'long', calls: 15, atLeast: true, waitHours: 168, steps })],
      pairs: [
        pair({ class: 'mild', verdict: 'recoverable', plan: null }),
        pair({
          class: 'bad',
          verdict: 'unknown',
          possible: 'delayed-loss',
          plan: 'long',
          stoppedBy: [{ control: 'a pending deletion', asset: null, until: '168' }],
        }),
      ],
    };
    const over = { steps: [step('opened', { asset: 'user' })] };
    const [message] = messagesOf(delta(over), settings(route()), { ...report, blastRadius: radius });
    expect(bodyOf(message).items[0]).toMatchObject({
      plan: 'possibly delayed loss in at least 15 calls, over 7 days: ec2:DeleteSnapshot on a as role/admin, then ec2:DeleteSnapshot on b (2 times), then ec2:DeleteSnapshot on c (3 times), then ec2:DeleteSnapshot on d (4 times), and 1 more step',
      stoppedBy: 'a pending deletion, for 7 days',
    });
  });

  it('says first what a finding has come to hold for', () => {
    const joined = ['deploy', 'ci', 'old', 'older', 'oldest'];
    const [body] = bodies({ steps: [step('widened', { message: 'It ends all.' }, { joined })] });
    expect(body?.items[0]).toMatchObject({
      mark: 'worse',
      text: 'It holds for "deploy", "ci", "old", 2 more as well now. It ends all. Open for 5 days.',
    });
  });

  it('stands for all news of its asset, and there are five at most, the gravest first', () => {
    const steps = [
      step('resolved', { fingerprint: 'r', asset: 'z' }),
      step('not-verified', { fingerprint: 'n', asset: 'y' }),
      ...[0, 1, 2, 3, 4, 5, 6].map((n) =>
        step('opened', { fingerprint: `h${n}`, asset: `a${n}`, severity: 'high' }),
      ),
      step('opened', { fingerprint: 'c', asset: 'a6', name: 'worst' }),
    ];
    const [body] = bodies({ steps });
    expect(body?.items).toHaveLength(5);
    expect(body?.items[0]).toMatchObject({ name: 'worst', severity: 'critical', also: 1 });
    expect(body?.more).toBe(10 - 6);
  });

  it('is bounded and printable, whatever a name is', () => {
    const name = `${'x'.repeat(100_000)}\u202e\u0000`;
    const [body] = bodies({
      steps: [step('opened', { name, message: `\u001b[31m${name}`, remediation: name })],
    });
    expect(JSON.stringify(body).length).toBeLessThan(4000);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(JSON.stringify(body?.items)).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('a route', () => {
  const agent = { name: 'cursor', owner: 'o', purpose: 'p', credentials: ['key:9'], expires: null };
  const aws = { asset: 'arn:aws:iam::1:user/x', provider: 'aws', environments: ['staging'] };
  it.each<[string, Partial<AlertConfig>, Partial<Parameters<typeof step>[1]>, boolean]>([
    ['by severity: above', { minSeverity: 'critical' }, {}, true],
    ['by severity: below', { minSeverity: 'critical' }, { severity: 'high' }, false],
    ['by provider: its own', { providers: ['railway'] }, {}, true],
    ['by provider: another', { providers: ['railway'] }, aws, false],
    ['by environment: its own', { environments: ['production'] }, {}, true],
    ['by environment: another', { environments: ['production'] }, aws, false],
    [
      'by environment: about none in particular',
      { environments: ['production'] },
      { environments: [], asset: 'x' },
      true,
    ],
    ['by environment: that of the store', { environments: ['staging'] }, { environments: [] }, false],
    ['by agent: declared by credential', { agents: ['cursor'] }, { asset: 'key:9' }, true],
    ['by agent: nobody’s', { agents: ['cursor'] }, { asset: 'key:8', evidence: [] }, false],
    [
      'by agent: named in the evidence',
      { agents: ['bot'] },
      { evidence: [{ field: 'agent', value: 'bot', readAt: '' }] },
      true,
    ],
    ['by agent: a store its credential can end', { agents: ['cursor'] }, {}, true],
    ['by news: not wanted', { when: ['resolved'] }, {}, false],
  ])('%s', (_title, over, about, expected) => {
    const all = { ...settings(route(over)), settings: { ...settings().settings, agents: [agent] } };
    const told = messagesOf(delta({ steps: [step('opened', about)] }), all, report);
    expect(told.length > 0).toBe(expected);
  });

  it('hears of gaps of its own providers alone', () => {
    const gaps = { appeared: [lostAccess], closed: [] };
    expect(headline({ gaps }, route({ providers: ['railway'] }))).toBeUndefined();
    expect(headline({ gaps }, route({ providers: ['aws'] }))).toBe('acme: 1 not readable');
    expect(headline({ gaps }, route({ when: ['new'] }))).toBeUndefined();
  });

  it('looks environments of stores up for drift events, which have none', () => {
    const appeared = [drift({ asset: store().store })];
    const of = (environment: string) =>
      headline({ drift: { appeared, settled: [] } }, route({ environments: [environment] }));
    expect([of('production'), of('staging')]).toEqual(['acme: 1 drift event', undefined]);
  });
});

describe('the first scan of all', () => {
  it('is one summary, however much is open', () => {
    const steps = Array.from({ length: 3000 }, (_, n) =>
      step('opened', { fingerprint: `f${n}`, asset: `a${n}`, severity: n < 2 ? 'critical' : 'high' }),
    );
    const told = bodies({ previous: null, steps });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      kind: 'first',
      headline: 'acme: first scan, 2 critical, 2,998 high open',
      more: 2995,
    });
  });

  it('is told even where nothing is open, so that one sees the channel work', () => {
    expect(bodies({ previous: null })[0]).toMatchObject({
      headline: 'acme: first scan, nothing open at or above high',
      mood: 'plain',
    });
  });

  it('claims nothing of what it could not read', () => {
    const gaps = { appeared: [lostAccess], closed: [] };
    const [body] = bodies({ previous: null, state: 'incomplete', gaps });
    expect(body).toMatchObject({
      mood: 'unseen',
      headline: 'acme: first scan, nothing open at or above high in what could be read',
    });
    expect(body?.notes.slice(0, 2)).toEqual([
      'Scan incomplete: what could not be read is not known. Nothing there counts as fixed.',
      `Not readable: ${lostAccess}`,
    ]);
  });

  it('says what is open to whoever wants to hear of other news alone', () => {
    const [body] = bodies({ previous: null, steps: [step('opened')] }, route({ when: ['resolved'] }));
    expect(body?.headline).toBe('acme: first scan, 1 critical open');
  });

  it('pages nobody to say that nothing is open', () => {
    const channel = { type: 'pagerduty', routingKey: { env: 'K' }, endpoint: null } as const;
    expect(bodies({ previous: null }, route({ channel }))).toEqual([]);
    expect(bodies({ previous: null, steps: [step('opened')] }, route({ channel }))[0]?.notes.at(-1)).toBe(
      'This incident stands for all of them and is closed by hand.',
    );
  });
});

describe('a scan that did not run', () => {
  const missed = {
    target: 'acme',
    pass: 'full',
    at: finishedAt,
    why: 'TOKEN_MISSING: RAILWAY_API_TOKEN is not set.',
  };
  it('is told plainly, once a day, and to whoever wants it', () => {
    const told = missedMessages(missed, settings(route(), route({ name: 'quiet', when: ['new'] })));
    expect(told.map(({ channel, dedupeKey }) => [channel, dedupeKey])).toEqual([
      ['team', 'missed/acme/full/2026-11-22/team'],
    ]);
    expect(told[0]?.body).toMatchObject({ headline: 'acme: scan did not run', mood: 'unseen', items: [] });
    expect(bodyOf(told[0]).notes.join(' ')).toMatch(
      /RAILWAY_API_TOKEN is not set.*what was open counts as open/,
    );
  });
});

describe('incidents', () => {
  const pager = route({
    name: 'pager',
    channel: { type: 'pagerduty', routingKey: { env: 'K' }, endpoint: null },
  });
  const incidents = (over: Partial<Delta>) =>
    bodies(over, pager).map(({ incident }) => `${incident?.action} ${incident?.key}`);

  it('open one a finding and close under the same key once it is proven resolved', () => {
    expect(
      incidents({ steps: [step('opened', { fingerprint: 'a' }), step('worsened', { fingerprint: 'b' })] }),
    ).toEqual(['trigger firebreak/acme/a', 'trigger firebreak/acme/b']);
    expect(incidents({ steps: [step('resolved', { fingerprint: 'a' })] })).toEqual([
      'resolve firebreak/acme/a',
    ]);
  });

  it('are not closed by an exception, and not by lost access', () => {
    expect(incidents({ steps: [step('excepted', { fingerprint: 'a' })] })).toEqual([]);
    expect(incidents({ state: 'incomplete', steps: [step('not-verified', { fingerprint: 'a' })] })).toEqual([
      'trigger firebreak/acme/full/incomplete',
    ]);
  });

  it('of a pass close when it reads everything again, and when it runs again', () => {
    expect(incidents({ stateBefore: 'incomplete', missed: 1 })).toEqual([
      'resolve firebreak/acme/full/incomplete',
      'resolve firebreak/acme/full/missed',
    ]);
    expect(incidents({ state: 'incomplete', gaps: { appeared: [], closed: [lostAccess] } })).toEqual([]);
  });

  it('become one where there are many at once', () => {
    const steps = Array.from({ length: 11 }, (_, n) =>
      step('opened', { fingerprint: `f${n}`, asset: `a${n}` }),
    );
    const [storm, ...rest] = bodies({ steps }, pager);
    expect(rest).toEqual([]);
    expect(storm?.notes.at(-1)).toBe('This incident stands for all of them and is closed by hand.');
  });
});
