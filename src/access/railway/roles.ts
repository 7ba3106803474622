import type { Confidence } from '../../model/access.ts';

/** Who somebody is at a place. A project token stands for its one environment. */
export type Standing =
  | 'workspace-admin'
  | 'workspace-member'
  | 'workspace-viewer'
  | 'project-admin'
  | 'project-member'
  | 'project-viewer'
  | 'project-token'
  | 'unread-role';

/** What a standing may do, how sure that is, and the page or schema it rests on. */
export interface RoleAnswer {
  readonly decision: 'allowed' | 'denied' | 'conditional';
  readonly confidence: Confidence;
  readonly why: string;
}

const WORKSPACES = 'docs.railway.com/projects/workspaces';
const MEMBERS = 'docs.railway.com/projects/project-members';
const TOKENS = 'docs.railway.com/integrations/api';

const allowed = (confidence: Confidence, why: string): RoleAnswer => ({
  decision: 'allowed',
  confidence,
  why,
});
const denied = (confidence: Confidence, why: string): RoleAnswer => ({ decision: 'denied', confidence, why });
const untested = (why: string): RoleAnswer => ({ decision: 'conditional', confidence: 'unverified', why });

const PROJECT_WIDE = [
  'railway:projectDelete',
  'railway:projectScheduleDelete',
  'railway:projectScheduleDeleteForce',
];
const ADMINS_ONLY = [...PROJECT_WIDE, 'railway:volumeDelete', 'railway:serviceDelete'];
const DATA_PATH = [
  'railway:variables',
  'railway:bucketS3Credentials',
  'railway:tcpProxyCreate',
  'railway:ssh',
];
const TENANT = ['railway:workspaceDelete', 'railway:userDelete'];
const IN_ENVIRONMENT = [
  ...DATA_PATH,
  'railway:environmentPatchCommit',
  'railway:volumeInstanceBackupDelete',
  'railway:volumeInstanceBackupScheduleUpdate',
];

/** What a standing may do; what no page settles is `conditional` and unverified, never `denied`. */
export function roleAnswer(standing: Standing, operation: string): RoleAnswer {
  switch (standing) {
    case 'workspace-admin':
      return allowed('documented', `a workspace admin may do anything in it (${WORKSPACES})`);
    case 'project-admin':
      if (TENANT.includes(operation))
        return denied('inferred', 'a project owner has no rights on the workspace');
      return allowed('inferred', `a project owner may do anything in it (${MEMBERS})`);
    case 'workspace-member':
      return member(
        operation,
        ADMINS_ONLY,
        `only workspace admins delete volumes, services, projects (${WORKSPACES})`,
      );
    case 'project-member':
      return member(
        operation,
        [...PROJECT_WIDE, 'railway:serviceDelete'],
        `a project editor cannot delete services or the project (${MEMBERS})`,
      );
    case 'workspace-viewer':
    case 'project-viewer':
      return denied('inferred', `this role neither changes resources nor sees variables (${MEMBERS})`);
    case 'project-token':
      return projectToken(operation);
    case 'unread-role':
      return untested('the role held here could not be read');
  }
}

function member(operation: string, forbidden: readonly string[], why: string): RoleAnswer {
  if (forbidden.includes(operation)) return denied('documented', why);
  if (TENANT.includes(operation)) return denied('inferred', 'only workspace admins end the workspace');
  if (DATA_PATH.includes(operation))
    return allowed('inferred', `members read and change variables (${WORKSPACES})`);
  return untested('Railway lets this role do so (no page says either way)');
}

function projectToken(operation: string): RoleAnswer {
  if (operation === 'railway:ssh')
    return denied('documented', 'project tokens open no SSH session (docs/cli/ssh)');
  if (IN_ENVIRONMENT.includes(operation)) {
    return allowed('inferred', `a project token may do anything in its environment (${TOKENS})`);
  }
  return untested('Railway lets a project token do so beyond its environment (to be tested)');
}
