import type { Answer } from './answer.ts';
import { type Json, type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** An organisation as one account sees it: a member knows only who manages it. */
export interface OrganizationWorld {
  readonly management: string;
  /** Parent id (`r-…`, `ou-…`) to its units and accounts; the one `r-…` that stands here is the root. */
  readonly units?: ReadonlyMap<string, readonly JsonItem[]>;
  readonly accounts?: ReadonlyMap<string, readonly JsonItem[]>;
  readonly policies?: readonly OrganizationPolicy[];
  /** Ids of accounts to which services were handed. */
  readonly delegated?: readonly string[];
}

export interface OrganizationPolicy {
  readonly id: string;
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  readonly document: Json;
  /** Ids of roots, units and accounts. */
  readonly targets: readonly string[];
}

const organizationId = 'o-acme';

/** ARN of something in the organisation: `root/…`, `ou/…`, `policy/…`. */
export function organizationArn(management: string, kind: string, id: string): string {
  return `arn:aws:organizations::${management}:${kind}/${organizationId}/${id}`;
}

/** AWS Organizations, as the stand-in serves it. */
export const organizations: JsonService = {
  operations: {
    DescribeOrganization: ({ account: { organization } }) =>
      organization === undefined
        ? jsonRefusal(
            400,
            'AWSOrganizationsNotInUseException',
            'Your account is not a member of an organization.',
          )
        : {
            Organization: { Id: organizationId, MasterAccountId: organization.management, FeatureSet: 'ALL' },
          },
    ListRoots: managed(({ management }, request) => {
      const types = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];
      const PolicyTypes = types.map((Type) => ({ Type, Status: 'ENABLED' }));
      const root = { Id: 'r-1', Arn: organizationArn(management, 'root', 'r-1'), Name: 'Root', PolicyTypes };
      return page(request, 'Roots', [root]);
    }),
    ListOrganizationalUnitsForParent: managed(({ units }, request) =>
      page(request, 'OrganizationalUnits', units?.get(request.args.get('ParentId') ?? '')),
    ),
    ListAccountsForParent: managed(({ accounts }, request) =>
      page(request, 'Accounts', accounts?.get(request.args.get('ParentId') ?? '')),
    ),
    ListDelegatedAdministrators: managed(({ delegated = [] }, request) =>
      page(
        request,
        'DelegatedAdministrators',
        delegated.map((Id) => ({ Id })),
      ),
    ),
    ListPolicies: managed(({ policies = [], management }, request) => {
      const listed = policies.filter(({ type }) => type === request.args.get('Filter'));
      return page(
        request,
        'Policies',
        listed.map((policy) => summary(management, policy)),
      );
    }),
    DescribePolicy: managed(({ policies, management }, request) => {
      const policy = policies?.find(({ id }) => id === request.args.get('PolicyId'));
      if (policy === undefined) return jsonRefusal(400, 'PolicyNotFoundException', 'no such policy');
      return {
        Policy: { PolicySummary: summary(management, policy), Content: JSON.stringify(policy.document) },
      };
    }),
    ListTargetsForPolicy: managed(({ policies }, request) => {
      const policy = policies?.find(({ id }) => id === request.args.get('PolicyId'));
      return page(
        request,
        'Targets',
        (policy?.targets ?? []).map((TargetId) => ({ TargetId })),
      );
    }),
  },
};

/** Answers the management account alone. */
function managed(answer: (world: OrganizationWorld, request: KnownRequest) => JsonItem | Answer) {
  return (request: KnownRequest): JsonItem | Answer => {
    const { organization, id } = request.account;
    if (organization?.management === id) return answer(organization, request);
    return jsonRefusal(400, 'AccessDeniedException', "You don't have permissions to access this resource.");
  };
}

function summary(management: string, { id, type }: OrganizationPolicy): JsonItem {
  return { Id: id, Arn: organizationArn(management, 'policy', id), Name: id, Type: type };
}

function page(request: KnownRequest, list: string, items: readonly JsonItem[] = []): JsonItem {
  return jsonPage(request, { list, asked: 'NextToken', given: 'NextToken' }, items);
}
