import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { workspaceMembersRead } from './members.ts';
import { projectsRead } from './projects.ts';
import { defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';
import { addUnlistableWorkspaceTokens } from './unlistable.ts';

interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly plan: string;
  readonly has2FAEnforcement: boolean;
  readonly redactedDueTo2FAPending: boolean;
  readonly createdAt: string;
}

export const workspaceRead = defineRead<{ workspace: Workspace | null }>({
  operation: 'workspace',
  document: /* GraphQL */ `query Workspace($workspaceId: String!) {
    workspace(workspaceId: $workspaceId) {
      id name plan has2FAEnforcement redactedDueTo2FAPending createdAt
    }
  }`,
  hides: 'container',
  direction: 'neither',
  access: {
    role: 'VIEWER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:viewer',
    confidence: 'inferred',
  },
});

/**
 * The workspace itself and the identity its tokens act as: a workspace token "authenticates as the workspace"
 * and is to be treated as its admin (docs.railway.com/enterprise/access-groups).
 */
export async function readWorkspace(
  source: SourceReader,
  workspace: { readonly id: string; readonly name: string },
  projects: readonly string[],
): Promise<void> {
  const target = idOf.workspace(workspace.id);
  const data = await source.ask(workspaceRead, { workspaceId: workspace.id }, { target, id: workspace.id });
  const read = data?.workspace ?? null;
  if (read?.redactedDueTo2FAPending) {
    const detail = 'the workspace is redacted until the caller sets up two-factor authentication';
    for (const hidden of [workspaceMembersRead, projectsRead]) {
      source.fail(hidden, { target, id: workspace.id }, { reason: 'denied', detail });
    }
  }
  const name = String(read?.name ?? workspace.name);
  source.add(
    assetOf('container', {
      id: target,
      native: 'railway.Workspace',
      name,
      scope: workspace.id,
      createdAt: isoTime(read?.createdAt),
      links: projects.map((project) => ({ to: idOf.project(project), as: 'contains' })),
      props: {
        type: 'workspace',
        guards: [],
        ...(read && { facts: { plan: read.plan, has2FAEnforcement: read.has2FAEnforcement } }),
      },
    }),
  );
  addWorkspaceIdentity(source, workspace.id, name);
}

/** The principal of workspace tokens, and the stand-in for those of them that nobody here can list. */
export function addWorkspaceIdentity(source: SourceReader, workspace: string, name: string): void {
  source.add(
    assetOf('principal', {
      id: idOf.workspaceIdentity(workspace),
      native: 'railway.Workspace',
      name: `workspace ${name}`,
      scope: workspace,
      links: [{ to: idOf.workspace(workspace), as: 'acts-in', role: 'ADMIN' }],
      props: {
        type: 'workspace',
        mfa: 'inexpressible',
        lastActive: 'inexpressible',
        managedByProvider: false,
      },
    }),
  );
  addUnlistableWorkspaceTokens(source, workspace, name);
}
