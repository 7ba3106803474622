import { describe, expect, it } from 'vitest';
import { actorIn } from '../../../src/collectors/railway/audit-actors.ts';
import { attributeRailway } from '../../../src/collectors/railway/index.ts';
import type { Unattributed } from '../../../src/model/attribution.ts';
import type { Fault } from '../../../src/stand-ins/railway/faults.ts';
import type { World, WorldAuditLog } from '../../../src/stand-ins/railway/world.ts';
import { pocketOs } from '../../../src/stand-ins/railway/worlds/pocket-os.ts';
import { now, patientIO, serve } from './scanning.ts';

const { world, tokens } = pocketOs(now);
const [home] = world.workspaces;
const [project] = home?.projects ?? [];
const [environment, other] = project?.environments ?? [];
const workspace = home?.id ?? '';
const window = { since: '2026-04-01T00:00:00.000Z', until: now.toISOString() };
const ann = {
  actor: { type: 'user', email: 'ann@pocketos.example', ip: 'canary-address' },
  token: 'canary-token',
};
const bob = { actor: { type: 'user', email: 'bob@pocketos.example' } };

function entry(over: Partial<WorldAuditLog> = {}): WorldAuditLog {
  return {
    id: `log-${over.createdAt ?? 0}-${over.eventType ?? ''}`,
    eventType: 'Volume.deleted',
    createdAt: '2026-04-20T03:00:00.000Z',
    projectId: project?.id ?? null,
    environmentId: environment?.id ?? null,
    context: ann,
    payload: { variables: { SECRET: 'canary-payload' } },
    ...over,
  };
}

function change(over: Partial<Unattributed> = {}): Unattributed {
  return {
    fingerprint: 'drift:asset-removed:volume',
    change: 'removed',
    asset: 'railway:volume-instance:gone',
    native: 'railway.VolumeInstance',
    provider: 'railway',
    scope: workspace,
    region: null,
    within: [`railway:environment:${environment?.id}`, `railway:project:${project?.id}`],
    ...over,
  };
}

async function ask(
  auditLogs: readonly WorldAuditLog[],
  asked: readonly Unattributed[] = [change()],
  { faults = [], token = tokens.domainChores }: { faults?: readonly Fault[]; token?: string } = {},
) {
  const logged: World = { ...world, workspaces: world.workspaces.map((it) => ({ ...it, auditLogs })) };
  const standIn = await serve(logged, { faults });
  const heard: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);
  const options = { endpoint: standIn.url, tokens: [{ name: 'TOKEN', value: token }], fetch };
  const tape = {
    exchange: async (_: unknown, send: () => Promise<unknown>) => {
      const answer = await send();
      heard.push(JSON.stringify(answer));
      return answer;
    },
    fact: (_: string, value: string | null) => value,
    enter: async () => {},
    close: () => {},
  };
  const told = await attributeRailway(options, asked, window, { ...patientIO(), tape: tape as never });
  return { told, heard: heard.join('\n'), queries: standIn.calls().map(({ query }) => query) };
}

describe('who changed something at Railway', () => {
  it('is the actor of the one act of that kind in that place', async () => {
    const { told } = await ask([entry()]);
    expect(told).toEqual([
      {
        fingerprint: 'drift:asset-removed:volume',
        actor: 'user ann@pocketos.example',
        at: '2026-04-20T03:00:00.000Z',
      },
    ]);
  });

  it.each<[string, WorldAuditLog]>([
    ['another environment', entry({ environmentId: other?.id ?? 'elsewhere' })],
    ['another kind of thing', entry({ eventType: 'Service.deleted' })],
    ['another kind of act', entry({ eventType: 'Volume.created' })],
    ['an act before the approval', entry({ createdAt: '2026-03-31T23:59:59.000Z' })],
    ['a context that names nobody', entry({ context: { requestId: 'canary' } })],
  ])('is never taken from %s', async (_, wrong) => {
    const { told } = await ask([wrong]);
    expect(told).toEqual([expect.objectContaining({ because: expect.stringContaining('no such change') })]);
  });

  it('is not guessed where several could have done it', async () => {
    const { told } = await ask([entry(), entry({ context: bob, createdAt: '2026-04-21T03:00:00.000Z' })]);
    expect(told[0]).toMatchObject({ because: expect.stringMatching(/several.*ann.*bob/) });
  });

  it('is not guessed where more things went than acts are on record', async () => {
    const second = change({
      fingerprint: 'drift:asset-removed:second',
      asset: 'railway:volume-instance:second',
    });
    const { told } = await ask([entry()], [change(), second]);
    expect(told.map((each) => 'because' in each)).toEqual([true, true]);
  });

  it('is read to the end of the log, with nothing of it kept but the actor', async () => {
    const noise = Array.from({ length: 7 }, (_, n) =>
      entry({ eventType: 'Service.deployed', createdAt: `2026-04-2${n % 3}T0${n}:00:00.000Z` }),
    );
    const { told, heard, queries } = await ask([...noise, entry()]);
    expect(told[0]).toMatchObject({ actor: 'user ann@pocketos.example' });
    expect(queries.filter((query) => query.includes('auditLogs')).length).toBe(8);
    expect(heard).toContain('user ann@pocketos.example');
    expect(heard).not.toContain('canary');
    expect(queries.join()).not.toContain('payload');
  });

  it.each<[string, Fault]>([
    ['is refused', { on: 'auditLogs', as: 'not-authorized' }],
    ['fails', { on: 'auditLogs', as: 'status', status: 500 }],
    ['is a page of somebody else', { on: 'auditLogs', as: 'html', body: '<h1>canary</h1>' }],
    ['is cut off', { on: 'auditLogs', as: 'truncated' }],
    ['comes half', { on: 'auditLogs', as: 'half-page' }],
  ])('is not known where the log %s, and why is told', async (_, fault) => {
    const { told, heard } = await ask([entry()], [change()], { faults: [fault] });
    expect(told).toEqual([
      expect.objectContaining({ because: expect.stringContaining('could not be read') }),
    ]);
    expect(heard).not.toContain('canary');
  });

  it('is not known where only a project’s token is at hand', async () => {
    const { told } = await ask([entry()], [change()], { token: tokens.staging });
    expect(told).toEqual([expect.objectContaining({ because: expect.stringContaining('no token at hand') })]);
  });
});

it.each<[unknown, string | null]>([
  [{ actor: { type: 'staff', name: 'Railway' } }, 'staff Railway'],
  [{ actorType: 'system', ip: '10.0.0.1' }, 'system'],
  [{ userId: 'u-1' }, 'u-1'],
  [{ actor: { email: `a\u0007${'b'.repeat(500)}` } }, `a ${'b'.repeat(198)}`],
  [{ ip: '10.0.0.1', apiToken: 'canary' }, null],
  ['canary', null],
  [null, null],
  [[{ email: 'x' }], null],
])('of %j the actor is %s', (context, actor) => {
  expect(actorIn(context)).toBe(actor);
});
