import type { Organization } from '@aws-sdk/client-organizations';
import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import {
  describePolicy,
  listPolicies,
  listTargetsForPolicy,
  readOrganizationPolicies,
} from './organizations-policies.ts';
import {
  listAccountsForParent,
  listOrganizationalUnitsForParent,
  listRoots,
  type Member,
  readTree,
} from './organizations-tree.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const describeOrganization = apiCall('organizations:DescribeOrganization', 'policy', 'restricts');
const listDelegatedAdministrators = apiCall(
  'organizations:ListDelegatedAdministrators',
  'container',
  'neither',
);

export const organizationsCalls = [
  describeOrganization,
  listDelegatedAdministrators,
  listRoots,
  listOrganizationalUnitsForParent,
  listAccountsForParent,
  listPolicies,
  describePolicy,
  listTargetsForPolicy,
];

export const organizationsNatives = [
  'AWS::Organizations::OrganizationalUnit',
  'AWS::Organizations::Policy',
  'AWS::Organizations::Root',
];

export interface OrganizationFound extends Found {
  /** Accounts of the organisation that are not closed. */
  readonly members: readonly Member[];
  /** Accounts whose service and resource control policies are known, which may be that there are none. */
  readonly governed: readonly string[];
  /** The account that manages it; null: the account that was read is in none; absent: not known. */
  readonly management?: string | null;
  /** Accounts to which the management account handed some of its services; absent: not known. */
  readonly delegated?: readonly string[];
}

const nothing: OrganizationFound = { assets: [], members: [], governed: [] };

/**
 * The organisation as its management account sees it: units, accounts and the policies on them. A member account is
 * told no more than that there is one; `always` asks for the rest all the same, as a delegated administrator may.
 */
export async function collectOrganization(reader: Reader, always = false): Promise<OrganizationFound> {
  const organization = await whichOrganization(reader);
  if (organization === undefined) return nothing;
  if (organization === null) return { ...nothing, governed: [reader.account.id], management: null };
  const { MasterAccountId: management } = organization;
  const known: OrganizationFound = management === undefined ? nothing : { ...nothing, management };
  const manages = management === reader.account.id;
  if (!manages && !always) return known;
  const [tree, delegated] = await Promise.all([readTree(reader), manages ? readDelegated(reader) : null]);
  const policies = await readOrganizationPolicies(reader, tree);
  const assets: readonly CollectedAsset[] = [...tree.assets, ...policies.assets];
  const members = tree.members;
  const governed = policies.whole ? members.map(({ id }) => id) : [];
  return { ...known, assets, members, governed, ...(delegated === null ? {} : { delegated }) };
}

async function readDelegated(reader: Reader): Promise<readonly string[] | null> {
  const { OrganizationsClient, ListDelegatedAdministratorsCommand } = await import(
    '@aws-sdk/client-organizations'
  );
  const organizations = reader.client(OrganizationsClient);
  const ids: string[] = [];
  const whole = await reader.pages(
    listDelegatedAdministrators,
    (NextToken) => organizations.send(new ListDelegatedAdministratorsCommand({ MaxResults: 20, NextToken })),
    ({ DelegatedAdministrators = [], NextToken }) => {
      ids.push(...DelegatedAdministrators.flatMap(({ Id }) => Id ?? []));
      return { items: DelegatedAdministrators.length, next: NextToken };
    },
  );
  return whole ? [...new Set(ids)].sort() : null;
}

/** Says on the account itself who manages its organisation, and on the managing one to whom it handed services. */
export function withManagement(
  account: string,
  { management, delegated }: Pick<OrganizationFound, 'management' | 'delegated'>,
  assets: readonly CollectedAsset[],
): readonly CollectedAsset[] {
  if (management === undefined) return assets;
  const handed = management === account && delegated !== undefined;
  const facts = { management, ...(handed ? { delegatedAdministrators: delegated.join(' ') } : {}) };
  return assets.map((asset) =>
    asset.kind === 'container' && asset.id === `aws:account:${account}`
      ? { ...asset, props: { ...asset.props, facts: { ...asset.props.facts, ...facts } } }
      : asset,
  );
}

/** null: the account is in none. */
async function whichOrganization(reader: Reader): Promise<Organization | null | undefined> {
  const { OrganizationsClient, DescribeOrganizationCommand } = await import('@aws-sdk/client-organizations');
  const organizations = reader.client(OrganizationsClient);
  let isNone = false;
  const answer = await reader.call(describeOrganization, async () => {
    try {
      return await organizations.send(new DescribeOrganizationCommand({}));
    } catch (error) {
      isNone = error instanceof Error && error.name === 'AWSOrganizationsNotInUseException';
      if (!isNone) throw error;
      return { Organization: undefined };
    }
  });
  return isNone ? null : answer?.Organization;
}
