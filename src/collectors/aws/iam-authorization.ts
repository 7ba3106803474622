import type {
  GroupDetail,
  IAMClient,
  ManagedPolicyDetail,
  PolicyVersion,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import { apiCall, leadingTo } from './api-call.ts';
import type { Reader } from './reader.ts';

export const getAccountAuthorizationDetails = leadingTo(
  apiCall('iam:GetAccountAuthorizationDetails', 'principal', 'widens'),
  'credential',
  'policy',
);
export const getPolicy = apiCall('iam:GetPolicy', 'policy', 'widens');
export const getPolicyVersion = apiCall('iam:GetPolicyVersion', 'policy', 'widens');

/** A managed policy with the text of its default version; null text where it could not be read. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Date | undefined;
  readonly text: string | null;
  /** Texts of the versions that are not in force, by their id; null: not known. */
  readonly others: ReadonlyMap<string, string | null> | null;
}

/** Users, groups, roles and managed policies of an account, each whole, by ARN. */
export interface Authorization {
  readonly users: ReadonlyMap<string, UserDetail>;
  readonly groups: ReadonlyMap<string, GroupDetail>;
  readonly roles: ReadonlyMap<string, RoleDetail>;
  readonly policies: ReadonlyMap<string, ManagedPolicy>;
  /** False when a page could not be read: what is not here may exist all the same. */
  readonly complete: boolean;
}

/**
 * Reads it all in one paged list. Pages may be short or empty, and one entity may come in parts on several pages,
 * so parts are merged first. `onUser` hears of each user once, as soon as it is seen.
 */
export async function readAuthorization(
  reader: Reader,
  onUser: (user: UserDetail) => void,
): Promise<Authorization> {
  const { IAMClient, GetAccountAuthorizationDetailsCommand } = await import('@aws-sdk/client-iam');
  const iam = reader.client(IAMClient);
  const users = new Map<string, UserDetail>();
  const groups = new Map<string, GroupDetail>();
  const roles = new Map<string, RoleDetail>();
  const policies = new Map<string, ManagedPolicy>();
  const complete = await reader.pages(
    getAccountAuthorizationDetails,
    (Marker) => iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000, Marker })),
    (page) => {
      const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = page;
      for (const user of UserDetailList) {
        if (!users.has(user.Arn ?? '')) onUser(user);
        merge(users, user, ['UserPolicyList', 'GroupList', 'AttachedManagedPolicies', 'Tags']);
      }
      for (const group of GroupDetailList)
        merge(groups, group, ['GroupPolicyList', 'AttachedManagedPolicies']);
      for (const role of RoleDetailList) {
        merge(roles, role, ['RolePolicyList', 'AttachedManagedPolicies', 'InstanceProfileList', 'Tags']);
      }
      for (const policy of Policies) keepPolicy(policies, policy);
      const items = UserDetailList.length + GroupDetailList.length + RoleDetailList.length;
      return { items, next: page.IsTruncated === true ? page.Marker : undefined };
    },
  );
  const authorization = {
    users,
    groups,
    roles,
    policies: policiesInUse(policies, { users, groups, roles }),
    complete,
  };
  return { ...authorization, policies: await withMissing(reader, iam, authorization) };
}

function merge<T extends { readonly Arn?: string | undefined }, K extends keyof T>(
  into: Map<string, T>,
  part: T,
  lists: readonly K[],
): void {
  const id = part.Arn ?? '';
  const known = into.get(id);
  if (known === undefined) {
    into.set(id, part);
    return;
  }
  const joined = { ...known, ...defined(part) };
  for (const list of lists)
    Object.assign(joined, { [list]: [...listOf(known[list]), ...listOf(part[list])] });
  into.set(id, joined);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function defined<T extends object>(part: T): Partial<T> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Of policies that AWS edits alone, only the version in force counts; the others are let go at once. */
function keepPolicy(into: Map<string, ManagedPolicy>, policy: ManagedPolicyDetail): void {
  const arn = policy.Arn ?? '';
  const versions = policy.PolicyVersionList ?? [];
  const isInForce = ({ VersionId }: PolicyVersion): boolean => VersionId === policy.DefaultVersionId;
  const before = into.get(arn);
  const text = versions.find(isInForce)?.Document ?? before?.text ?? null;
  const more = versions
    .filter((version) => !isInForce(version))
    .map(({ VersionId = '', Document = null }) => [VersionId, Document] as const);
  const isTold = policy.PolicyVersionList !== undefined || (before?.others ?? null) !== null;
  const others = isAwsManaged(arn) || !isTold ? null : new Map([...(before?.others ?? []), ...more]);
  into.set(arn, { arn, name: policy.PolicyName ?? arn, createdAt: policy.CreateDate, text, others });
}

type Holders = Pick<Authorization, 'users' | 'groups' | 'roles'>;

/** ARNs of the managed policies that something in the account carries, attached or as a boundary. */
function policyArnsInUse({ users, groups, roles }: Holders): ReadonlySet<string> {
  const used = new Set<string>();
  for (const holder of [...users.values(), ...groups.values(), ...roles.values()]) {
    for (const { PolicyArn } of holder.AttachedManagedPolicies ?? []) if (PolicyArn) used.add(PolicyArn);
    const bound =
      'PermissionsBoundary' in holder ? holder.PermissionsBoundary?.PermissionsBoundaryArn : undefined;
    if (bound) used.add(bound);
  }
  return used;
}

/** AWS's own policies are kept only where something carries them; the account's own are all kept. */
function policiesInUse(
  policies: ReadonlyMap<string, ManagedPolicy>,
  holders: Holders,
): Map<string, ManagedPolicy> {
  const used = policyArnsInUse(holders);
  return new Map([...policies].filter(([arn]) => used.has(arn) || !isAwsManaged(arn)));
}

/** `arn:aws:iam::aws:policy/…`: AWS's own, the same in every account. */
export function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:/.test(arn);
}

/** Policies that are carried and did not come with the list are read one by one. */
async function withMissing(
  reader: Reader,
  iam: IAMClient,
  authorization: Authorization,
): Promise<ReadonlyMap<string, ManagedPolicy>> {
  const { policies } = authorization;
  const missing = [...policyArnsInUse(authorization)].filter(
    (arn) => (policies.get(arn)?.text ?? null) === null,
  );
  const read = await Promise.all(missing.map((arn) => reader.queue(() => readPolicy(reader, iam, arn))));
  return new Map([...policies, ...read.map((policy) => [policy.arn, policy] as const)]);
}

async function readPolicy(reader: Reader, iam: IAMClient, arn: string): Promise<ManagedPolicy> {
  const { GetPolicyCommand, GetPolicyVersionCommand } = await import('@aws-sdk/client-iam');
  const head = await reader.call(getPolicy, () => iam.send(new GetPolicyCommand({ PolicyArn: arn })), {
    target: arn,
  });
  const { DefaultVersionId: VersionId, PolicyName, CreateDate: createdAt } = head?.Policy ?? {};
  const name = PolicyName ?? arn;
  if (VersionId === undefined) return { arn, name, createdAt, text: null, others: null };
  const body = await reader.call(
    getPolicyVersion,
    () => iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId })),
    { target: arn },
  );
  return { arn, name, createdAt, text: body?.PolicyVersion?.Document ?? null, others: null };
}
