import { describe, expect, it } from 'vitest';
import { documentedRates, share } from '../../src/collectors/aws/budget.ts';
import { collectAws } from '../../src/collectors/aws/index.ts';
import type { Rate } from '../../src/collectors/budgets.ts';
import { collectRailway, type RailwayOptions } from '../../src/collectors/railway/collect.ts';
import { attributeRailway } from '../../src/collectors/railway/index.ts';
import { pacer } from '../../src/collectors/railway/pace.ts';
import type { Unattributed } from '../../src/model/attribution.ts';
import type { Collected } from '../../src/model/inventory.ts';
import { type AwsWorld, type Fault, serveAws } from '../../src/stand-ins/aws/index.ts';
import * as item from '../../src/stand-ins/aws/items.ts';
import { type ServeOptions, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { acme, acmeId, scanner } from '../collectors/aws/acme.ts';
import { everyCall } from './every-call.ts';
import { virtualClock } from './virtual-clock.ts';

const start = new Date('2026-11-22T12:00:00.000Z');
const window = { since: '2026-11-01T00:00:00.000Z', until: '2026-11-22T12:00:00.000Z' };

interface Heard {
  /** Whose limit the call counts against. */
  readonly counter: string;
  readonly at: number;
}

/** The most calls above what a counter's rate admits, over every span of time; none is above zero. */
function excess(heard: readonly Heard[], rateOf: (counter: string) => Rate): readonly string[] {
  const counters = Map.groupBy(heard, ({ counter }) => counter);
  return [...counters].flatMap(([counter, calls]) => {
    const { perSecond, burst } = rateOf(counter);
    const times = calls.map(({ at }) => at).toSorted((a, b) => a - b);
    const over = times.flatMap((from, n) =>
      times.slice(n).flatMap((to, more) => {
        // Clocks tell whole milliseconds.
        const admitted = Math.max(1, burst) + ((to - from + 1) * perSecond) / 1000;
        return more + 1 > admitted
          ? [`${counter}: ${more + 1} in ${to - from} ms, ${admitted} admitted`]
          : [];
      }),
    );
    return over.slice(0, 1);
  });
}

describe('what a stand-in of AWS hears', () => {
  /** Many users, to be asked one by one, so that the rates are what holds the scan up. */
  const crowded = everyCall().map((account) => {
    if (account.id !== acmeId) return account;
    const more = Array.from({ length: 20 }, (_, n) => item.user(acmeId, `many-${n}`));
    return { ...account, iam: { ...account.iam, users: [...(account.iam.users ?? []), ...more] } };
  });
  const faults: readonly Fault[] = [{ operation: 'iam:GenerateCredentialReport', kind: 'denied' }];

  /** AWS counts per account and Region, a service as a whole or (EC2, DynamoDB, CloudTrail) API by API. */
  const countedAlone = ['cloudtrail', 'dynamodb', 'ec2'];

  async function listen(world: AwsWorld, ratePerSecond?: number) {
    const io = virtualClock(start);
    const heard: Heard[] = [];
    const served = await serveAws(world, {
      faults,
      pageSize: 100,
      heard: ({ service, api, region, accessKeyId }) => {
        const whose = accessKeyId === scanner.accessKeyId ? 'own' : 'member';
        const place = service === 'iam' ? '' : region;
        const counter = `${whose} ${place} ${service}:${countedAlone.includes(service) ? api : ''}`;
        heard.push({ counter, at: io.now() });
      },
    });
    const rate = ratePerSecond === undefined ? {} : { ratePerSecond };
    const options = {
      accounts: 'organization',
      regions: ['us-east-1'],
      credentials: scanner,
      endpoint: served.url,
      maxAttempts: 1,
      ...rate,
    } as const;
    try {
      await collectAws(options, io);
    } finally {
      await served.close();
    }
    expect(heard).toHaveLength(served.calls.length);
    return { heard, seconds: (io.now() - start.getTime()) / 1000 };
  }

  it('stays under a fifth of what AWS documents, per account, Region and service', async () => {
    const { heard, seconds } = await listen(crowded);
    const rateOf = (counter: string): Rate => {
      const [service = '', api = ''] = counter.slice(counter.lastIndexOf(' ') + 1).split(':');
      const documented = documentedRates[`${service}:${api}`] ??
        documentedRates[service] ?? { perSecond: 10, burst: 10 };
      return { perSecond: documented.perSecond * share, burst: documented.burst * share };
    };
    expect(excess(heard, rateOf)).toEqual([]);
    expect(heard.length).toBeGreaterThan(150);
    // The rates did hold it up: the measure above had something to measure.
    expect(seconds).toBeGreaterThan(10);
  });

  it('stays under the rate it was given', async () => {
    const { heard } = await listen(crowded, 3);
    expect(excess(heard, () => ({ perSecond: 3, burst: 3 }))).toEqual([]);
  });

  it('enters many accounts no faster than the one account it comes from admits', async () => {
    const ids = Array.from({ length: 8 }, (_, n) => String(300_000_000_000 + n));
    const role = (id: string) => `arn:aws:iam::${id}:role/firebreak-read`;
    const accounts = new Map([['r-1', ids.map((Id) => ({ Id, Name: Id, Status: 'ACTIVE' }))]]);
    const management = { ...acme(), organization: { management: acmeId, accounts, units: new Map() } };
    const others = ids.map((id) =>
      acme({ id, callers: new Map(), assumable: [role(id)], iam: {}, regions: { 'us-east-1': {} } }),
    );
    const { heard } = await listen([management, ...others], 2);
    const entering = heard.filter(({ counter }) => counter === 'own us-east-1 sts:');
    expect(entering.length).toBeGreaterThan(8);
    expect(excess(entering, () => ({ perSecond: 2, burst: 2 }))).toEqual([]);
  });
});

describe('what a stand-in of Railway hears', () => {
  const { world, tokens } = pocketOs(start);
  const inHand = [
    { name: 'RAILWAY_API_TOKEN', value: tokens.domainChores },
    // A bearer, found out only after the header of project tokens was tried.
    { name: 'RAILWAY_TOKEN', value: 'c1c1c1c1-1111-4222-8333-c0ffee000001' },
  ];
  const workspace = world.workspaces[0]?.id ?? '';
  const gone: Unattributed = {
    fingerprint: 'drift:gone',
    change: 'removed',
    asset: 'railway:volume-instance:gone',
    native: 'railway.VolumeInstance',
    provider: 'railway',
    scope: workspace,
    region: null,
    within: [],
  };

  async function listen(options: Partial<RailwayOptions>, serve: ServeOptions = {}) {
    const io = virtualClock(start);
    const heard: Heard[] = [];
    const served = await serveRailway(world, {
      pageSize: 1,
      heard: (_, { authorization, 'project-access-token': project }) => {
        const value = project === undefined ? String(authorization).replace('Bearer ', '') : String(project);
        heard.push({
          counter: inHand.find((token) => token.value === value)?.name ?? 'nobody',
          at: io.now(),
        });
      },
      ...serve,
    });
    const given = { endpoint: served.url, tokens: inHand, paces: new Map(), ...options };
    try {
      const collected = await collectRailway(given, io);
      const calls = heard.length;
      await attributeRailway(given, [gone], window, io);
      return { heard, collected, calls };
    } finally {
      await served.close();
    }
  }

  const steady = (perSecond: number) => () => ({ perSecond, burst: 1 });

  it('comes five a second with each token at most, from the first question who it is to the last, who did it', async () => {
    const { heard, calls } = await listen({});
    expect(excess(heard, steady(5))).toEqual([]);
    expect(heard.map(({ counter }) => counter)).not.toContain('nobody');
    expect(calls).toBeGreaterThan(25);
    expect(heard.length).toBeGreaterThan(calls);
  });

  it('comes no faster than it was told', async () => {
    const { heard } = await listen({ requestsPerSecond: 0.5 });
    expect(excess(heard, steady(0.5))).toEqual([]);
  });

  it('is silence for as long as the API asks for it', async () => {
    const faults = [{ on: 'projects', nth: 1, as: 'too-many', retryAfter: '30' }] as const;
    const { heard, collected } = await listen({ tokens: inHand.slice(0, 1) }, { faults });
    const longest = Math.max(...heard.map(({ at }, n) => at - (heard[n - 1]?.at ?? at)));
    expect(longest).toBeGreaterThanOrEqual(30_000);
    expect(collected.gaps.filter(({ reason }) => reason === 'throttled')).toEqual([]);
  });

  /** Gaps of what was left, in the words they are told in. */
  const left = ({ gaps }: Collected): readonly string[] =>
    gaps.filter(({ reason }) => reason === 'throttled').map(({ detail }) => detail);

  it.each([
    [{}, { hourlyLimit: 30 }, 30, /^left for the next hour: \d+ calls are left in this one/],
    [{ callsPerScan: 12 }, {}, 24, /^left for the next hour: a scan may make 12 calls with the token$/],
    [{ callsPerScan: 12 }, { hourlyLimit: 1000 }, 24, /^left for the next hour: a scan may make 12 calls/],
  ])('ends before the hour does, and says what it left: %j of %j', async (options, serve, most, words) => {
    const { heard, collected } = await listen(options, serve);
    expect(heard.length).toBeLessThanOrEqual(most);
    expect(left(collected).length).toBeGreaterThan(0);
    for (const text of left(collected)) expect(text).toMatch(words);
    const { sources } = collected;
    expect(sources.filter(({ status }) => status === 'complete').length).toBeLessThan(sources.length);
  });

  it('stays within the hour over one scan after another', async () => {
    let remaining = 60;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      remaining -= 1;
      const response = await globalThis.fetch(input, init);
      const headers = new Headers(response.headers);
      headers.set('x-ratelimit-limit', '60');
      headers.set('x-ratelimit-remaining', String(Math.max(0, remaining)));
      return new Response(response.body, { status: response.status, headers });
    };
    for (let scan = 0; scan < 5; scan += 1)
      await listen({ fetch, tokens: inHand.slice(0, 1), paces: new Map() });
    expect(remaining).toBeGreaterThan(0);
  });

  it('comes to an end even where no header tells of the hour', async () => {
    const pace = pacer({ requestsPerSecond: 1000, callsPerScan: null }, virtualClock(start), 'TOKEN');
    const answers = await Promise.all(Array.from({ length: 950 }, () => pace.admit()));
    const refused = answers.filter((it) => it !== null);
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({
      reason: 'throttled',
      detail: expect.stringContaining('left for the next hour'),
    });
  });
});
