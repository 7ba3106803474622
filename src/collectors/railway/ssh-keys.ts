import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import { type Connection, defineRead } from './read.ts';
import type { About, SourceReader } from './source.ts';
import { isoTime } from './text.ts';

interface SshKey {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly userId: string | null;
  readonly workspaceId: string | null;
  readonly createdAt: string;
}

type Answer = { sshPublicKeys: Connection<SshKey> | null };

/** A key opens a shell in every service its owner reaches (docs.railway.com/cli/ssh). */
export const workspaceSshKeysRead = defineRead<Answer>({
  operation: 'sshPublicKeys',
  document: /* GraphQL */ `query WorkspaceSshKeys($workspaceId: String!, $first: Int!, $keysAfter: String) {
    sshPublicKeys(workspaceId: $workspaceId, first: $first, after: $keysAfter) {
      edges { node { id name fingerprint userId workspaceId createdAt } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: {
    role: 'MEMBER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:member',
    confidence: 'documented',
  },
});

export const mySshKeysRead = defineRead<Answer>({
  operation: 'sshPublicKeys.own',
  document: /* GraphQL */ `query MySshKeys($first: Int!, $keysAfter: String) {
    sshPublicKeys(first: $first, after: $keysAfter) {
      edges { node { id name fingerprint userId workspaceId createdAt } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: {
    role: 'self',
    workspaceToken: false,
    projectToken: false,
    scope: 'ssh_keys',
    confidence: 'inferred',
  },
});

const picks = { keys: (data: Answer) => data.sshPublicKeys };

export async function readWorkspaceSshKeys(source: SourceReader, workspace: string): Promise<void> {
  const about = { target: idOf.workspace(workspace), id: workspace };
  const { keys } = await readLists(source, workspaceSshKeysRead, { workspaceId: workspace }, picks, about);
  for (const key of keys) addKey(source, key, idOf.workspaceIdentity(workspace));
}

export async function readMySshKeys(source: SourceReader, user: string): Promise<void> {
  const about: About = { target: idOf.user(user), id: user };
  const { keys } = await readLists(source, mySshKeysRead, {}, picks, about);
  for (const key of keys) addKey(source, key, idOf.user(user));
}

/** The key itself is never asked for; its fingerprint tells it apart. */
function addKey(source: SourceReader, key: SshKey, asker: string): void {
  const owner = key.workspaceId
    ? idOf.workspaceIdentity(key.workspaceId)
    : key.userId
      ? idOf.user(key.userId)
      : asker;
  source.add(
    assetOf('credential', {
      id: idOf.sshKey(key.id),
      native: 'railway.SshPublicKey',
      name: String(key.name),
      scope: source.scope,
      createdAt: isoTime(key.createdAt),
      links: [{ to: owner, as: 'held-by' }],
      props: {
        type: 'ssh-key',
        status: 'active',
        lastUsed: 'inexpressible',
        expires: 'inexpressible',
        label: String(key.fingerprint),
        mfa: 'never',
        self: false,
      },
    }),
  );
}
