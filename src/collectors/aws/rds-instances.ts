import type { DBInstance } from '@aws-sdk/client-rds';
import type { CollectedAsset, Guard } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import type { RdsPlace } from './rds.ts';
import { listRds } from './rds-pages.ts';
import { replicaProps } from './rds-replicas.ts';
import type { Database } from './rds-sources.ts';
import type { Reader } from './reader.ts';
import { tagsOf } from './tags.ts';

export const describeDBInstances = leadingTo(
  apiCall('rds:DescribeDBInstances', 'store', 'neither'),
  'backup',
  'schedule',
);

/** The Region's DB instances, those of clusters included. */
export async function listInstances(reader: Reader): Promise<readonly DBInstance[]> {
  const { DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds');
  return listRds(reader, describeDBInstances, async (rds, page) => {
    const { DBInstances, Marker } = await rds.send(new DescribeDBInstancesCommand(page));
    return { items: DBInstances, Marker };
  });
}

/** An instance of a cluster is a workload, one that replicates another is a copy, any other is a store. */
export function instanceAssets(
  instances: readonly DBInstance[],
  databases: ReadonlyMap<string, Database>,
  place: RdsPlace,
): readonly CollectedAsset[] {
  return instances.map((instance) => {
    const base = baseOf(instance, place);
    if (instance.DBClusterIdentifier !== undefined) return memberAsset(instance, base, place);
    const store = databases.get(base.id)?.store ?? base.id;
    return store === base.id ? storeAsset(instance, base) : replicaAsset(instance, base, store);
  });
}

type Base = Omit<CollectedAsset, 'kind' | 'links' | 'props' | 'createdAt'>;

function baseOf(instance: DBInstance, place: RdsPlace): Base {
  const name = instance.DBInstanceIdentifier ?? '';
  return {
    id: instance.DBInstanceArn ?? place.arn(`db:${name}`),
    provider: 'aws',
    native: 'AWS::RDS::DBInstance',
    name,
    scope: place.account,
    region: place.region,
    tags: tagsOf(instance.TagList),
  };
}

const createdAt = (instance: DBInstance): string | null => instance.InstanceCreateTime?.toISOString() ?? null;

function storeAsset(instance: DBInstance, base: Base): CollectedAsset {
  const secret = instance.MasterUserSecret?.SecretArn;
  return {
    ...base,
    kind: 'store',
    createdAt: createdAt(instance),
    links: [],
    props: {
      type: 'database',
      sizeBytes: instance.AllocatedStorage === undefined ? null : instance.AllocatedStorage * 2 ** 30,
      key: instance.KmsKeyId ?? null,
      guards: guardsOf(instance),
      pendingDeletion: instance.DBInstanceStatus === 'deleting' ? { at: null } : null,
      ...(secret === undefined ? {} : { secrets: [secret] }),
    },
  };
}

function replicaAsset(instance: DBInstance, base: Base, store: string): CollectedAsset {
  const broken = (instance.StatusInfos ?? []).some((status) => status.Normal === false);
  const props = replicaProps(base, instance.KmsKeyId, guardsOf(instance), !broken);
  return { ...base, kind: 'backup', createdAt: null, links: [{ to: store, as: 'copy-of' }], props };
}

function memberAsset(instance: DBInstance, base: Base, place: RdsPlace): CollectedAsset {
  const { Address, Port } = instance.Endpoint ?? {};
  const open = instance.PubliclyAccessible === true && Address !== undefined;
  return {
    ...base,
    kind: 'workload',
    createdAt: createdAt(instance),
    links: [{ to: place.arn(`cluster:${instance.DBClusterIdentifier}`), as: 'uses' }],
    props: {
      type: 'database-instance',
      state: instance.DBInstanceStatus ?? 'unknown',
      guards: guardsOf(instance),
      ...(open ? { endpoints: [`${Address}:${Port}`] } : {}),
    },
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html: a cluster's protection is no instance's. */
function guardsOf(instance: DBInstance): readonly Guard[] {
  if (instance.DeletionProtection !== true) return [];
  return [{ type: 'deletion-protection', clearedBy: [{ operation: 'rds:ModifyDBInstance' }], until: null }];
}
