import { describe, expect, it } from 'vitest';
import type { AssetKind } from '../../src/model/asset.ts';
import { asset, backup, credential, gap, type ReachLine, store } from '../checks/world.ts';
import {
  account,
  acme,
  allow,
  changed,
  drift,
  edited,
  kinds,
  policy,
  type Scan,
  source,
  sources,
  to,
  wholeScope,
  without,
} from './scans.ts';

const snapshots = acme.assets.filter(({ id }) => id.startsWith('snap-')).map(({ id }) => id);

describe('compareWithBaseline', () => {
  it('says nothing where nothing changed', () => {
    expect(drift(acme, acme)).toEqual([]);
  });

  it('tells an asset that came, and one that went', () => {
    const now = { ...acme, assets: [...acme.assets, store('db-2', { name: 'invoices' })] };
    expect(kinds(drift(acme, now))).toEqual(['asset-added db-2']);
    expect(kinds(drift(now, acme))).toEqual(['asset-removed db-2']);
  });

  it('calls the loss of a production store critical, and tells what went with it as one event', () => {
    const [event, ...others] = drift(acme, without(acme, 'db', 'nightly', 'dump', ...snapshots));
    expect(event).toMatchObject({
      event: 'asset-removed',
      asset: 'db',
      name: 'orders',
      severity: 'critical',
    });
    expect(event?.why).toContain('1 x schedule');
    expect(kinds(others)).toEqual([]);
  });

  it.each<[string, Scan, string]>([
    ['a guard', edited(acme, 'db', { props: { guards: [] } }), 'guard-removed db'],
    ['a schedule', without(acme, 'nightly'), 'schedule-removed nightly'],
    ['copies', without(acme, ...snapshots), 'copy-lost db'],
    ['the copy elsewhere', without(acme, 'dump'), 'copy-lost db'],
    [
      'a boundary',
      edited(acme, 'deploy', { links: [{ to: 'policy-deploy', as: 'attached' }] }),
      'boundary-removed deploy',
    ],
    ['a second factor', edited(acme, 'admin', { props: { mfa: false } }), 'mfa-removed admin'],
    ['the log', edited(acme, 'trail', { props: { logging: false } }), 'logging-stopped trail'],
    ['a lock', edited(acme, 'vault', { props: { lock: 'governance' } }), 'lock-weakened vault'],
    ['retention', edited(acme, 'nightly', { props: { retentionHours: 24 } }), 'retention-cut nightly'],
  ])('tells that %s is gone', (_, now, event) => {
    expect(kinds(drift(acme, now))).toEqual([event]);
  });

  it('tells a new type of credential, and charges the new total loss to it', () => {
    const password = credential('password', 'admin', { props: { type: 'console-password' } });
    const now: Scan = {
      ...acme,
      assets: [...acme.assets, password],
      reach: [...acme.reach, { credential: 'password', stores: ['db'], verdict: 'total-loss' }],
    };
    const [event, ...others] = drift(acme, now);
    expect(event).toMatchObject({ event: 'credential-type-added', asset: 'admin', severity: 'critical' });
    expect(event?.why).toContain('no-reach -> total-loss');
    expect(others).toEqual([]);
  });

  it('calls a wider reach by its name where nothing explains it', () => {
    const now: Scan = {
      ...acme,
      reach: [{ credential: 'key-1', stores: ['db', 'db-staging'], verdict: 'total-loss' }],
    };
    expect(drift(acme, now)).toMatchObject([
      {
        event: 'reach-widened',
        asset: 'admin',
        before: 'recoverable: db',
        after: 'total-loss: db',
        severity: 'critical',
      },
    ]);
  });

  it('tells a replacement once, with its copies and its reach carried over', () => {
    const now: Scan = {
      assets: acme.assets.map((entry) =>
        entry.id === 'db-staging' ? { ...entry, id: 'db-staging-2' } : entry,
      ),
      reach: acme.reach.map((line) => ({
        ...line,
        stores: line.stores.map((id) => (id === 'db-staging' ? 'db-staging-2' : id)),
      })),
    };
    const moved = {
      ...now,
      assets: now.assets.map((entry) =>
        entry.id === 'env-staging'
          ? { ...entry, links: [{ to: 'db-staging-2', as: 'contains' as const }] }
          : entry,
      ),
    };
    expect(kinds(drift(acme, moved))).toEqual(['replaced db-staging-2']);
  });
});

describe('absence proves nothing', () => {
  const gone = without(acme, 'db', 'nightly', 'dump', ...snapshots);

  it.each<[string, Scan, string]>([
    ['in a gap of its kind', { ...gone, gaps: [gap('store')] }, 'gap-appeared'],
    [
      'in a gap about what holds it',
      { ...gone, gaps: [gap('environment', { target: 'env-production' })] },
      'gap-appeared',
    ],
    [
      'below what could not be read',
      {
        ...gone,
        gaps: [gap('environment', { target: 'account', below: ['store', 'schedule', 'backup', 'workload'] })],
      },
      'gap-appeared',
    ],
    [
      'in a gap about the whole account',
      { ...gone, gaps: [gap('store', { target: `aws:account:${account}` })] },
      'gap-appeared',
    ],
    [
      'in a gap of a scope nobody knows',
      { ...gone, gaps: [gap('store', { scope: 'elsewhere' })] },
      'gap-appeared',
    ],
    [
      'in a region that is no longer looked at',
      { ...gone, scope: [{ ...wholeScope, regions: ['us-east-1'] }] },
      'scope-narrowed',
    ],
    [
      'as a kind that is no longer looked at',
      { ...gone, scope: [{ ...wholeScope, natives: wholeScope.natives.slice(1) }] },
      'scope-narrowed',
    ],
    ['in an account that is no longer looked at', { ...gone, scope: [], sources: [] }, 'scope-narrowed'],
    ['in a source that was not read', { ...gone, sources: sources.slice(0, 1) }, 'source-unread'],
    [
      'in a source that failed',
      { ...gone, sources: sources.map((entry) => ({ ...entry, status: 'failed' as const })) },
      'source-unread',
    ],
    [
      'for another caller',
      {
        ...gone,
        sources: sources.map((entry) => ({ ...entry, caller: { ...entry.caller, principal: 'other' } })),
      },
      'caller-changed',
    ],
    [
      'for a lower role',
      {
        ...gone,
        sources: sources.map((entry) => ({ ...entry, caller: { ...entry.caller, role: 'VIEWER' } })),
      },
      'caller-changed',
    ],
  ])('%s', (_, now, event) => {
    const events = drift(acme, now);
    expect(events.map((entry) => entry.event)).toContain(event);
    expect(events.map((entry) => entry.event)).not.toContain('asset-removed');
  });

  it.each<[string, Scan]>([
    ['a gap of another kind', { ...gone, gaps: [gap('trail')] }],
    ['a gap in another region', { ...gone, gaps: [gap('store', { region: 'us-east-1' })] }],
    ['a gap about another asset', { ...gone, gaps: [gap('store', { target: 'db-staging' })] }],
    ['a gap of another provider', { ...gone, gaps: [gap('store', { provider: 'railway' })] }],
  ])('but %s hides nothing', (_, now) => {
    expect(drift(acme, now).map((entry) => entry.event)).toContain('asset-removed');
  });

  it('a policy of the provider’s own is not removed where it is only unread with whoever has it', () => {
    const own = asset('policy', 'aws-managed', { scope: 'aws' });
    const then = { ...acme, assets: [...acme.assets, own] };
    const unread = gap('principal', { below: ['policy'] });
    expect(drift(then, { ...acme, gaps: [unread] }).map((entry) => entry.event)).toEqual(['gap-appeared']);
    expect(drift(then, acme)).not.toEqual([]);
  });

  it('copies in a vault that could not be listed are not lost', () => {
    const vault = asset('vault', 'vault');
    const then = { ...acme, assets: [...acme.assets, vault] };
    const now = { ...without(acme, ...snapshots), gaps: [gap('backup', { target: 'vault' })] };
    const events = drift(then, { ...now, assets: [...now.assets, vault] });
    expect(events.map((entry) => entry.event)).toEqual(['gap-appeared']);
  });

  it('a policy of something whose policies could not be read is not removed', () => {
    const guarding = asset('policy', 'db#policy', { links: [to('db', 'protects')] });
    const unread = gap('policy', { target: 'db' });
    const then = { ...acme, assets: [...acme.assets, guarding] };
    expect(drift(then, { ...acme, gaps: [unread] }).map((entry) => entry.event)).toEqual(['gap-appeared']);
  });

  it('a guard that could not be read is not removed', () => {
    const now = { ...edited(acme, 'db', { props: { guards: [] } }), gaps: [gap('store', { target: 'db' })] };
    expect(drift(acme, now).map((entry) => entry.event)).toEqual(['gap-appeared']);
  });

  const second = credential('key-2', 'admin', { props: { type: 'access-key', expires: null } });
  const twoKeys = { ...acme, assets: [...acme.assets, second] };

  it.each<[string, Scan, Scan, AssetKind, string | null]>([
    ['some copies', acme, without(acme, ...snapshots.slice(3)), 'backup', 'db'],
    ['one of two keys', twoKeys, acme, 'credential', 'admin'],
    ['all keys', acme, without(acme, 'key-1'), 'credential', 'admin'],
    [
      'an attachment',
      acme,
      edited(acme, 'admin', { links: [to('account', 'acts-in', 'ADMIN')] }),
      'policy',
      'admin',
    ],
    ['what a schedule covers', acme, edited(acme, 'nightly', { links: [] }), 'schedule', null],
    ['the place of a store', acme, edited(acme, 'env-staging', { links: [] }), 'store', 'db-staging'],
    ['an environment', acme, edited(acme, 'web', { environments: [] }), 'workload', 'web'],
  ])('%s inside a gap', (_, then, now, kind, target) => {
    expect(drift(then, now)).not.toEqual([]);
    const unread = { ...now, gaps: [gap(kind, { target, fingerprint: 'aws:denied:it' })] };
    expect(drift(then, unread).map((entry) => entry.event)).toEqual(['gap-appeared']);
  });

  it('a name that another caller reads otherwise is no rename', () => {
    const other = sources.map((entry) => ({ ...entry, caller: { ...entry.caller, principal: 'other' } }));
    const now = { ...edited(acme, 'admin', { name: 'ids/admin' }), sources: other };
    expect(drift(acme, now).map((entry) => entry.event)).toEqual(['caller-changed']);
    expect(kinds(drift(acme, edited(acme, 'admin', { name: 'root' })))).toEqual(['renamed admin']);
  });

  it('copies of a store whose copies could not be listed are not lost', () => {
    const now = { ...without(acme, ...snapshots), gaps: [gap('backup', { target: 'db' })] };
    expect(drift(acme, now).map((entry) => entry.event)).toEqual(['gap-appeared']);
  });

  it('what a gap hid at approval is seen, not added', () => {
    const then = { ...gone, gaps: [gap('store'), gap('backup'), gap('schedule')] };
    expect(new Set(drift(then, acme).map((entry) => entry.event))).toEqual(new Set(['asset-seen']));
  });

  it('a standing gap that was there at approval hides nothing that was seen in spite of it', () => {
    const standing = [gap('store', { reason: 'unlistable', fingerprint: 'aws:unlistable:stores' })];
    expect(kinds(drift({ ...acme, gaps: standing }, { ...gone, gaps: standing }))).toEqual([
      'asset-removed db',
    ]);
  });

  it('a source about an asset goes with it, and hides it no more', () => {
    const about = source({ service: 'reads of db' });
    const then = { ...acme, sources: [...sources, about] };
    expect(kinds(drift(then, { ...gone, sources }))).toEqual(['asset-removed db']);
    expect(drift(then, { ...acme, sources }).map((entry) => entry.event)).toEqual(['source-unread']);
  });

  it('a wider caller proves an absence', () => {
    const as = (role: string) => [source({ caller: { credential: 'account-token', principal: 'u', role } })];
    const then = { ...acme, sources: as('MEMBER') };
    expect(kinds(drift(then, { ...gone, sources: as('ADMIN') }))).toEqual(['asset-removed db']);
    expect(account).toBe(acme.assets[0]?.scope);
  });
});

it('a new snapshot is no drift', () => {
  expect(drift(acme, { ...acme, assets: [...acme.assets, backup('snap-new', 'db')] })).toEqual([]);
});

describe('one act is one event', () => {
  const inline = policy('deploy#inline/more', [allow('rds:*')]);
  const attached = edited({ ...acme, assets: [...acme.assets, inline] }, 'deploy', {
    links: [to('policy-deploy', 'attached'), to('boundary', 'bounds'), to('deploy#inline/more', 'attached')],
  });

  it('a policy written for a role is its attachment, and so is its removal', () => {
    expect(kinds(drift(acme, attached))).toEqual(['policy-attached deploy']);
    expect(kinds(drift(attached, acme))).toEqual(['policy-detached deploy']);
  });

  it('a policy that protects something is told by itself', () => {
    const guarded = {
      ...acme,
      assets: [...acme.assets, policy('vault#policy', [], [to('vault', 'protects')])],
    };
    expect(drift(guarded, acme)).toMatchObject([
      { event: 'asset-removed', asset: 'vault#policy', severity: 'medium' },
    ]);
  });

  it('a boundary deleted for good is a boundary removed', () => {
    const bare = edited(without(acme, 'boundary'), 'deploy', { links: [to('policy-deploy', 'attached')] });
    expect(kinds(drift(acme, bare))).toEqual(['boundary-removed deploy']);
  });

  it('what is told is never endless', () => {
    const long = 'x'.repeat(50_000);
    const [event] = drift(
      acme,
      edited(acme, 'admin', { links: [to(long, 'acts-in', 'ADMIN'), to('policy-admin', 'attached')] }),
    );
    expect(event?.after?.length).toBeLessThan(2_100);
  });
});

describe('which pairs are new', () => {
  const reach = (verdict: ReachLine['verdict'], over: ReachLine['pair'] = {}): Scan => ({
    ...acme,
    reach: [{ credential: 'key-1', stores: ['db', 'db-staging'], verdict, pair: over }],
  });

  it.each<[ReachLine['verdict'], string]>([
    ['total-loss', 'critical'],
    ['delayed-loss', 'high'],
    ['unknown', 'medium'],
  ])('%s where recoverable was approved is %s', (verdict, severity) => {
    expect(drift(acme, reach(verdict))).toMatchObject([{ event: 'reach-widened', severity }]);
  });

  it.each<ReachLine['verdict']>(['recoverable', 'copies-lost', 'no-reach'])(
    '%s is no worse than recoverable',
    (verdict) => {
      expect(drift(acme, reach(verdict))).toEqual([]);
    },
  );

  it('what was only possible is worse once it is certain, and not the other way round', () => {
    const possible = reach('recoverable', { possible: 'total-loss' });
    expect(drift(possible, reach('total-loss')).map(({ event }) => event)).toEqual(['reach-widened']);
    expect(drift(reach('total-loss'), possible)).toEqual([]);
    expect(drift(acme, possible)).toMatchObject([{ severity: 'critical', after: 'possibly total-loss: db' }]);
  });

  it('a total loss that was approved in staging is new once the store is production', () => {
    const now = edited(acme, 'db-staging', {
      environments: [{ name: 'production', tier: 'production', by: 'declared' }],
    });
    expect(drift(acme, now)).toMatchObject([
      { event: 'tier-changed', asset: 'db-staging', severity: 'critical' },
    ]);
  });

  it('an unknown that rests on a new gap is charged to the gap', () => {
    const closed = gap('policy', { fingerprint: 'aws:denied:policies' });
    const now = { ...reach('unknown', { restsOn: [closed.fingerprint] }), gaps: [closed] };
    expect(drift(acme, now)).toMatchObject([
      { event: 'gap-appeared', why: expect.stringContaining('recoverable -> unknown') },
    ]);
  });

  it('a credential nobody can list had what its principal had, and one that was not listed what stood for it', () => {
    const unlistable = credential('any', 'admin', { props: { type: 'unlistable' } });
    const hidden: Scan = {
      ...changed(acme, (entry) => (entry.id === 'key-1' ? null : entry), unlistable),
      reach: acme.reach.map((line) => ({ ...line, credential: 'any' })),
      gaps: [
        gap('credential', {
          target: 'admin',
          reason: 'unlistable',
          fingerprint: 'aws:unlistable:keys:admin',
        }),
      ],
    };
    expect(kinds(drift(acme, hidden))).toEqual(['gap-appeared admin']);
    expect(kinds(drift(hidden, acme))).toEqual(['credential-seen admin']);
    const wider = {
      ...hidden,
      reach: [{ credential: 'any', stores: ['db'], verdict: 'total-loss' as const }],
    };
    expect(drift(acme, wider)[0]).toMatchObject({ severity: 'critical' });
  });
});
