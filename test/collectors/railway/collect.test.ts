import { describe, expect, it } from 'vitest';
import { railwayPermissions } from '../../../src/collectors/railway/index.ts';
import { railwayReads } from '../../../src/collectors/railway/reads.ts';
import type { WorldProject } from '../../../src/stand-ins/railway/world.ts';
import {
  environment,
  project,
  service,
  variable,
  volumeInstance,
  workspace,
} from '../../../src/stand-ins/railway/worlds/builders.ts';
import { generatedToken, generateWorld } from '../../../src/stand-ins/railway/worlds/generate.ts';
import { healthy } from '../../../src/stand-ins/railway/worlds/healthy.ts';
import { pocketOs } from '../../../src/stand-ins/railway/worlds/pocket-os.ts';
import { idsOf, now, openGaps, scan } from './scanning.ts';

const incident = pocketOs(now);
const { collected } = await scan(incident.world, { RAILWAY_API_TOKEN: incident.tokens.domainChores });
const byId = (id: string) => collected.assets.filter((asset) => asset.id === id);

describe('the day before PocketOS', () => {
  it('is read whole', () => {
    expect(openGaps(collected)).toEqual([]);
    expect(collected.sources.map(({ service, status, calls }) => [service, status, calls > 0])).toEqual([
      ['identity', 'complete', true],
      ['project prj-pocketos', 'complete', true],
      ['workspace', 'complete', true],
    ]);
  });

  it('has one volume with an instance in each environment', () => {
    expect(byId('railway:volume:vol-postgres')[0]).toMatchObject({
      kind: 'container',
      native: 'railway.Volume',
      links: [
        { to: 'railway:volume-instance:vi-postgres-production', as: 'contains' },
        { to: 'railway:volume-instance:vi-postgres-staging', as: 'contains' },
      ],
    });
    expect(byId('railway:environment:env-staging')[0]?.links).toContainEqual({
      to: 'railway:environment:env-production',
      as: 'duplicated-from',
    });
  });

  it('has backups that do not outlive it, and schedules that make them', () => {
    const backups = collected.assets.filter(({ kind }) => kind === 'backup');
    expect(backups).toHaveLength(10);
    for (const backup of backups) {
      expect(backup).toMatchObject({
        links: [{ to: 'railway:volume-instance:vi-postgres-production', as: 'copy-of' }],
        props: { survivesSource: false, complete: true, location: { account: 'ws-pocketos', vault: null } },
      });
    }
    expect(byId('railway:backup-schedule:sch-daily')[0]).toMatchObject({
      links: [{ to: 'railway:volume-instance:vi-postgres-production', as: 'covers' }],
      props: { frequency: 'DAILY', retentionHours: 144 },
    });
  });

  it('knows the very token in hand, and says what no list shows', () => {
    expect(byId('railway:account-token:tok-domains')[0]).toMatchObject({
      name: 'domain chores',
      createdAt: null,
      links: [{ to: 'railway:user:user-founder', as: 'held-by' }],
      props: { type: 'account-token', lastUsed: 'inexpressible', expires: null, label: '…0125', self: true },
    });
    const standing = collected.gaps.filter(({ reason }) => reason === 'unlistable');
    expect(standing.map(({ fingerprint }) => fingerprint)).toEqual([
      'railway:unlistable:account-tokens:user-engineer',
      'railway:unlistable:cli-sessions:user-engineer',
      'railway:unlistable:workspace-tokens:ws-pocketos',
    ]);
    for (const { fingerprint } of standing) expect(byId(fingerprint)[0]?.props.type).toBe('unlistable');
  });

  it('shows the database’s public endpoint and variable names, no values', () => {
    expect(byId('railway:service-instance:si-postgres-production')[0]).toMatchObject({
      links: [
        { to: 'railway:environment:env-production', as: 'in' },
        { to: 'railway:volume-instance:vi-postgres-production', as: 'uses' },
      ],
      props: {
        state: 'success',
        endpoints: ['roundhouse.proxy.example:34217'],
        variables: [{ name: 'PGPASSWORD', references: [], sealed: false }],
      },
    });
  });
});

describe('every world', () => {
  const size = { now, projects: 4, environments: 3, volumes: 2, backups: 2, members: 5 };
  const worlds = [
    ['pocket-os', incident.world, incident.tokens.domainChores],
    ['pocket-os by its staging token', incident.world, incident.tokens.staging],
    ['healthy', healthy(now).world, healthy(now).tokens.workspace],
    ['generated', generateWorld({ ...size, seed: 7 }), generatedToken],
  ] as const;

  it.each(worlds)(
    '%s: read twice, by pages of one and of many, it gives the same bytes',
    async (_, world, token) => {
      const one = await scan(world, { TOKEN: token }, { pageSize: 1 });
      const again = await scan(world, { TOKEN: token }, { pageSize: 1 });
      const many = await scan(world, { TOKEN: token }, { pageSize: 100 });
      const bytes = (it: typeof one) => JSON.stringify(timeless(it.collected));
      expect(bytes(again)).toBe(bytes(one));
      expect(JSON.stringify(many.collected.assets)).toBe(JSON.stringify(one.collected.assets));
      expect(many.standIn.calls().length).toBeLessThanOrEqual(one.standIn.calls().length);
    },
  );

  it.each(worlds)(
    '%s: every principal has a way in, every link leads somewhere known',
    async (_, world, token) => {
      const { collected: it } = await scan(world, { TOKEN: token }, { pageSize: 100 });
      const ids = new Set(idsOf(it));
      const entered = new Set(
        it.assets.flatMap(({ links }) => links.flatMap(({ as, to }) => (as === 'held-by' ? [to] : []))),
      );
      const shut = it.assets.filter(({ kind, id }) => kind === 'principal' && !entered.has(id));
      expect(shut.map(({ id }) => id)).toEqual([]);
      expect(it.assets.flatMap(({ links }) => links.filter(({ to }) => !ids.has(to)))).toEqual([]);
    },
  );

  it('a call for each list and each item that needs one, and none more', async () => {
    const world = generateWorld({ ...size, seed: 1 });
    const { collected: it, standIn } = await scan(world, { TOKEN: generatedToken }, { pageSize: 500 });
    const attached = it.assets.filter(
      ({ kind, links }) => kind === 'workload' && links.some(({ as }) => as === 'uses'),
    );
    const perProject = 4;
    const perEnvironment = 2;
    const perInstance = 2;
    const expected = 2 + 5 + 4 * (perProject + 3 * (perEnvironment + 2 * perInstance)) + attached.length;
    expect(standIn.calls()).toHaveLength(expected);
    expect(it.sources.reduce((sum, { calls }) => sum + calls, 0)).toBe(expected);
  });
});

/** Without what the contract lists as volatile. */
const timeless = ({ sources, ...rest }: typeof collected) => ({
  ...rest,
  sources: sources.map(({ seconds, calls, ...source }) => source),
});

describe('odd worlds', () => {
  const alone = (given: Partial<WorldProject>) => ({
    users: [],
    tokens: [
      {
        kind: 'workspace',
        id: 't',
        name: 't',
        value: 'odd',
        user: '',
        workspace: 'w',
        expiresAt: null,
      } as const,
    ],
    workspaces: [workspace({ id: 'w', projects: [project({ id: 'p', ...given })] })],
  });
  const read = async (given: Partial<WorldProject>) => (await scan(alone(given), { T: 'odd' })).collected;

  it('a detached instance has no workload, and one without a listed volume still has its volume', async () => {
    const odd = await read({
      environments: [environment({ id: 'e', volumeInstances: [volumeInstance({ id: 'vi' })] })],
    });
    expect(idsOf(odd)).toEqual(expect.arrayContaining(['railway:volume:vi', 'railway:volume-instance:vi']));
    expect(odd.assets.flatMap(({ links }) => links.filter(({ as }) => as === 'uses'))).toEqual([]);
  });

  it('a point-in-time window is shown by its variables’ names, and nothing is claimed of it', async () => {
    const odd = await read({
      environments: [
        environment({
          id: 'e',
          services: [service({ id: 's' })],
          volumeInstances: [volumeInstance({ id: 'vi', serviceId: 's' })],
          variables: [variable({ id: 'v', name: 'WAL_ARCHIVE_BUCKET', serviceId: 's' })],
        }),
      ],
    });
    expect(odd.assets.find(({ kind }) => kind === 'backup')).toMatchObject({
      id: 'railway:pitr-window:vi',
      props: { type: 'pitr-window', complete: 'unknown', survivesSource: 'unknown' },
    });
  });

  it('a pull request’s environment is ephemeral', async () => {
    const odd = await read({ environments: [environment({ id: 'pr-1', isEphemeral: true })] });
    expect(odd.assets.find(({ kind }) => kind === 'environment')).toMatchObject({
      props: { type: 'pull-request', tier: 'ephemeral', ephemeral: true },
    });
  });

  it('words the API did not have yet are kept as they come', async () => {
    const news: Readonly<Record<string, string>> = {
      '"READY"': '"HIBERNATING"',
      '"ADMIN"': '"DEPLOYER"',
      '"DAILY"': '"FORTNIGHTLY"',
      '"CLI"': '"WRISTWATCH"',
      '"SUCCESS"': '"ASCENDED"',
    };
    const rewriting: typeof globalThis.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      const text = Object.entries(news).reduce(
        (body, [old, word]) => body.replaceAll(old, word),
        await response.text(),
      );
      return new Response(text, { headers: response.headers });
    };
    const { collected: odd } = await scan(
      incident.world,
      { TOKEN: incident.tokens.domainChores },
      {},
      { fetch: rewriting },
    );
    expect(openGaps(odd)).toEqual([]);
    expect(idsOf(odd)).toEqual(idsOf(collected));
    const text = JSON.stringify(odd.assets);
    for (const word of ['"DEPLOYER"', '"FORTNIGHTLY"', '"ascended"']) expect(text).toContain(word);
    expect(odd.assets.find(({ id }) => id === 'railway:session:ses-cli')?.props.type).toBe('browser-session');
  });

  it.each([
    ['an inherited name', '__proto__'],
    ['a method’s name', 'constructor'],
    ['markup', '<script>alert(1)</script>'],
    ['control characters', 'a\u0000b\u001b[31mc\u202ed'],
    ['a very long one', 'x'.repeat(100_000)],
    ['other scripts', 'ünï∂çøde 👩‍🚀'],
  ])('a name or id from outside is only text: %s', async (_, odd) => {
    const { assets, gaps } = await read({
      id: odd,
      name: odd,
      volumes: [{ id: odd, name: odd, createdAt: odd }],
      environments: [
        environment({
          id: odd,
          name: odd,
          services: [service({ id: odd, name: odd })],
          volumeInstances: [volumeInstance({ id: odd, volume: odd, serviceId: odd })],
          variables: [variable({ id: odd, name: odd, serviceId: odd, references: [odd] })],
        }),
      ],
    });
    expect(gaps.filter(({ reason }) => reason !== 'unlistable')).toEqual([]);
    expect(assets.find(({ id }) => id === `railway:volume:${odd}`)?.links).toEqual([
      { to: `railway:volume-instance:${odd}`, as: 'contains' },
    ]);
    expect(assets.find(({ kind }) => kind === 'workload')?.links).toContainEqual({
      to: `railway:volume-instance:${odd}`,
      as: 'uses',
    });
  });

  it('a bucket is a store of its project', async () => {
    const odd = await read({ buckets: [{ id: 'b', name: 'uploads', createdAt: 'not a time' }] });
    expect(odd.assets.find(({ id }) => id === 'railway:bucket:b')).toMatchObject({
      native: 'railway.Bucket',
      createdAt: null,
    });
    expect(odd.assets.find(({ id }) => id === 'railway:project:p')?.links).toEqual([
      { to: 'railway:bucket:b', as: 'contains' },
    ]);
  });
});

describe('permissions', () => {
  const permissions = railwayPermissions();

  it('come from the documents the collectors send, each once', () => {
    expect(permissions.reads.map(({ operation }) => operation)).toEqual(
      railwayReads.map(({ operation }) => operation),
    );
    expect(new Set(railwayReads.map(({ operation }) => operation)).size).toBe(railwayReads.length);
  });

  it('name for each kind of token what it leaves unseen', () => {
    const unseen = Object.fromEntries(permissions.kinds.map(({ kind, cannotRead }) => [kind, cannotRead]));
    expect(unseen['workspace-token']).toEqual(
      expect.arrayContaining(['me', 'apiTokens', 'sessions', 'sshPublicKeys.own', 'projectToken']),
    );
    expect(unseen['account-token']).toEqual(['projectToken']);
    expect(unseen['project-token']).toContain('projectTokens');
    expect(permissions.least.scopes).toEqual(['openid', 'email', 'profile', 'workspace:viewer']);
    expect(permissions.least.cannotRead).toContain('environment.variables');
  });
});
