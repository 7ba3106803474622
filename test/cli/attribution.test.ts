import { afterEach, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World } from '../../src/stand-ins/railway/world.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { type Ran, run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const later = new Date('2026-11-24T12:00:00.000Z');
const incident = pocketOs(now);
const env = { RAILWAY_API_TOKEN: incident.tokens.domainChores };
const servers: StandIn[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function files(world: World, before: Ran | null): Promise<Readonly<Record<string, string>>> {
  const server = await serveRailway(world);
  servers.push(server);
  const providers = { railway: { endpoint: server.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const config = { version: 1, ...incident.config, baseline: 'baselines/it.json', providers };
  return { ...Object.fromEntries(before?.files ?? []), 'firebreak.yaml': JSON.stringify(config) };
}

const report = ({ files: written }: Ran): Report =>
  JSON.parse(written.get('firebreak-out/report.json') ?? 'null') as Report;

/** The same company two days later: someone made a token at night. */
function withAnotherToken(): World {
  const [home] = incident.world.workspaces;
  const [project] = home?.projects ?? [];
  const environment = project?.environments.find(({ volumeInstances }) => volumeInstances.length > 0);
  const context = { actor: { type: 'user', email: 'founder@pocketos.example' }, ip: 'canary-address' };
  const log = {
    id: 'log-1',
    eventType: 'Token.created',
    createdAt: '2026-11-23T03:00:00.000Z',
    projectId: project?.id ?? null,
    environmentId: environment?.id ?? null,
    context,
    payload: 'canary-payload',
  };
  const extra = {
    kind: 'project' as const,
    id: 'tok-night',
    name: 'made at night',
    value: '77777777-0000-4000-8000-00000000cafe',
    project: project?.id ?? '',
    environment: environment?.id ?? '',
    createdAt: '2026-11-23T03:00:00.000Z',
  };
  return {
    ...incident.world,
    tokens: [...incident.world.tokens, extra],
    workspaces: incident.world.workspaces.map((it) => ({ ...it, auditLogs: [log] })),
  };
}

it('a change since the approval says by whom, in every replay too, and keeps nothing else of the log', async () => {
  const first = await run(['scan', '--format', 'json'], {
    env,
    now,
    files: await files(incident.world, null),
  });
  const approve = [
    'baseline',
    'approve',
    '--by',
    'ops@pocketos.example',
    '--why',
    'first',
    '--until',
    '2027-01-31',
  ];
  const approved = await run(approve, { now, files: Object.fromEntries(first.files) });
  const changed = await files(withAnotherToken(), approved);
  const ran = await run(['scan', '--format', 'json', '--record', 'tape'], {
    env,
    now: later,
    files: changed,
  });
  const { drift } = report(ran);
  expect(drift.find(({ event }) => event === 'member-added')).toMatchObject({
    actor: 'user founder@pocketos.example',
    at: '2026-11-23T03:00:00.000Z',
  });
  const check = report(ran).checks.find(({ id }) => id === 'drift-has-an-actor');
  expect(check?.passed).toBeGreaterThan(0);
  expect([...ran.files.values()].join('\n')).not.toContain('canary');
  await Promise.all(servers.splice(0).map((server) => server.close()));
  const replayed = await run(['scan', '--format', 'json', '--replay', 'tape'], {
    now: new Date('2027-01-01T00:00:00.000Z'),
    files: Object.fromEntries(ran.files),
  });
  expect(report(replayed).drift).toEqual(drift);
});
