import type { CollectedAsset } from '../../model/asset.ts';
import type { Gap } from '../../model/inventory.ts';

type Standing = Pick<Gap, 'operation' | 'kind' | 'target' | 'direction' | 'detail' | 'permission'>;

/** What the collectors can't read yet and a verdict should know of: facts of this version, not failures of a scan. */
export function standingGaps(account: string, assets: readonly CollectedAsset[]): readonly Gap[] {
  return [serviceControl, ...keysOf(assets).map(keyPolicy)].map((standing) => {
    const parts = ['aws', 'unsupported', standing.operation, account, standing.target];
    return {
      fingerprint: parts.filter((part) => part !== null).join(':'),
      provider: 'aws',
      scope: account,
      region: null,
      reason: 'unsupported',
      ...standing,
    };
  });
}

/** Closed by whoever reads the organisation. */
export const serviceControl: Standing = {
  operation: 'organizations:ListPoliciesForTarget',
  kind: 'policy',
  target: null,
  direction: 'restricts',
  detail: 'service and resource control policies were not read: one may forbid what is shown as possible',
  permission: 'scan the management account of the organisation as well',
};

function keyPolicy(target: string): Standing {
  return {
    operation: 'kms:GetKeyPolicy',
    kind: 'key',
    target,
    direction: 'widens',
    detail: 'the policy of this key was not read: whoever can end it ends all that is encrypted under it',
    permission: 'look up the key policy in the KMS console',
  };
}

/** Keys in use that no collector saw. */
function keysOf(assets: readonly CollectedAsset[]): readonly string[] {
  const known = new Set(assets.flatMap(({ kind, id }) => (kind === 'key' ? [id] : [])));
  const keys = assets.flatMap((asset) =>
    asset.kind === 'store' || asset.kind === 'backup' ? [asset.props.key] : [],
  );
  return [...new Set(keys.filter((key) => key !== null))].filter((key) => !known.has(key)).sort();
}
