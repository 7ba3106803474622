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

export const organizationsCalls = [
  describeOrganization,
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
}

const nothing: OrganizationFound = { assets: [], members: [], governed: [] };

/**
 * The organisation as its management account sees it: units, accounts and the policies on them. A member account is
 * told no more than that there is one; `always` asks for the rest all the same, as a delegated administrator may.
 */
export async function collectOrganization(reader: Reader, always = false): Promise<OrganizationFound> {
  const organization = await whichOrganization(reader);
  if (organization === undefined) return nothing;
  if (organization === null) return { ...nothing, governed: [reader.account.id] };
  const manages = organization.MasterAccountId === reader.account.id;
  if (!manages && !always) return nothing;
  const tree = await readTree(reader);
  const policies = await readOrganizationPolicies(reader, tree);
  const assets: readonly CollectedAsset[] = [...tree.assets, ...policies.assets];
  const members = tree.members;
  return { assets, members, governed: policies.whole ? members.map(({ id }) => id) : [] };
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
