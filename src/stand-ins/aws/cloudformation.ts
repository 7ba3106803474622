import { type Answer, answer, refusal } from './answer.ts';
import type { KnownRequest } from './request.ts';
import type { Item } from './world.ts';
import type { Wire } from './xml.ts';

/** What CloudFormation holds in one Region; items in the service's own element names. */
export interface CloudFormationWorld {
  readonly stacks?: readonly Item[];
  /** Stack id to what it made. */
  readonly resources?: ReadonlyMap<string, readonly Item[]>;
}

/** The Region's answer to one CloudFormation call. */
export function answerCloudFormation(request: KnownRequest): Answer {
  const { api, account, region, params } = request;
  const { stacks, resources } = account.cloudformation?.[region] ?? {};
  if (api === 'DescribeStacks') return answer('cloudformation', api, page(request, 'Stacks', stacks));
  if (api !== 'ListStackResources') {
    return refusal('cloudformation', 400, 'InvalidAction', `${api} is not served here`);
  }
  const made = resources?.get(params.get('StackName') ?? '');
  return answer('cloudformation', api, page(request, 'StackResourceSummaries', made));
}

function page({ params, pageSize }: KnownRequest, list: string, items: readonly Item[] = []): Wire {
  const from = Number(params.get('NextToken') ?? 0);
  const to = from + pageSize;
  return { [list]: items.slice(from, to), NextToken: to < items.length ? String(to) : undefined };
}
