import type { AttachedPolicy, GroupDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { AssetOf, CollectedAsset, Link, PrincipalProps } from '../../model/asset.ts';
import { type Authorization, isAwsManaged } from './iam-authorization.ts';
import type { ReportRow } from './iam-credential-report.ts';
import { inlinePolicies, policyAsset } from './iam-policies.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export type CollectedPrincipal = Omit<AssetOf<'principal'>, 'environments'>;

/** What is known of a user beside its permissions. */
export interface UserFacts {
  readonly row: ReportRow | undefined;
  readonly mfa: boolean | 'unknown';
}

/** Users, groups and roles with the policies they carry. */
export function principalAssets(
  reader: Reader,
  authorization: Authorization,
  facts: ReadonlyMap<string, UserFacts>,
): readonly CollectedAsset[] {
  const groupsByName = new Map([...authorization.groups].map(([arn, group]) => [group.GroupName ?? '', arn]));
  return [
    ...[...authorization.users.values()].flatMap((user) => userAssets(reader, user, groupsByName, facts)),
    ...[...authorization.groups.values()].flatMap((group) => groupAssets(reader, group)),
    ...[...authorization.roles.values()].flatMap((role) => roleAssets(reader, role)),
    ...managedPolicies(reader, authorization),
  ];
}

function userAssets(
  reader: Reader,
  user: UserDetail,
  groups: ReadonlyMap<string, string>,
  facts: ReadonlyMap<string, UserFacts>,
): readonly CollectedAsset[] {
  const arn = user.Arn ?? '';
  const { row, mfa } = facts.get(arn) ?? { row: undefined, mfa: 'unknown' };
  const inline = inlinePolicies(reader, arn, 'AWS::IAM::UserPolicy', user.UserPolicyList);
  const memberships = [...new Set(user.GroupList ?? [])].flatMap((name): Link[] => {
    const group = groups.get(name);
    return group === undefined ? [] : [{ to: group, as: 'acts-in', role: 'MEMBER' }];
  });
  const props: PrincipalProps = {
    type: 'user',
    mfa,
    lastActive: row === undefined ? 'unknown' : row.lastActive,
    managedByProvider: false,
    credentialsListed: !reader.missed('credential', arn),
  };
  const links = [...carried(user.AttachedManagedPolicies, inline), ...boundary(user), ...memberships];
  return [principal(reader, 'AWS::IAM::User', user.UserName, user, { links, props }), ...inline];
}

function groupAssets(reader: Reader, group: GroupDetail): readonly CollectedAsset[] {
  const inline = inlinePolicies(reader, group.Arn ?? '', 'AWS::IAM::GroupPolicy', group.GroupPolicyList);
  const links = carried(group.AttachedManagedPolicies, inline);
  const props: PrincipalProps = {
    type: 'group',
    mfa: 'inexpressible',
    lastActive: 'inexpressible',
    managedByProvider: false,
  };
  return [principal(reader, 'AWS::IAM::Group', group.GroupName, group, { links, props }), ...inline];
}

function roleAssets(reader: Reader, role: RoleDetail): readonly CollectedAsset[] {
  const arn = role.Arn ?? '';
  const inline = inlinePolicies(reader, arn, 'AWS::IAM::RolePolicy', role.RolePolicyList);
  const trust = policyAsset(reader, {
    id: `${arn}#trust`,
    native: 'AWS::IAM::TrustPolicy',
    name: `trust of ${role.RoleName ?? arn}`,
    type: 'trust',
    text: role.AssumeRolePolicyDocument,
    links: [{ to: arn, as: 'protects' }],
  });
  const links = [...carried(role.AttachedManagedPolicies, inline), ...boundary(role)];
  const props: PrincipalProps = {
    type: 'role',
    mfa: 'inexpressible',
    lastActive: role.RoleLastUsed?.LastUsedDate?.toISOString() ?? null,
    managedByProvider: isServiceLinked(arn),
  };
  return [principal(reader, 'AWS::IAM::Role', role.RoleName, role, { links, props }), ...inline, trust];
}

/** A role only its service can use: https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
export function isServiceLinked(roleArn: string): boolean {
  return roleArn.includes(':role/aws-service-role/');
}

function principal(
  reader: Reader,
  native: string,
  name: string | undefined,
  detail: UserDetail | GroupDetail | RoleDetail,
  rest: Pick<CollectedPrincipal, 'links' | 'props'>,
): CollectedPrincipal {
  const id = detail.Arn ?? '';
  return {
    id,
    kind: 'principal',
    provider: 'aws',
    native,
    name: name ?? id,
    scope: reader.account.id,
    region: null,
    createdAt: detail.CreateDate?.toISOString() ?? null,
    tags: 'Tags' in detail ? tagsOf(detail.Tags) : {},
    ...rest,
  };
}

function carried(
  attached: readonly AttachedPolicy[] | undefined,
  inline: readonly CollectedAsset[],
): readonly Link[] {
  const arns = new Set((attached ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
  return [...arns, ...inline.map(({ id }) => id)].map((to) => ({ to, as: 'attached' }));
}

function boundary(detail: UserDetail | RoleDetail): readonly Link[] {
  const to = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return to === undefined ? [] : [{ to, as: 'bounds' }];
}

function managedPolicies(reader: Reader, authorization: Authorization): readonly CollectedAsset[] {
  // Where a page is missing, so may be a version.
  const { complete } = authorization;
  return [...authorization.policies.values()].map(({ arn, name, text, others, createdAt }) =>
    policyAsset(reader, {
      id: arn,
      native: 'AWS::IAM::ManagedPolicy',
      name,
      type: 'identity',
      text,
      createdAt,
      ...(complete && others !== null ? { others } : {}),
      ...(isAwsManaged(arn) ? { scope: 'aws' } : {}),
    }),
  );
}
