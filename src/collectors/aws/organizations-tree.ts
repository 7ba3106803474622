import type { OrganizationsClient, Root } from '@aws-sdk/client-organizations';
import type { AssetOf, Link } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Reader } from './reader.ts';

export const listRoots = apiCall('organizations:ListRoots', 'container', 'widens');
export const listOrganizationalUnitsForParent = apiCall(
  'organizations:ListOrganizationalUnitsForParent',
  'container',
  'widens',
);
export const listAccountsForParent = apiCall('organizations:ListAccountsForParent', 'container', 'widens');

/** An account of the organisation. */
export interface Member {
  readonly id: string;
  readonly name: string;
}

export interface Tree {
  readonly assets: readonly CollectedContainer[];
  readonly members: readonly Member[];
  /** Ids of accounts, units and roots, as policies name their targets, to asset ids. */
  readonly containers: ReadonlyMap<string, string>;
  /** Policy types that are switched on. */
  readonly policyTypes: readonly string[];
  readonly whole: boolean;
}

type CollectedContainer = Omit<AssetOf<'container'>, 'environments'>;

/** What a walk through the units gathers. */
interface Walk {
  readonly reader: Reader;
  readonly organizations: OrganizationsClient;
  readonly assets: CollectedContainer[];
  readonly members: Member[];
  readonly containers: Map<string, string>;
  whole: boolean;
}

/** The root, its units and accounts, each linked to what it contains. */
export async function readTree(reader: Reader): Promise<Tree> {
  const { OrganizationsClient, ListRootsCommand } = await import('@aws-sdk/client-organizations');
  const organizations = reader.client(OrganizationsClient);
  const walk: Walk = { reader, organizations, assets: [], members: [], containers: new Map(), whole: true };
  const roots: Root[] = [];
  walk.whole = await reader.pages(
    listRoots,
    (NextToken) => organizations.send(new ListRootsCommand({ MaxResults: 20, NextToken })),
    (page) => {
      roots.push(...(page.Roots ?? []));
      return { items: page.Roots?.length ?? 0, next: page.NextToken };
    },
  );
  await Promise.all(roots.map((root) => visit(walk, root, 'AWS::Organizations::Root')));
  const types = roots.flatMap(({ PolicyTypes = [] }) => PolicyTypes);
  const policyTypes = types.flatMap(({ Type, Status }) => (Status === 'ENABLED' && Type ? [Type] : []));
  const { assets, members, containers, whole } = walk;
  return { assets, members, containers, policyTypes, whole };
}

interface Unit {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
}

async function visit(walk: Walk, unit: Unit, native: string): Promise<void> {
  const { Id: id = '', Arn: arn = id, Name: name = id } = unit;
  walk.containers.set(id, arn);
  const [units, accounts] = await Promise.all([unitsIn(walk, id), accountsIn(walk, id)]);
  const contained = [
    ...units.map(({ Arn = '' }) => Arn),
    ...accounts.map((account) => `aws:account:${account.id}`),
  ];
  for (const account of accounts) walk.containers.set(account.id, `aws:account:${account.id}`);
  walk.members.push(...accounts);
  walk.assets.push({
    id: arn,
    kind: 'container',
    provider: 'aws',
    native,
    name,
    scope: walk.reader.account.id,
    region: null,
    createdAt: null,
    tags: {},
    links: contained.sort().map((to): Link => ({ to, as: 'contains' })),
    props: { type: native.endsWith('Root') ? 'organization' : 'organizational-unit', guards: [] },
  });
  await Promise.all(units.map((one) => visit(walk, one, 'AWS::Organizations::OrganizationalUnit')));
}

async function unitsIn(walk: Walk, ParentId: string): Promise<readonly Unit[]> {
  const { ListOrganizationalUnitsForParentCommand } = await import('@aws-sdk/client-organizations');
  const units: Unit[] = [];
  const whole = await walk.reader.pages(
    listOrganizationalUnitsForParent,
    (NextToken) =>
      walk.organizations.send(
        new ListOrganizationalUnitsForParentCommand({ ParentId, MaxResults: 20, NextToken }),
      ),
    (page) => {
      units.push(...(page.OrganizationalUnits ?? []));
      return { items: page.OrganizationalUnits?.length ?? 0, next: page.NextToken };
    },
  );
  walk.whole &&= whole;
  return units;
}

async function accountsIn(walk: Walk, ParentId: string): Promise<readonly Member[]> {
  const { ListAccountsForParentCommand } = await import('@aws-sdk/client-organizations');
  const members: Member[] = [];
  const whole = await walk.reader.pages(
    listAccountsForParent,
    (NextToken) =>
      walk.organizations.send(new ListAccountsForParentCommand({ ParentId, MaxResults: 20, NextToken })),
    ({ Accounts = [], NextToken }) => {
      // A suspended account is closed: nobody can enter it.
      const open = Accounts.filter(({ Status }) => Status !== 'SUSPENDED');
      members.push(
        ...open.flatMap(({ Id, Name }) => (Id === undefined ? [] : [{ id: Id, name: Name ?? Id }])),
      );
      return { items: Accounts.length, next: NextToken };
    },
  );
  walk.whole &&= whole;
  return members;
}
