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
 * A credential for each user and role that Identity Center signs the user in to. Its roles are named after the
 * permission set: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function identityCenterUsers(
  assets: readonly CollectedAsset[],
  assignments: readonly Assignment[],
): readonly CollectedCredential[] {
  const roles = new Map<string, CollectedAsset>();
  for (const asset of assets) {
    const set = /^AWSReservedSSO_(.+)_[0-9a-f]+$/.exec(asset.name)?.[1];
    if (asset.native === 'AWS::IAM::Role' && set !== undefined) roles.set(`${asset.scope} ${set}`, asset);
  }
  return assignments.flatMap(({ account, permissionSet, user, name, status }) => {
    const role = roles.get(`${account} ${permissionSet}`);
    if (role === undefined) return [];
    return [
      credential({
        id: `aws:identity-center-user:${user}:${role.id}`,
        native: 'AWS::SSO::Assignment',
        name: `${name} as ${permissionSet}`,
        account,
        principal: role.id,
        props: { type: 'identity-center-user', status, expires: 'inexpressible', mfa: 'may' },
      }),
    ];
  });
}
