import { type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** What EFS holds in one Region; items in the service's own names, times in seconds since 1970. */
export interface EfsWorld {
  readonly fileSystems?: readonly JsonItem[];
  readonly replications?: readonly JsonItem[];
  /** File system id to its policy as it was written. */
  readonly policies?: ReadonlyMap<string, string>;
  /** Ids of file systems with automatic backups. */
  readonly kept?: ReadonlySet<string>;
}

/** EFS, as the stand-in serves it. */
export const efs: JsonService = {
  routes: {
    'GET /2015-02-01/file-systems': 'DescribeFileSystems',
    'GET /2015-02-01/file-systems/replication-configurations': 'DescribeReplicationConfigurations',
    'GET /2015-02-01/file-systems/{FileSystemId}/policy': 'DescribeFileSystemPolicy',
    'GET /2015-02-01/file-systems/{FileSystemId}/backup-policy': 'DescribeBackupPolicy',
  },
  operations: {
    DescribeFileSystems: (request) => {
      const paging = { list: 'FileSystems', asked: 'Marker', given: 'NextMarker' };
      return jsonPage(request, paging, worldOf(request).fileSystems ?? []);
    },
    DescribeReplicationConfigurations: (request) => {
      const paging = { list: 'Replications', asked: 'NextToken', given: 'NextToken' };
      return jsonPage(request, paging, worldOf(request).replications ?? []);
    },
    DescribeFileSystemPolicy: (request) => {
      const Policy = worldOf(request).policies?.get(idOf(request));
      const message = 'No policy was found for the file system';
      return Policy === undefined ? jsonRefusal(404, 'PolicyNotFound', message) : { Policy };
    },
    DescribeBackupPolicy: (request) => {
      const Status = worldOf(request).kept?.has(idOf(request)) === true ? 'ENABLED' : 'DISABLED';
      return { BackupPolicy: { Status } };
    },
  },
};

const worldOf = ({ account, region }: KnownRequest): EfsWorld => account.efs?.[region] ?? {};
const idOf = ({ args }: KnownRequest): string => args.get('FileSystemId') ?? '';
