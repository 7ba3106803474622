import { type Answer, answer, refusal } from './answer.ts';
import type { KnownRequest } from './request.ts';
import type { Item } from './world.ts';
import type { Wire } from './xml.ts';

/** What Redshift holds in one Region; items in the service's own element names. */
export interface RedshiftWorld {
  readonly clusters?: readonly Item[];
  readonly snapshots?: readonly Item[];
}

/** The Region's answer to one Redshift call. */
export function answerRedshift(request: KnownRequest): Answer {
  const { clusters = [], snapshots = [] } = request.account.redshift?.[request.region] ?? {};
  const lists: Readonly<Record<string, Wire>> = {
    DescribeClusters: page(request, 'Clusters', clusters),
    DescribeClusterSnapshots: page(request, 'Snapshots', snapshots),
  };
  const result = lists[request.api];
  if (result === undefined) {
    return refusal('redshift', 400, 'InvalidAction', `${request.api} is not served here`);
  }
  return answer('redshift', request.api, result, elementOf);
}

function page({ params, pageSize, emptyPages }: KnownRequest, list: string, items: readonly Item[]): Wire {
  const [at = '0', seen] = (params.get('Marker') ?? '0').split('-');
  if (emptyPages && seen === undefined && items.length > 0) return { [list]: [], Marker: `${at}-seen` };
  const to = Number(at) + pageSize;
  return { [list]: items.slice(Number(at), to), Marker: to < items.length ? String(to) : undefined };
}

function elementOf(list: string): string {
  return list === 'AccountsWithRestoreAccess' ? 'AccountWithRestoreAccess' : list.replace(/s$/, '');
}
