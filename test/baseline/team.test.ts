import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DriftEvent } from '../../src/model/drift.ts';
import type { Report } from '../../src/model/report.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World, WorldEnvironment } from '../../src/stand-ins/railway/world.ts';
import { user } from '../../src/stand-ins/railway/worlds/builders.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Ran, run } from '../cli/run.ts';
import { hasSshKeygen, person } from './keys.ts';

const monday = new Date('2026-11-23T06:00:00.000Z');
const dayAfter = (days: number): Date => new Date(monday.getTime() + days * 86_400_000);
const servers: StandIn[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Files = Readonly<Record<string, string>>;

const filesOf = ({ files }: Ran): Files => Object.fromEntries(files);

/** A day of the incident's company: the world as it is then, with what somebody did to it. */
async function scan(
  day: number,
  files: Files,
  change: (world: World) => World = (world) => world,
  token: 'domainChores' | 'staging' = 'domainChores',
): Promise<Ran> {
  const incident = pocketOs(dayAfter(day));
  const server = await serveRailway(change(incident.world), { pageSize: 2 });
  servers.push(server);
  // The port is another one each day; the configuration says the same.
  const providers = { railway: { endpoint: server.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const config = {
    version: 1,
    ...incident.config,
    providers,
    baseline: 'baselines/shop.json',
    exceptions: 'baselines/shop.exceptions.yaml',
  };
  return run(['scan', '--format', 'json'], {
    env: { RAILWAY_API_TOKEN: incident.tokens[token] },
    now: dayAfter(day),
    files: { ...files, 'firebreak.yaml': JSON.stringify(config) },
  });
}

const baseline = (files: Files, ...line: readonly string[]): Promise<Ran> =>
  run(['baseline', ...line], { now: dayAfter(0), files });

const report = (ran: Ran): Report => JSON.parse(ran.files.get('firebreak-out/report.json') ?? '{}') as Report;
const drift = (ran: Ran): readonly DriftEvent[] => report(ran).drift;

const inProduction = (world: World, change: (environment: WorldEnvironment) => WorldEnvironment): World => ({
  ...world,
  workspaces: world.workspaces.map((workspace) => ({
    ...workspace,
    projects: workspace.projects.map((project) => ({
      ...project,
      environments: project.environments.map((place) =>
        place.name === 'production' ? change(place) : place,
      ),
    })),
  })),
});

/** Somebody stops the nightly copies of production. */
const withoutSchedules = (world: World): World =>
  inProduction(world, (place) => ({
    ...place,
    volumeInstances: place.volumeInstances.map((instance) => ({ ...instance, schedules: [] })),
  }));

describe('a team and its baseline', () => {
  let approved: Files = {};

  beforeAll(async () => {
    const first = await scan(0, {});
    const done = await baseline(
      filesOf(first),
      'approve',
      '--by',
      'founder@pocketos.example',
      '--why',
      'where we start',
      '--until',
      '2027-05-01',
    );
    expect(done.stderr).toBe('');
    approved = filesOf(done);
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it('hears nothing the next day, when snapshots rolled and people logged in', async () => {
    const ran = await scan(1, approved);
    expect(drift(ran)).toEqual([]);
    expect(report(ran).scan.baseline).toMatchObject({ version: 1 });
    expect(report(ran).findings.filter((finding) => finding.new)).toEqual([]);
  });

  it('reads what was broken, why it matters and how to go back', async () => {
    const ran = await scan(1, approved, withoutSchedules);
    const events = drift(ran).filter(({ event }) => event === 'schedule-removed');
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      expect(event.wayBack).toContain('volumeInstanceBackupScheduleUpdate');
      expect(event.before).not.toBeNull();
    }
    const told = await baseline(filesOf(ran), 'diff');
    expect(told.stdout).toContain('schedule removed');
    expect(told.stdout).toContain('way back: railway API');
    const proposed = await baseline(filesOf(ran), 'propose');
    expect(proposed.stdout).toContain('findings open now that were not: store-has-backup-schedule');
  });

  it.each<[string, (world: World) => World, readonly string[], string]>([
    [
      'production deleted with its project',
      (world) => ({ ...world, workspaces: world.workspaces.map((home) => ({ ...home, projects: [] })) }),
      ['asset-removed railway:project:prj-pocketos'],
      'critical',
    ],
    [
      'the engineer made an owner of nothing new, but a stranger a member',
      (world) => ({
        ...world,
        users: [...world.users, { ...user({ id: 'user-stranger' }), email: 'stranger@elsewhere.example' }],
        workspaces: world.workspaces.map((home) => ({
          ...home,
          members: [...home.members, { user: 'user-stranger', role: 'ADMIN' as const }],
        })),
      }),
      ['member-added railway:user:user-stranger'],
      'critical',
    ],
    [
      'the production volume about to be gone',
      (world) =>
        inProduction(world, (place) => ({
          ...place,
          volumeInstances: place.volumeInstances.map((instance) => ({
            ...instance,
            deletedAt: dayAfter(2).toISOString(),
          })),
        })),
      ['deletion-pending railway:volume-instance:vi-postgres-production'],
      'critical',
    ],
  ])('reads as one event: %s', async (_, change, events, severity) => {
    const ran = await scan(1, approved, change);
    expect(drift(ran).map(({ event, asset }) => `${event} ${asset}`)).toEqual(events);
    expect(drift(ran)[0]).toMatchObject({ severity });
    expect(ran.code).toBe(1);
  });

  it('has quiet again once the change is approved', async () => {
    const broken = await scan(1, approved, withoutSchedules);
    const again = await baseline(
      filesOf(broken),
      'approve',
      '--by',
      'founder@pocketos.example',
      '--why',
      'copies are made elsewhere now',
      '--ticket',
      'OPS-12',
    );
    expect(again.stdout).toContain('Approved as version 2');
    expect(drift(await scan(2, filesOf(again), withoutSchedules))).toEqual([]);
    const log = await baseline(filesOf(again), 'log');
    expect(log.stdout).toMatch(
      /version 2 .*copies are made elsewhere now[\s\S]*OPS-12[\s\S]*version 1 .*where we start/,
    );
  });

  it('calls nothing removed when a token looks that sees less', async () => {
    const ran = await scan(1, approved, (world) => world, 'staging');
    const events = drift(ran).map(({ event }) => event);
    expect(events).not.toContain('asset-removed');
    expect(events).not.toContain('member-removed');
    expect(
      events.filter((event) => /^(scope-narrowed|caller-changed|source-unread)$/.test(event)),
    ).not.toEqual([]);
  });

  it('says that there is nothing to approve where nothing changed', async () => {
    expect((await baseline(filesOf(await scan(1, approved)), 'propose')).stdout).toContain(
      'Nothing to approve',
    );
  });

  it.each(['baselines/shop.json', 'baselines/shop.chain.jsonl'])(
    'finds that %s was tampered with',
    async (path) => {
      const text = approved[path] ?? '';
      const forged = {
        ...approved,
        [path]: text.replace('production', 'prodpction').replace('where we', 'where he'),
      };
      expect(forged[path]).not.toBe(text);
      const ran = await baseline(forged, 'verify');
      expect(ran.code).toBe(2);
      expect(ran.stdout).toContain('broken: ');
      const more = await baseline(forged, 'approve', '--by', 'x', '--why', 'y');
      expect([more.code, more.stderr]).toEqual([2, expect.stringContaining('BASELINE_UNTRUSTED')]);
    },
  );

  it.each<[string, readonly string[], string]>([
    ['nobody', ['approve', '--why', 'x'], 'APPROVAL_INCOMPLETE'],
    ['a baseline that is not there', ['verify', '--file', 'other.json'], 'BASELINE_MISSING'],
    ['a chain that is not there', ['log', '--file', 'other.json'], 'CHAIN_EMPTY'],
    ['a scan that is not there', ['propose', '--out', 'elsewhere'], 'SCAN_MISSING'],
    ['a signer without a key', ['approve', '--by', 'a', '--why', 'b', '--signer', 'a'], 'SIGNERS_INVALID'],
  ])('is told of %s in one line', async (_, line, code) => {
    const ran = await baseline(approved, ...line);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
  });

  it('excepts a finding with what it covers', async () => {
    const ran = await scan(0, {});
    const finding = report(ran).findings.find(({ severity }) => severity === 'critical');
    const words = [
      '--by',
      'founder@pocketos.example',
      '--why',
      'token goes on Friday',
      '--until',
      '2026-12-01',
    ];
    const done = await run(['except', finding?.fingerprint ?? '', ...words], {
      now: monday,
      files: filesOf(ran),
    });
    expect(done.stdout).toContain('Excepted until 2026-12-01');
    const file = done.files.get('baselines/shop.exceptions.yaml') ?? '';
    expect(file).toContain('reason: token goes on Friday');
    expect(file).toContain('verdict: ');
    const late = await run(['except', finding?.fingerprint ?? '', ...words.with(-1, '2028-01-01')], {
      now: monday,
      files: filesOf(ran),
    });
    expect(late.stderr).toContain('DATE_OUT_OF_LIMIT');
    const unknown = await run(['except', 'no-such', ...words], { now: monday, files: filesOf(ran) });
    expect(unknown.stderr).toContain('FINDING_UNKNOWN');
  });

  it.skipIf(!hasSshKeygen)('approves by two signatures of two people', async () => {
    const [ana, bo] = [person('ana@pocketos.example'), person('bo@pocketos.example')];
    const signers = `${ana.name}=${ana.file}.pub,${bo.name}=${bo.file}.pub`;
    const first = await baseline(
      filesOf(await scan(1, approved)),
      'approve',
      '--by',
      'founder@pocketos.example',
      '--why',
      'two sign',
      '--signer',
      signers,
      '--at-least',
      '2',
    );
    const anchor = /anchor: (sha256:\w+)/.exec((await baseline(filesOf(first), 'verify')).stdout)?.[1] ?? '';
    const broken = await scan(2, filesOf(first), withoutSchedules);
    const second = await baseline(
      filesOf(broken),
      'approve',
      '--by',
      ana.name,
      '--why',
      'copies are made elsewhere',
    );
    expect(second.stdout).toContain('It needs 2 signature(s)');

    const verify = (files: Files): Promise<Ran> =>
      run(['baseline', 'verify'], { now: dayAfter(2), files, env: { FIREBREAK_BASELINE_ANCHOR: anchor } });
    const sign = (files: Files, who: { readonly name: string; readonly file: string }): Promise<Ran> =>
      baseline(files, 'sign', '--by', who.name, '--key', who.file);
    expect((await verify(filesOf(second))).stdout).toContain('version 3 has 0 of the 2 signatures it needs');
    const byOne = await sign(filesOf(second), ana);
    expect(await verify(filesOf(byOne))).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('1 of the 2'),
    });
    const byBoth = await sign(filesOf(byOne), bo);
    expect(await verify(filesOf(byBoth))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        'anchored: pocket-os version 3, signed by ana@pocketos.example, bo@pocketos.example',
      ),
    });
    expect(drift(await scan(3, filesOf(byBoth), withoutSchedules))).toEqual([]);

    const mallory = person('mallory');
    const foreign = await sign(filesOf(byOne), mallory);
    expect(foreign.stderr).toContain('who is not on the list of signers');
    const posing = await sign(filesOf(byOne), { name: bo.name, file: mallory.file });
    expect([posing.code, posing.stderr]).toEqual([2, expect.stringContaining('does not fit')]);
  });
});

describe('a scan with a baseline or exceptions that do not hold', () => {
  let first: Files = {};
  let approved: Files = {};

  beforeAll(async () => {
    first = filesOf(await scan(0, {}));
    approved = filesOf(
      await baseline(first, 'approve', '--by', 'founder@pocketos.example', '--why', 'where we start'),
    );
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it.each<[string, (files: Files) => Files]>([
    [
      'a changed baseline',
      (files) => ({
        ...files,
        'baselines/shop.json': (files['baselines/shop.json'] ?? '').replace('total-loss', 'no-reach'),
      }),
    ],
    ['a baseline that is none', (files) => ({ ...files, 'baselines/shop.json': '{' })],
    [
      'a changed chain',
      (files) => ({
        ...files,
        'baselines/shop.chain.jsonl': (files['baselines/shop.chain.jsonl'] ?? '').replace('where', 'there'),
      }),
    ],
    ['no chain', ({ 'baselines/shop.chain.jsonl': _, ...files }) => files],
    ['a chain without its baseline', ({ 'baselines/shop.json': _, ...files }) => files],
  ])('goes on judging with %s, says nothing of drift, and does not exit 0', async (_, change) => {
    const ran = await scan(1, change(approved), withoutSchedules);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('by baseline: the baseline cannot be trusted');
    expect(drift(ran)).toEqual([]);
    expect(report(ran).findings.length).toBeGreaterThan(3);
    expect(report(ran).findings.find(({ check }) => check === 'baseline-can-be-trusted')).toMatchObject({
      severity: 'critical',
    });
  });

  it('lowers what is excepted, and raises it again when the day is over', async () => {
    const finding = report(await scan(0, {})).findings.find(({ severity }) => severity === 'critical');
    const line = [
      'except',
      finding?.fingerprint ?? '',
      '--by',
      'f@pocketos.example',
      '--why',
      'goes on Friday',
      '--until',
      '2026-12-01',
    ];
    const excepted = filesOf(await run(line, { now: monday, files: first }));
    const status = async (day: number): Promise<unknown> => {
      const found = report(await scan(day, excepted)).findings.find(
        ({ fingerprint }) => fingerprint === finding?.fingerprint,
      );
      return [found?.status, found?.severity];
    };
    expect(await status(1)).toEqual(['excepted', 'low']);
    expect(await status(20)).toEqual(['expired-exception', 'critical']);
  });
});
