import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { expiryOf } from './text.ts';

interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly expiresAt: string;
  readonly isExpired: boolean;
}

export const projectInvitationsRead = defineRead<{ projectInvitations: readonly Invitation[] | null }>({
  operation: 'projectInvitations',
  document: /* GraphQL */ `query ProjectInvitations($projectId: String!) {
    projectInvitations(id: $projectId) { id email expiresAt isExpired }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: {
    role: 'MEMBER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:viewer',
    confidence: 'unverified',
  },
});

/** Reads who was invited to a project by e-mail and has not come yet; the link itself is never asked for. */
export async function readProjectInvitations(source: SourceReader, project: string): Promise<void> {
  const about = { target: idOf.project(project), id: project };
  const data = await source.ask(projectInvitationsRead, { projectId: project }, about);
  if (data && !data.projectInvitations) {
    source.fail(projectInvitationsRead, about, {
      reason: 'failed',
      detail: 'the answer held no invitations',
    });
  }
  for (const invitation of data?.projectInvitations ?? []) addInvitation(source, project, invitation);
}

/** Whoever reads that mailbox may come in, in a role that no list of the API tells: it may be any. */
function addInvitation(
  source: SourceReader,
  project: string,
  { id, email, expiresAt, isExpired }: Invitation,
): void {
  const common = { native: 'railway.ProjectInvitation', name: String(email), scope: source.scope };
  source.add(
    assetOf('principal', {
      ...common,
      id: idOf.invitee(id),
      links: [{ to: idOf.project(project), as: 'acts-in' }],
      props: {
        type: 'invitee',
        mfa: 'inexpressible',
        lastActive: 'inexpressible',
        managedByProvider: false,
      },
    }),
    assetOf('credential', {
      ...common,
      id: idOf.invitation(id),
      links: [{ to: idOf.invitee(id), as: 'held-by' }],
      props: {
        type: 'invitation',
        status: isExpired ? 'inactive' : 'active',
        lastUsed: 'inexpressible',
        expires: expiryOf(expiresAt),
        label: null,
        mfa: 'unknown',
        self: false,
      },
    }),
  );
}
