import type { DomainStatus } from '@aws-sdk/client-opensearch';
import type { AssetOf } from '../../model/asset.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';

/** Where OpenSearch assets lie. */
export interface OpensearchPlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

export type CollectedDomain = Omit<AssetOf<'store'>, 'environments'>;

/** ARN of a domain. */
export function domainArn({ partition, account, region }: OpensearchPlace, name: string): string {
  return `arn:${partition}:es:${region}:${account}:domain/${name}`;
}

/** A domain as a store; OpenSearch has no protection against deletion. */
export function domainAsset(status: Partial<DomainStatus>, place: OpensearchPlace): CollectedDomain {
  const { DomainName: name = '', EncryptionAtRestOptions: encryption } = status;
  return {
    id: status.ARN ?? domainArn(place, name),
    kind: 'store',
    provider: 'aws',
    native: 'AWS::OpenSearchService::Domain',
    name,
    scope: place.account,
    region: place.region,
    createdAt: null,
    tags: {},
    links: [],
    props: {
      type: 'search-domain',
      sizeBytes: sizeOf(status),
      key: encryption?.KmsKeyId ?? null,
      guards: [],
      pendingDeletion: status.Deleted === true ? { at: null } : null,
      facts: {
        engine: status.EngineVersion ?? null,
        'in a VPC': status.VPCOptions?.VPCId !== undefined,
        'automated snapshots paused': status.AutomatedSnapshotPauseOptions?.State === 'Active',
      },
    },
  };
}

/** What its data nodes hold on disks of their own; of others it is not told. */
function sizeOf({ EBSOptions, ClusterConfig }: Partial<DomainStatus>): number | null {
  const { EBSEnabled, VolumeSize } = EBSOptions ?? {};
  if (EBSEnabled !== true || VolumeSize === undefined) return null;
  return VolumeSize * (ClusterConfig?.InstanceCount ?? 1) * 2 ** 30;
}

/**
 * The snapshots OpenSearch takes by itself, which serve that domain alone and go with it; only the domain lists them,
 * so that how old and how whole they are is not known.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html
 */
export function automatedSnapshots({ id, name, scope, region, props }: CollectedDomain): CollectedBackup {
  return {
    id: `${id}#automated-snapshots`,
    kind: 'backup',
    provider: 'aws',
    native: 'AWS::OpenSearchService::AutomatedSnapshots',
    name: `automated snapshots of ${name}`,
    scope,
    region,
    createdAt: null,
    tags: {},
    links: [{ to: id, as: 'copy-of' }],
    props: {
      type: 'automated',
      location: { provider: 'aws', account: scope, region, vault: null },
      expires: 'unknown',
      complete: 'unknown',
      key: props.key,
      survivesSource: false,
      follows: [],
      sharedWith: [],
      guards: [],
    },
  };
}
