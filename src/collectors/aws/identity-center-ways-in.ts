import type { CollectedAsset, CredentialProps } from '../../model/asset.ts';
import { type CollectedCredential, credential } from './credential.ts';

/** Somebody who holds a permission set in an account. */
export interface Assignment {
  readonly account: string;
  readonly permissionSet: string;
  /** Id of the user, or of a group whose members were not read. */
  readonly user: string;
  readonly name: string;
  readonly status: CredentialProps['status'];
}

/**
 * A credential for each user, held by every role that Identity Center signs the user in to: one person with two
 * assignments is one actor. The roles are named after the permission set:
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function identityCenterUsers(
  assets: readonly CollectedAsset[],
  assignments: readonly Assignment[],
): readonly CollectedCredential[] {
  const roles = rolesByAssignment(assets);
  const byUser = Map.groupBy(assignments, ({ user }) => user);
  return [...byUser].flatMap(([user, held]) => {
    const ids = held.flatMap(
      ({ account, permissionSet }) => roles.get(`${account} ${permissionSet}`)?.id ?? [],
    );
    const [principal, ...others] = [...new Set(ids)].sort();
    const [first] = held;
    if (principal === undefined || first === undefined) return [];
    const person = credential({
      id: `aws:identity-center-user:${user}`,
      native: 'AWS::SSO::User',
      name: first.name,
      account: roleAccount(principal),
      principal,
      props: { type: 'identity-center-user', status: first.status, expires: 'inexpressible', mfa: 'may' },
    });
    return [{ ...person, links: [...person.links, ...others.map((to) => ({ to, as: 'held-by' as const }))] }];
  });
}

function rolesByAssignment(assets: readonly CollectedAsset[]): ReadonlyMap<string, CollectedAsset> {
  const roles = new Map<string, CollectedAsset>();
  for (const asset of assets) {
    const set = /^AWSReservedSSO_(.+)_[0-9a-f]+$/.exec(asset.name)?.[1];
    if (asset.native === 'AWS::IAM::Role' && set !== undefined) roles.set(`${asset.scope} ${set}`, asset);
  }
  return roles;
}

function roleAccount(arn: string): string {
  return arn.split(':')[4] ?? '';
}
