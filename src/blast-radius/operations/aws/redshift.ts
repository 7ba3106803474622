import type { Operation } from '../../../model/operation.ts';
import { row } from './row.ts';

const API = 'docs.aws.amazon.com/redshift/latest/APIReference';
const GUIDE = 'docs.aws.amazon.com/redshift/latest/mgmt';

const CLUSTER = { kind: 'store', natives: ['AWS::Redshift::Cluster'] } as const;
const SNAPSHOT = { kind: 'backup', natives: ['AWS::Redshift::Snapshot'] } as const;

const clusters: readonly Operation[] = [
  row({
    id: 'redshift:DeleteCluster',
    label: 'delete the cluster without a final snapshot, its automated snapshots with it',
    actsOn: CLUSTER,
    effect: 'destroy-data',
    ends: ['self'],
    source: `${API}/API_DeleteCluster.html (SkipFinalClusterSnapshot), ${API}/API_CopyClusterSnapshot.html`,
  }),
  row({
    id: 'redshift:ModifyCluster',
    label: 'set the retention of automated snapshots to 0 days, which deletes every one',
    actsOn: CLUSTER,
    effect: 'destroy-backup',
    source: `${API}/API_ModifyCluster.html (AutomatedSnapshotRetentionPeriod), ${GUIDE}/working-with-snapshots.html`,
    confidence: 'inferred',
    note: 'RA3 and RG nodes keep a day at least',
  }),
];

const snapshots: readonly Operation[] = (
  [
    ['redshift:DeleteClusterSnapshot', 'delete the snapshot', 'one that is shared has to be unshared before'],
    ['redshift:BatchDeleteClusterSnapshots', 'delete the snapshot in a batch', 'none that is shared'],
    [
      'redshift:ModifyClusterSnapshot',
      'cut its retention to a day, which forced deletes it',
      'a snapshot of the last day is kept until it is a day old',
    ],
    [
      'redshift:BatchModifyClusterSnapshots',
      'cut its retention to a day in a batch, which forced deletes it',
      'a snapshot of the last day is kept until it is a day old',
    ],
  ] as const
).map(([id, label, note]) =>
  row({
    id,
    label,
    actsOn: SNAPSHOT,
    effect: 'destroy-backup',
    ends: ['self'],
    onlyOutliving: true,
    source: `${API}/API_${id.slice('redshift:'.length)}.html`,
    note,
  }),
);

/** Through the cluster's own language. */
const dataPath: readonly Operation[] = (
  ['redshift-data:ExecuteStatement', 'redshift-data:BatchExecuteStatement'] as const
).map((id) =>
  row({
    id,
    label: 'drop its tables over the Data API',
    actsOn: CLUSTER,
    effect: 'destroy-data',
    ends: ['self'],
    source: `docs.aws.amazon.com/redshift-data/latest/APIReference; ${GUIDE}/data-api.html`,
    confidence: 'unverified',
    route: 'data-path',
    note: 'what the caller may do in the database is not read',
  }),
);

/** Redshift clusters and their snapshots. */
export const redshiftOperations: readonly Operation[] = [...clusters, ...snapshots, ...dataPath];
