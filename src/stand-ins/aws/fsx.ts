import { type JsonItem, type JsonService, jsonPage } from './json.ts';
import type { KnownRequest } from './request.ts';

/** What FSx holds in one Region; items in the service's own names, times in seconds since 1970. */
export interface FsxWorld {
  readonly fileSystems?: readonly JsonItem[];
  readonly volumes?: readonly JsonItem[];
  readonly backups?: readonly JsonItem[];
}

/** FSx, as the stand-in serves it. */
export const fsx: JsonService = {
  operations: {
    DescribeFileSystems: (request) => page(request, 'FileSystems', worldOf(request).fileSystems),
    DescribeVolumes: (request) => page(request, 'Volumes', worldOf(request).volumes),
    DescribeBackups: (request) => page(request, 'Backups', worldOf(request).backups),
  },
};

const worldOf = ({ account, region }: KnownRequest): FsxWorld => account.fsx?.[region] ?? {};

function page(request: KnownRequest, list: string, items: readonly JsonItem[] = []): JsonItem {
  return jsonPage(request, { list, asked: 'NextToken', given: 'NextToken' }, items);
}
