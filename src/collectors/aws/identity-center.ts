import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { apiCall } from './api-call.ts';
import { type Directory, identityStoreCalls, readDirectory } from './identity-center-directory.ts';
import type { Assignment } from './identity-center-ways-in.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const listInstances = apiCall('sso:ListInstances', 'credential', 'widens');
const listPermissionSets = apiCall('sso:ListPermissionSets', 'credential', 'widens');
const describePermissionSet = apiCall('sso:DescribePermissionSet', 'credential', 'widens');
const listProvisioned = apiCall('sso:ListAccountsForProvisionedPermissionSet', 'credential', 'widens');
const listAccountAssignments = apiCall('sso:ListAccountAssignments', 'credential', 'widens');

export const identityCenterCalls = [
  listInstances,
  listPermissionSets,
  describePermissionSet,
  listProvisioned,
  listAccountAssignments,
  ...identityStoreCalls,
];
export const identityCenterNatives = ['AWS::SSO::User'];

interface Instance {
  readonly arn: string;
  readonly store: string;
}

/** Who holds which permission set in which account, by the Identity Center that lives in the Region and account. */
export async function collectIdentityCenter(reader: Reader): Promise<Found> {
  const { SSOAdminClient } = await import('@aws-sdk/client-sso-admin');
  const sso = reader.client(SSOAdminClient);
  const found = await Promise.all(
    (await ownInstances(reader, sso)).map(async ({ arn, store }) => {
      const [assignments, directory] = await Promise.all([
        readAssignments(reader, sso, arn),
        readDirectory(reader, store),
      ]);
      return assignments.flatMap((one) => holdersOf(one, directory));
    }),
  );
  return { assets: [], assignments: found.flat() };
}

/** A member account sees the organisation's instance as well; only its owner may look into it. */
async function ownInstances(reader: Reader, sso: SSOAdminClient): Promise<readonly Instance[]> {
  const { ListInstancesCommand } = await import('@aws-sdk/client-sso-admin');
  const own: Instance[] = [];
  await reader.pages(
    listInstances,
    (NextToken) => sso.send(new ListInstancesCommand({ NextToken })),
    ({ Instances = [], NextToken }) => {
      for (const { InstanceArn: arn, IdentityStoreId: store, OwnerAccountId } of Instances) {
        const isOwn = OwnerAccountId === reader.account.id;
        if (isOwn && arn !== undefined && store !== undefined) own.push({ arn, store });
      }
      return { items: Instances.length, next: NextToken };
    },
  );
  return own;
}

/** A user or group that holds a permission set in an account. */
interface Grant {
  readonly account: string;
  readonly permissionSet: string;
  readonly principal: string;
  readonly isGroup: boolean;
}

async function readAssignments(
  reader: Reader,
  sso: SSOAdminClient,
  InstanceArn: string,
): Promise<readonly Grant[]> {
  const { ListPermissionSetsCommand } = await import('@aws-sdk/client-sso-admin');
  const sets: string[] = [];
  await reader.pages(
    listPermissionSets,
    (NextToken) => sso.send(new ListPermissionSetsCommand({ InstanceArn, MaxResults: 100, NextToken })),
    ({ PermissionSets = [], NextToken }) => {
      sets.push(...PermissionSets);
      return { items: PermissionSets.length, next: NextToken };
    },
  );
  const read = sets.map((set) =>
    reader.queue(() => grantsOf(reader, sso, { InstanceArn, PermissionSetArn: set })),
  );
  return (await Promise.all(read)).flat();
}

interface PermissionSet {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

async function grantsOf(reader: Reader, sso: SSOAdminClient, set: PermissionSet): Promise<readonly Grant[]> {
  const { DescribePermissionSetCommand, ListAccountsForProvisionedPermissionSetCommand } = await import(
    '@aws-sdk/client-sso-admin'
  );
  const about = { target: set.PermissionSetArn };
  const answer = await reader.call(
    describePermissionSet,
    () => sso.send(new DescribePermissionSetCommand(set)),
    about,
  );
  const name = answer?.PermissionSet?.Name;
  const accounts: string[] = [];
  await reader.pages(
    listProvisioned,
    (NextToken) =>
      sso.send(new ListAccountsForProvisionedPermissionSetCommand({ ...set, MaxResults: 100, NextToken })),
    ({ AccountIds = [], NextToken }) => {
      accounts.push(...AccountIds);
      return { items: AccountIds.length, next: NextToken };
    },
    about,
  );
  if (name === undefined) return [];
  const grants: Grant[] = [];
  for (const AccountId of accounts) {
    grants.push(...(await grantsIn(reader, sso, { ...set, AccountId, name })));
  }
  return grants;
}

async function grantsIn(
  reader: Reader,
  sso: SSOAdminClient,
  { name, ...asked }: PermissionSet & { readonly AccountId: string; readonly name: string },
): Promise<readonly Grant[]> {
  const { ListAccountAssignmentsCommand } = await import('@aws-sdk/client-sso-admin');
  const grants: Grant[] = [];
  await reader.pages(
    listAccountAssignments,
    (NextToken) => sso.send(new ListAccountAssignmentsCommand({ ...asked, MaxResults: 100, NextToken })),
    ({ AccountAssignments = [], NextToken }) => {
      for (const { PrincipalId: principal, PrincipalType } of AccountAssignments) {
        if (principal === undefined) continue;
        const isGroup = PrincipalType === 'GROUP';
        grants.push({ account: asked.AccountId, permissionSet: name, principal, isGroup });
      }
      return { items: AccountAssignments.length, next: NextToken };
    },
    { target: asked.PermissionSetArn },
  );
  return grants;
}

/** The users behind a grant; somebody the directory does not tell of still holds it. */
function holdersOf(
  { account, permissionSet, principal, isGroup }: Grant,
  directory: Directory,
): readonly Assignment[] {
  const users = isGroup ? (directory.members.get(principal) ?? [principal]) : [principal];
  return users.map((id) => {
    const user = directory.users.get(id);
    const name =
      user?.name ?? (isGroup && id === principal ? `members of group ${directory.groups.get(id) ?? id}` : id);
    return { account, permissionSet, user: id, name, status: user?.status ?? 'unknown' };
  });
}
