import type { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import type { CredentialProps } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Reader } from './reader.ts';

const service = 'identitystore';
const listUsers = apiCall('identitystore:ListUsers', 'credential', 'neither');
const listGroups = apiCall('identitystore:ListGroups', 'credential', 'widens');
const listGroupMemberships = apiCall('identitystore:ListGroupMemberships', 'credential', 'widens');

export const identityStoreCalls = [listUsers, listGroups, listGroupMemberships];

/** Users and groups of an Identity Center. */
export interface Directory {
  readonly users: ReadonlyMap<string, { readonly name: string; readonly status: CredentialProps['status'] }>;
  /** Group id to its name. */
  readonly groups: ReadonlyMap<string, string>;
  /** Group id to the ids of its users; a group whose list was not read is not here. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

export async function readDirectory(reader: Reader, IdentityStoreId: string): Promise<Directory> {
  const { IdentitystoreClient } = await import('@aws-sdk/client-identitystore');
  const store = reader.client(IdentitystoreClient, service);
  const [users, groups] = await Promise.all([
    readUsers(reader, store, IdentityStoreId),
    readGroups(reader, store, IdentityStoreId),
  ]);
  const members = new Map<string, readonly string[]>();
  await Promise.all(
    [...groups.keys()].map((GroupId) =>
      reader.queue(async () => {
        const list = await membersOf(reader, store, { IdentityStoreId, GroupId });
        if (list !== null) members.set(GroupId, list);
      }),
    ),
  );
  return { users, groups, members };
}

async function readUsers(reader: Reader, store: IdentitystoreClient, IdentityStoreId: string) {
  const { ListUsersCommand } = await import('@aws-sdk/client-identitystore');
  const users = new Map<string, { readonly name: string; readonly status: CredentialProps['status'] }>();
  await reader.pages(
    listUsers,
    (NextToken) => store.send(new ListUsersCommand({ IdentityStoreId, MaxResults: 100, NextToken })),
    ({ Users = [], NextToken }) => {
      for (const { UserId = '', UserName: name = UserId, UserStatus } of Users) {
        users.set(UserId, { name, status: UserStatus === 'DISABLED' ? 'inactive' : 'active' });
      }
      return { items: Users.length, next: NextToken };
    },
  );
  return users;
}

async function readGroups(reader: Reader, store: IdentitystoreClient, IdentityStoreId: string) {
  const { ListGroupsCommand } = await import('@aws-sdk/client-identitystore');
  const groups = new Map<string, string>();
  await reader.pages(
    listGroups,
    (NextToken) => store.send(new ListGroupsCommand({ IdentityStoreId, MaxResults: 100, NextToken })),
    ({ Groups = [], NextToken }) => {
      for (const { GroupId = '', DisplayName = GroupId } of Groups) groups.set(GroupId, DisplayName);
      return { items: Groups.length, next: NextToken };
    },
  );
  return groups;
}

/** null: not read to its end. */
async function membersOf(
  reader: Reader,
  store: IdentitystoreClient,
  group: { readonly IdentityStoreId: string; readonly GroupId: string },
): Promise<readonly string[] | null> {
  const { ListGroupMembershipsCommand } = await import('@aws-sdk/client-identitystore');
  const members: string[] = [];
  const whole = await reader.pages(
    listGroupMemberships,
    (NextToken) => store.send(new ListGroupMembershipsCommand({ ...group, MaxResults: 100, NextToken })),
    ({ GroupMemberships = [], NextToken }) => {
      members.push(...GroupMemberships.flatMap(({ MemberId }) => MemberId?.UserId ?? []));
      return { items: GroupMemberships.length, next: NextToken };
    },
    { target: group.GroupId },
  );
  return whole ? members : null;
}
