import type { AssetOf, CollectedAsset, Guard } from '../../model/asset.ts';

/** Whatever is done to the rows of a database is done to its replicas, by SQL through either of its doors. */
const followed = ['rds-data:BatchExecuteStatement', 'rds-data:ExecuteStatement', 'rds-db:connect'];

/**
 * A database that follows another. It stays when its source is deleted, as a database of its own:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
 */
export function replicaProps(
  { scope, region }: Pick<CollectedAsset, 'scope' | 'region'>,
  key: string | undefined,
  guards: readonly Guard[],
  inStep: boolean,
): AssetOf<'backup'>['props'] {
  return {
    type: 'replica',
    location: { provider: 'aws', account: scope, region, vault: null },
    expires: null,
    complete: inStep,
    key: key ?? null,
    survivesSource: true,
    follows: followed,
    sharedWith: [],
    guards,
  };
}
