import type { OrganizationsClient, PolicySummary } from '@aws-sdk/client-organizations';
import type { CollectedAsset, Link } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { policyAsset } from './iam-policies.ts';
import type { Tree } from './organizations-tree.ts';
import type { Reader } from './reader.ts';

export const listPolicies = apiCall('organizations:ListPolicies', 'policy', 'restricts');
export const describePolicy = apiCall('organizations:DescribePolicy', 'policy', 'restricts');
export const listTargetsForPolicy = apiCall('organizations:ListTargetsForPolicy', 'policy', 'restricts');

/** How a type of policy is named here, and how it is linked to the containers it is attached to. */
const types = {
  SERVICE_CONTROL_POLICY: { type: 'scp', as: 'bounds' },
  RESOURCE_CONTROL_POLICY: { type: 'rcp', as: 'protects' },
} as const;
type PolicyType = keyof typeof types;

export interface OrganizationPolicies {
  readonly assets: readonly CollectedAsset[];
  /** Whether every policy and where each is attached is known. */
  readonly whole: boolean;
}

/**
 * The service and resource control policies of types that are switched on, each linked to the containers it is
 * attached to: an account is limited by those on itself, on each unit above it and on the root.
 */
export async function readOrganizationPolicies(reader: Reader, tree: Tree): Promise<OrganizationPolicies> {
  const { OrganizationsClient } = await import('@aws-sdk/client-organizations');
  const organizations = reader.client(OrganizationsClient);
  const wanted = (Object.keys(types) as PolicyType[]).filter((type) => tree.policyTypes.includes(type));
  const read = await Promise.all(wanted.map((type) => policiesOfType(reader, organizations, { type, tree })));
  return {
    assets: read.flatMap(({ assets }) => assets),
    whole: tree.whole && read.every(({ whole }) => whole),
  };
}

interface Wanted {
  readonly type: PolicyType;
  readonly tree: Tree;
}

async function policiesOfType(
  reader: Reader,
  organizations: OrganizationsClient,
  wanted: Wanted,
): Promise<OrganizationPolicies> {
  const { ListPoliciesCommand } = await import('@aws-sdk/client-organizations');
  const listed: PolicySummary[] = [];
  const all = await reader.pages(
    listPolicies,
    (NextToken) =>
      organizations.send(new ListPoliciesCommand({ Filter: wanted.type, MaxResults: 20, NextToken })),
    (page) => {
      listed.push(...(page.Policies ?? []));
      return { items: page.Policies?.length ?? 0, next: page.NextToken };
    },
  );
  const read = await Promise.all(
    listed.map((policy) => reader.queue(() => readPolicy(reader, organizations, policy, wanted))),
  );
  return { assets: read.flatMap(({ assets }) => assets), whole: all && read.every(({ whole }) => whole) };
}

async function readPolicy(
  reader: Reader,
  organizations: OrganizationsClient,
  { Id: PolicyId = '', Arn: id = PolicyId, Name }: PolicySummary,
  { type, tree }: Wanted,
): Promise<OrganizationPolicies> {
  const { DescribePolicyCommand } = await import('@aws-sdk/client-organizations');
  const [targets, answer] = await Promise.all([
    targetsOf(reader, organizations, { PolicyId, target: id }),
    reader.call(describePolicy, () => organizations.send(new DescribePolicyCommand({ PolicyId })), {
      target: id,
    }),
  ]);
  const containers = targets.ids.flatMap((target) => tree.containers.get(target) ?? []);
  const policy = policyAsset(reader, {
    id,
    native: 'AWS::Organizations::Policy',
    name: Name ?? PolicyId,
    type: types[type].type,
    text: answer?.Policy?.Content,
    links: containers.sort().map((to): Link => ({ to, as: types[type].as })),
    call: describePolicy,
  });
  return { assets: [policy], whole: targets.whole && answer !== undefined };
}

async function targetsOf(
  reader: Reader,
  organizations: OrganizationsClient,
  { PolicyId, target }: { readonly PolicyId: string; readonly target: string },
): Promise<{ readonly ids: readonly string[]; readonly whole: boolean }> {
  const { ListTargetsForPolicyCommand } = await import('@aws-sdk/client-organizations');
  const ids: string[] = [];
  const whole = await reader.pages(
    listTargetsForPolicy,
    (NextToken) =>
      organizations.send(new ListTargetsForPolicyCommand({ PolicyId, MaxResults: 20, NextToken })),
    ({ Targets = [], NextToken }) => {
      ids.push(...Targets.flatMap(({ TargetId }) => TargetId ?? []));
      return { items: Targets.length, next: NextToken };
    },
    { target },
  );
  return { ids, whole };
}
