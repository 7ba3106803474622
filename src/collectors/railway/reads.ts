import { apiTokensRead } from './api-tokens.ts';
import { auditLogsRead } from './attribution.ts';
import { backupsRead, schedulesRead } from './backups.ts';
import { apiTokenRead, meRead, myWorkspacesRead, projectTokenRead } from './caller.ts';
import { instancesRead, variablesRead } from './environments.ts';
import { projectInvitationsRead } from './invitations.ts';
import { projectMembersRead, workspaceMembersRead } from './members.ts';
import { notificationRulesRead } from './notification-rules.ts';
import { projectTokensRead } from './project-tokens.ts';
import { projectPartsRead, projectRead, projectsRead } from './projects.ts';
import type { Read } from './read.ts';
import { tcpProxiesRead } from './services.ts';
import { sessionsRead } from './sessions.ts';
import { mySshKeysRead, workspaceSshKeysRead } from './ssh-keys.ts';
import { workspaceRead } from './workspaces.ts';

/** Every document the collectors may send, in the order a scan sends them. */
export const railwayReads: readonly Read<unknown>[] = [
  apiTokenRead,
  meRead,
  myWorkspacesRead,
  projectTokenRead,
  apiTokensRead,
  sessionsRead,
  mySshKeysRead,
  workspaceRead,
  workspaceMembersRead,
  workspaceSshKeysRead,
  notificationRulesRead,
  projectsRead,
  projectRead,
  projectPartsRead,
  projectMembersRead,
  projectInvitationsRead,
  projectTokensRead,
  instancesRead,
  variablesRead,
  tcpProxiesRead,
  backupsRead,
  schedulesRead,
  auditLogsRead,
];
