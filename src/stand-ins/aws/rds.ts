import { type Answer, answer, refusal } from './answer.ts';
import type { KnownRequest } from './request.ts';
import type { Item } from './world.ts';
import type { Wire } from './xml.ts';

/** What RDS holds in one Region; items in the service's own element names. */
export interface RdsWorld {
  readonly instances?: readonly Item[];
  readonly clusters?: readonly Item[];
  readonly globalClusters?: readonly Item[];
  readonly instanceBackups?: readonly Item[];
  readonly clusterBackups?: readonly Item[];
  /** Of every `SnapshotType`; those of AWS Backup are listed only when asked for. */
  readonly snapshots?: readonly Item[];
  readonly clusterSnapshots?: readonly Item[];
  /** Snapshot name to the accounts (or `all`) that may restore it. */
  readonly shared?: ReadonlyMap<string, readonly string[]>;
  readonly exports?: readonly Item[];
}

/** The Region's answer to one RDS call. */
export function answerRds(request: KnownRequest): Answer {
  const handler = handlers[request.api];
  if (handler === undefined) return refusal('rds', 400, 'InvalidAction', `${request.api} is not served here`);
  const world = request.account.rds?.[request.region] ?? {};
  return answer('rds', request.api, handler(request, world), elementOf);
}

type Handler = (request: KnownRequest, world: RdsWorld) => Wire;

const handlers: Readonly<Record<string, Handler>> = {
  DescribeDBInstances: (request, { instances }) => page(request, 'DBInstances', instances),
  DescribeDBClusters: (request, { clusters }) => page(request, 'DBClusters', clusters),
  DescribeGlobalClusters: (request, { globalClusters }) => page(request, 'GlobalClusters', globalClusters),
  DescribeDBInstanceAutomatedBackups: (request, { instanceBackups }) =>
    page(request, 'DBInstanceAutomatedBackups', instanceBackups),
  DescribeDBClusterAutomatedBackups: (request, { clusterBackups }) =>
    page(request, 'DBClusterAutomatedBackups', clusterBackups),
  DescribeDBSnapshots: (request, { snapshots }) => page(request, 'DBSnapshots', ofType(request, snapshots)),
  DescribeDBClusterSnapshots: (request, { clusterSnapshots }) =>
    page(request, 'DBClusterSnapshots', ofType(request, clusterSnapshots)),
  DescribeDBSnapshotAttributes: ({ params }, world) => {
    const name = params.get('DBSnapshotIdentifier') ?? '';
    return { DBSnapshotAttributesResult: { DBSnapshotAttributes: [restore(world, name)] } };
  },
  DescribeDBClusterSnapshotAttributes: ({ params }, world) => {
    const name = params.get('DBClusterSnapshotIdentifier') ?? '';
    return { DBClusterSnapshotAttributesResult: { DBClusterSnapshotAttributes: [restore(world, name)] } };
  },
  DescribeExportTasks: (request, { exports }) => page(request, 'ExportTasks', exports),
};

function restore({ shared }: RdsWorld, name: string): Item {
  return { AttributeName: 'restore', AttributeValues: shared?.get(name) ?? [] };
}

function ofType({ params }: KnownRequest, snapshots: readonly Item[] = []): readonly Item[] {
  const asked = params.get('SnapshotType');
  return snapshots.filter(({ SnapshotType }) =>
    asked === null ? SnapshotType !== 'awsbackup' : SnapshotType === asked,
  );
}

function page(request: KnownRequest, list: string, items: readonly Item[] = []): Wire {
  const { params, pageSize, emptyPages } = request;
  const [at = '0', seen] = (params.get('Marker') ?? '0').split('-');
  if (emptyPages && seen === undefined && items.length > 0) return { [list]: [], Marker: `${at}-seen` };
  const to = Number(at) + Math.min(pageSize, Number(params.get('MaxRecords') ?? pageSize));
  return { [list]: items.slice(Number(at), to), Marker: to < items.length ? String(to) : undefined };
}

/** RDS names the elements of a list after it, with these exceptions. */
function elementOf(list: string): string {
  const odd: Readonly<Record<string, string>> = {
    GlobalClusters: 'GlobalClusterMember',
    StatusInfos: 'DBInstanceStatusInfo',
    TagList: 'Tag',
  };
  return odd[list] ?? list.replace(/s$/, '');
}
