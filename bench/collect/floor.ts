import { hasKey, isProduction, regionNames, type Sizes } from './world.ts';

/** A field that no list gives, and the call each item of it costs. */
export const perItemFields: readonly (readonly [operation: string, field: string])[] = [
  [
    'ec2:DescribeInstanceAttribute',
    'termination protection, of production instances whose end deletes a volume',
  ],
  ['ec2:DescribeSnapshotAttribute', 'named sharing, of production snapshots'],
  ['ec2:DescribeImageAttribute', 'named sharing, of production images'],
  ['iam:ListAccessKeys', 'key ids, of users whose fresh credential report shows a key'],
  ['iam:ListSSHPublicKeys', 'SSH keys, of every user'],
  ['iam:GetOpenIDConnectProvider', 'URL and audiences, of every OIDC provider (none here)'],
];

const pageSize = 1000;
const pages = (items: number): number => Math.max(1, Math.ceil(items / pageSize));
const counted = (items: number, which: (n: number) => boolean): number =>
  Array.from({ length: items }, (_, n) => n).filter(which).length;

/**
 * The other services, of which the world holds nothing: one page a Region each, since nothing else tells that there is
 * none. RDS wants its snapshots asked for by type, and orphaned copies of every store have lists of their own.
 */
const emptyLists: readonly (readonly [service: string, lists: number])[] = [
  ['ec2:DescribeLockedSnapshots', 1],
  ['backup: plans, vaults', 2],
  ['cloudformation: stacks', 1],
  ['cloudtrail: trails', 1],
  ['dlm: policies', 1],
  ['dynamodb: tables, backups', 2],
  ['ecs: families', 1],
  ['efs: file systems', 1],
  ['eks: clusters', 1],
  ['elasticache: groups, clusters, serverless caches, backups of both', 5],
  ['es: domains', 1],
  ['fsx: file systems, volumes, backups', 3],
  ['kms: keys', 1],
  ['lambda: functions', 1],
  [
    'rds: instances, clusters, global clusters, kept backups of both, snapshots of both by two types, exports',
    10,
  ],
  ['rbin: rules by three types', 3],
  ['redshift: clusters, snapshots', 2],
  ['rolesanywhere: trust anchors, profiles', 2],
  ['s3: buckets', 1],
  ['sso: instances', 1],
];
const emptyPages = emptyLists.reduce((sum, [, lists]) => sum + lists, 0);

/** The calls nobody can do without: list pages at the API's largest size, and the per-item fields. */
export function floorOf(sizes: Sizes): number {
  const { perRegion, users, roles, groups, policies } = sizes;
  const { instances, volumes, snapshots, images } = perRegion;
  const lists = pages(instances) + pages(volumes) + pages(snapshots) + pages(0) + pages(images);
  const items = [instances, snapshots, images].map((count) => counted(count, isProduction));
  const perRegionCalls = lists + items.reduce((sum, count) => sum + count, 0);
  // Who asks, Regions, account summary, two kinds of provider, service credentials, the report: made, twice asked
  // for, read; the organisation.
  const once = 1 + 1 + 1 + 2 + 1 + 4 + 1;
  const perUser = counted(users, hasKey) + users;
  return (
    once +
    pages(users + roles + groups + policies) +
    perUser +
    regionNames.length * (perRegionCalls + emptyPages)
  );
}
