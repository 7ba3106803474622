import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import type { AssetOf, CollectedAsset, Guard, Link } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { lastPart } from './arn.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';
import { tagsOf } from './tags.ts';

const describeStacks = apiCall('cloudformation:DescribeStacks', 'container', 'widens');
const listStackResources = apiCall('cloudformation:ListStackResources', 'container', 'widens');

export const cloudformationCalls = [describeStacks, listStackResources];
export const cloudformationNatives = ['AWS::CloudFormation::Stack'];

/** What a stack made, as it names it. */
export interface StackMember {
  readonly stack: string;
  /** `AWS::EC2::Volume`. */
  readonly native: string;
  /** An id, a name or an ARN, as the type has it. */
  readonly physicalId: string;
}

const protection: Guard = {
  type: 'termination-protection',
  clearedBy: [{ operation: 'cloudformation:UpdateTerminationProtection' }],
  until: null,
};

/** The Region's stacks with the role they act by, and what they made; parameters and outputs are not looked at. */
export async function collectCloudformation(reader: Reader, region: string): Promise<Found> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const cloudformation = reader.client(CloudFormationClient);
  const assets: CollectedAsset[] = [];
  const members: Promise<readonly StackMember[]>[] = [];
  await reader.pages(
    describeStacks,
    (NextToken) => cloudformation.send(new DescribeStacksCommand({ NextToken })),
    ({ Stacks = [], NextToken }) => {
      for (const stack of Stacks) {
        const asset = stackAsset(reader.account.id, region, stack);
        assets.push(asset);
        members.push(reader.queue(() => membersOf(reader, cloudformation, asset.id)));
      }
      return { items: Stacks.length, next: NextToken };
    },
  );
  return { assets, made: (await Promise.all(members)).flat() };
}

async function membersOf(
  reader: Reader,
  cloudformation: CloudFormationClient,
  stack: string,
): Promise<readonly StackMember[]> {
  const { ListStackResourcesCommand } = await import('@aws-sdk/client-cloudformation');
  const members: StackMember[] = [];
  await reader.pages(
    listStackResources,
    (NextToken) => cloudformation.send(new ListStackResourcesCommand({ StackName: stack, NextToken })),
    ({ StackResourceSummaries = [], NextToken }) => {
      for (const {
        PhysicalResourceId: physicalId,
        ResourceType: native = '',
        ResourceStatus,
      } of StackResourceSummaries) {
        if (physicalId === undefined || ResourceStatus === 'DELETE_COMPLETE') continue;
        members.push({ stack, native, physicalId });
      }
      return { items: StackResourceSummaries.length, next: NextToken };
    },
    { target: stack },
  );
  return members;
}

function stackAsset(
  account: string,
  region: string,
  stack: Stack,
): Omit<AssetOf<'container'>, 'environments'> {
  const { StackId: id = '', StackName: name = id, RoleARN } = stack;
  return {
    id,
    kind: 'container',
    provider: 'aws',
    native: 'AWS::CloudFormation::Stack',
    name,
    scope: account,
    region,
    createdAt: stack.CreationTime?.toISOString() ?? null,
    tags: tagsOf(stack.Tags),
    links: RoleARN === undefined ? [] : [{ to: RoleARN, as: 'runs-as' }],
    props: {
      type: 'stack',
      guards: stack.EnableTerminationProtection === true ? [protection] : [],
      facts: { status: stack.StackStatus ?? null },
    },
  };
}

/** Types of stores that templates have a name of their own for. */
const sameStore: Readonly<Record<string, string>> = {
  'AWS::DocDB::DBCluster': 'AWS::RDS::DBCluster',
  'AWS::DynamoDB::GlobalTable': 'AWS::DynamoDB::Table',
  'AWS::Elasticsearch::Domain': 'AWS::OpenSearchService::Domain',
  'AWS::Neptune::DBCluster': 'AWS::RDS::DBCluster',
};

/** Adds `contains` links from stacks to the stores and stacks they made. */
export function linkStacks(
  assets: readonly CollectedAsset[],
  members: readonly StackMember[],
): readonly CollectedAsset[] {
  if (members.length === 0) return assets;
  const known = new Map<string, string>();
  for (const { id, kind, native, region } of assets) {
    if (kind !== 'store' && native !== 'AWS::CloudFormation::Stack') continue;
    known.set(`${native} ${id}`, id);
    known.set(`${native} ${region} ${lastPart(id)}`, id);
  }
  const contained = new Map<string, Set<string>>();
  for (const { stack, native: named, physicalId } of members) {
    const region = stack.split(':')[3] ?? '';
    const native = sameStore[named] ?? named;
    const id = known.get(`${native} ${physicalId}`) ?? known.get(`${native} ${region} ${physicalId}`);
    if (id !== undefined) contained.set(stack, (contained.get(stack) ?? new Set()).add(id));
  }
  return assets.map((asset) => {
    const stores = contained.get(asset.id);
    if (stores === undefined) return asset;
    const links = [...stores].sort().map((to): Link => ({ to, as: 'contains' }));
    return { ...asset, links: [...asset.links, ...links] };
  });
}
