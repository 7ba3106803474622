import { type Answer, answer, refusal } from './answer.ts';
import type { KnownRequest } from './request.ts';
import type { IamWorld, Item } from './world.ts';
import type { Wire } from './xml.ts';

type Handler = (request: KnownRequest, world: IamWorld) => Wire | Answer;

/** Accounts whose report has been asked for. */
export type Reports = Map<string, number>;

/** The account's answer to one IAM call. */
export function answerIam(request: KnownRequest, reports: Reports): Answer {
  const { api, account } = request;
  if (api === 'GenerateCredentialReport') return answer('iam', api, { State: reportState(request, reports) });
  const handler = handlers[api];
  if (handler === undefined) return refusal('iam', 400, 'InvalidAction', `${api} is not served here`);
  const result = handler(request, account.iam);
  return isAnswer(result) ? result : answer('iam', api, result);
}

const isAnswer = (result: Wire | Answer): result is Answer =>
  typeof result === 'object' && result !== null && 'status' in result && 'body' in result;

function reportState({ account }: KnownRequest, reports: Reports): string {
  const asked = reports.get(account.id) ?? 0;
  reports.set(account.id, asked + 1);
  if (account.iam.reportIs === 'kept' || asked > 1) return 'COMPLETE';
  return asked === 0 ? 'STARTED' : 'INPROGRESS';
}

const handlers: Readonly<Record<string, Handler>> = {
  GetAccountAuthorizationDetails: authorizationDetails,
  GetAccountSummary: (_request, { summary = {} }) => ({
    SummaryMap: { entry: Object.entries(summary).map(([key, value]) => ({ key, value })) },
  }),
  GetCredentialReport: (_request, { report = 'user,arn,user_creation_time' }) => ({
    Content: Buffer.from(report).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: '2026-11-22T12:00:00Z',
  }),
  ListAccessKeys: (request, world) => ofUser(request, 'AccessKeyMetadata', world.accessKeys),
  ListMFADevices: (request, world) => ofUser(request, 'MFADevices', world.mfaDevices),
  ListSSHPublicKeys: (request, world) => ofUser(request, 'SSHPublicKeys', world.sshKeys),
  GetAccessKeyLastUsed: ({ params }, { keyUse }) => ({
    AccessKeyLastUsed: keyUse?.get(params.get('AccessKeyId') ?? '') ?? { Region: 'N/A', ServiceName: 'N/A' },
  }),
  GetLoginProfile: ({ params }, { loginProfiles }) => {
    const LoginProfile = loginProfiles?.get(params.get('UserName') ?? '');
    return LoginProfile === undefined
      ? refusal(
          'iam',
          404,
          'NoSuchEntity',
          `Login Profile for User ${params.get('UserName')} cannot be found.`,
        )
      : { LoginProfile };
  },
  ListServiceSpecificCredentials: (request, { serviceCredentials = [] }) =>
    page(request, serviceCredentials, (items) => ({ ServiceSpecificCredentials: items })),
  ListOpenIDConnectProviders: (_request, { oidcProviders }) => ({
    OpenIDConnectProviderList: [...(oidcProviders?.keys() ?? [])].map((Arn) => ({ Arn })),
  }),
  GetOpenIDConnectProvider: ({ params }, { oidcProviders }) =>
    oidcProviders?.get(params.get('OpenIDConnectProviderArn') ?? '') ?? {},
  ListSAMLProviders: (_request, { samlProviders = [] }) => ({ SAMLProviderList: samlProviders }),
  GetPolicy: ({ params }, world) => {
    const policy = policyOf(world, params.get('PolicyArn'));
    return policy === undefined ? noPolicy() : { Policy: { ...policy, PolicyVersionList: undefined } };
  },
  GetPolicyVersion: ({ params }, world) => {
    const versions = policyOf(world, params.get('PolicyArn'))?.PolicyVersionList;
    return Array.isArray(versions) ? { PolicyVersion: versions[0] } : noPolicy();
  },
};

function policyOf(world: IamWorld, arn: string | null): Item | undefined {
  return [...(world.policies ?? []), ...(world.unlistedPolicies ?? [])].find((policy) => policy.Arn === arn);
}

const noPolicy = (): Answer => refusal('iam', 404, 'NoSuchEntity', 'Policy was not found.');

function authorizationDetails(request: KnownRequest, world: IamWorld): Wire {
  const { users = [], groups = [], roles = [], policies = [] } = world;
  const all = [
    ...users.map((item) => ({ list: 'UserDetailList', item })),
    ...groups.map((item) => ({ list: 'GroupDetailList', item })),
    ...roles.map((item) => ({ list: 'RoleDetailList', item })),
    ...policies.map((item) => ({ list: 'Policies', item })),
  ];
  return page(request, all, (part) => {
    const of = (list: string) => part.filter((entry) => entry.list === list).map((entry) => entry.item);
    return {
      UserDetailList: of('UserDetailList'),
      GroupDetailList: of('GroupDetailList'),
      RoleDetailList: of('RoleDetailList'),
      Policies: of('Policies'),
    };
  });
}

function ofUser(
  request: KnownRequest,
  list: string,
  byUser: ReadonlyMap<string, readonly Item[]> | undefined,
): Wire {
  return page(request, byUser?.get(request.params.get('UserName') ?? '') ?? [], (items) => ({
    [list]: items,
  }));
}

/** A page from `Marker` on. With `emptyPages` each marker first gives an empty page that says there is more. */
function page<T>(request: KnownRequest, items: readonly T[], render: (items: readonly T[]) => Item): Wire {
  const { params, pageSize, emptyPages } = request;
  const [at = '0', seen] = (params.get('Marker') ?? '0').split('-');
  const from = Number(at);
  if (emptyPages && seen === undefined && items.length > 0) {
    return { ...render([]), IsTruncated: true, Marker: `${from}-seen` };
  }
  const to = from + Math.min(pageSize, Number(params.get('MaxItems') ?? pageSize));
  const more = to < items.length;
  return { ...render(items.slice(from, to)), IsTruncated: more, Marker: more ? String(to) : undefined };
}
