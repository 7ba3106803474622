import { type JsonItem, type JsonService, jsonPage } from './json.ts';
import type { KnownRequest } from './request.ts';

/** An Identity Center and its directory, where it lives. */
export interface IdentityCenterWorld {
  readonly owner: string;
  /** Permission set name to account id to those who hold it: `{ PrincipalId, PrincipalType }`. */
  readonly sets?: ReadonlyMap<string, ReadonlyMap<string, readonly JsonItem[]>>;
  readonly users?: readonly JsonItem[];
  readonly groups?: readonly JsonItem[];
  /** Group id to the ids of its users. */
  readonly members?: ReadonlyMap<string, readonly string[]>;
}

const instance = 'arn:aws:sso:::instance/ssoins-1';
const setArn = (name: string): string => `${instance.replace('instance', 'permissionSet')}/${name}`;
const setOf = (request: KnownRequest): string =>
  (request.args.get('PermissionSetArn') ?? '').split('/').at(-1) ?? '';

/** IAM Identity Center, as the stand-in serves it. */
export const sso: JsonService = {
  operations: {
    ListInstances: (request) => {
      const world = worldOf(request);
      const own = { InstanceArn: instance, IdentityStoreId: 'd-1', OwnerAccountId: world.owner ?? '' };
      return page(request, 'Instances', world.owner === undefined ? [] : [own]);
    },
    ListPermissionSets: (request) =>
      page(request, 'PermissionSets', [...(worldOf(request).sets?.keys() ?? [])].map(setArn)),
    DescribePermissionSet: (request) => ({
      PermissionSet: { PermissionSetArn: setArn(setOf(request)), Name: setOf(request) },
    }),
    ListAccountsForProvisionedPermissionSet: (request) =>
      page(request, 'AccountIds', [...(worldOf(request).sets?.get(setOf(request))?.keys() ?? [])]),
    ListAccountAssignments: (request) => {
      const holders = worldOf(request)
        .sets?.get(setOf(request))
        ?.get(request.args.get('AccountId') ?? '');
      return page(request, 'AccountAssignments', holders ?? []);
    },
  },
};

/** The directory behind it. */
export const identitystore: JsonService = {
  operations: {
    ListUsers: (request) => page(request, 'Users', worldOf(request).users ?? []),
    ListGroups: (request) => page(request, 'Groups', worldOf(request).groups ?? []),
    ListGroupMemberships: (request) => {
      const members = worldOf(request).members?.get(request.args.get('GroupId') ?? '') ?? [];
      return page(
        request,
        'GroupMemberships',
        members.map((UserId) => ({ IdentityStoreId: 'd-1', MemberId: { UserId } })),
      );
    },
  },
};

const worldOf = ({ account, region }: KnownRequest): Partial<IdentityCenterWorld> =>
  account.identityCenter?.[region] ?? {};

function page(request: KnownRequest, list: string, items: readonly (JsonItem | string)[]): JsonItem {
  return jsonPage(request, { list, asked: 'NextToken', given: 'NextToken' }, items);
}
