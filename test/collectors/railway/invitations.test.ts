import { describe, expect, it } from 'vitest';
import type { WorldInvitation } from '../../../src/stand-ins/railway/world.ts';
import { environment, project, user, workspace } from '../../../src/stand-ins/railway/worlds/builders.ts';
import { openGaps, scan } from './scanning.ts';

const open: WorldInvitation = {
  id: 'open',
  email: 'bo@acme.example',
  expiresAt: '2026-04-30T12:00:00.000Z',
  isExpired: false,
};
const late: WorldInvitation = { ...open, id: 'late', expiresAt: '2026-04-01T12:00:00.000Z', isExpired: true };

const home = workspace({
  id: 'w',
  members: [{ user: 'u', role: 'ADMIN' }],
  projects: [
    project({ id: 'p', environments: [environment({ id: 'production' })], invitations: [open, late] }),
  ],
});
const world = {
  users: [user({ id: 'u' })],
  tokens: [{ kind: 'account', id: 't', name: 't', value: 'token-of-u', expiresAt: null, user: 'u' } as const],
  workspaces: [home],
};

describe('invitations to a project', () => {
  it('are people in a role that is not told, who come in by them', async () => {
    const { collected } = await scan(world, { TOKEN: 'token-of-u' });
    expect(openGaps(collected)).toEqual([]);
    const found = collected.assets.filter(({ native }) => native === 'railway.ProjectInvitation');
    expect(found).toMatchObject([
      {
        id: 'railway:invitation:late',
        links: [{ to: 'railway:invitee:late', as: 'held-by' }],
        props: { type: 'invitation', status: 'inactive' },
      },
      {
        id: 'railway:invitation:open',
        name: 'bo@acme.example',
        props: { type: 'invitation', status: 'active', expires: '2026-04-30T12:00:00.000Z' },
      },
      { id: 'railway:invitee:late', props: { type: 'invitee' } },
      { id: 'railway:invitee:open', links: [{ to: 'railway:project:p', as: 'acts-in' }] },
    ]);
    expect(found.flatMap(({ links }) => links.filter(({ role }) => role !== undefined))).toEqual([]);
  });

  it('that could not be read are a gap, not nobody', async () => {
    const faults = [{ on: 'ProjectInvitations', as: 'not-authorized' }] as const;
    const { collected } = await scan(world, { TOKEN: 'token-of-u' }, { faults });
    expect(openGaps(collected)).toEqual(['railway:denied:projectInvitations:p']);
  });

  it('are asked for without their link', async () => {
    const { standIn } = await scan(world, { TOKEN: 'token-of-u' });
    expect(
      standIn
        .calls()
        .map(({ query }) => query)
        .join('\n'),
    ).not.toMatch(/code/i);
  });
});
