import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { CollectedAsset } from '../../model/asset.ts';
import type { RdsPlace } from './rds.ts';
import type { Database } from './rds-sources.ts';

export const databaseUsersNative = 'AWS::RDS::DatabaseUsers';

/**
 * The users of each database that lets IAM identities log in as one of them, by the ARN that policies name them by:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export function databaseUsers(
  instances: readonly DBInstance[],
  clusters: readonly DBCluster[],
  databases: ReadonlyMap<string, Database>,
  place: RdsPlace,
): readonly CollectedAsset[] {
  const open = [
    ...instances.map((one) => ({
      id: one.DBInstanceArn ?? '',
      resource: one.DBClusterIdentifier === undefined ? one.DbiResourceId : undefined,
      name: one.DBInstanceIdentifier ?? '',
      byIam: one.IAMDatabaseAuthenticationEnabled === true,
    })),
    ...clusters.map((one) => ({
      id: one.DBClusterArn ?? '',
      resource: one.DbClusterResourceId,
      name: one.DBClusterIdentifier ?? '',
      byIam: one.IAMDatabaseAuthenticationEnabled === true,
    })),
  ];
  return open.flatMap(({ id, resource, name, byIam }) => {
    const isStore = (databases.get(id)?.store ?? id) === id;
    return byIam && isStore && resource !== undefined ? [usersAsset(id, { resource, name }, place)] : [];
  });
}

function usersAsset(
  store: string,
  { resource, name }: { readonly resource: string; readonly name: string },
  { account, region, arn }: RdsPlace,
): CollectedAsset {
  return {
    id: `${arn('x').replace(/:rds:.*$/, ':rds-db:')}${region}:${account}:dbuser:${resource}`,
    kind: 'container',
    provider: 'aws',
    native: databaseUsersNative,
    name: `users of ${name}`,
    scope: account,
    region,
    createdAt: null,
    tags: {},
    links: [{ to: store, as: 'contains' }],
    props: { type: 'database-users', guards: [] },
  };
}
