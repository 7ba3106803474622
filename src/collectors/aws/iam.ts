import type { CollectedAsset } from '../../model/asset.ts';
import { getAccessKeyLastUsed, listAccessKeys } from './iam-access-keys.ts';
import {
  type Authorization,
  getAccountAuthorizationDetails,
  getPolicy,
  getPolicyVersion,
  readAuthorization,
} from './iam-authorization.ts';
import {
  generateCredentialReport,
  getCredentialReport,
  readCredentialReport,
} from './iam-credential-report.ts';
import {
  getOidcProvider,
  listOidcProviders,
  listSamlProviders,
  readIdentityProviders,
} from './iam-identity-providers.ts';
import { parsed } from './iam-policies.ts';
import { principalAssets } from './iam-principals.ts';
import { getAccountSummary, readRoot, rootArn, rootAssets } from './iam-root.ts';
import {
  listServiceCredentials,
  listServiceSpecificCredentials,
  serviceCredentials,
} from './iam-service-credentials.ts';
import {
  getLoginProfile,
  listMfaDevices,
  listSshPublicKeys,
  readUserCredentials,
  type UserCredentials,
} from './iam-user-credentials.ts';
import type { Reader } from './reader.ts';
import { type TrustWay, trustWays } from './trust.ts';

export const iamCalls = [
  getAccountAuthorizationDetails,
  getPolicy,
  getPolicyVersion,
  generateCredentialReport,
  getCredentialReport,
  getAccountSummary,
  listAccessKeys,
  getAccessKeyLastUsed,
  getLoginProfile,
  listMfaDevices,
  listSshPublicKeys,
  listServiceSpecificCredentials,
  listOidcProviders,
  getOidcProvider,
  listSamlProviders,
];

export const iamNatives = [
  'AWS::Account',
  'AWS::IAM::AccessKey',
  'AWS::IAM::Group',
  'AWS::IAM::LoginProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::Role',
  'AWS::IAM::Root',
  'AWS::IAM::SAMLProvider',
  'AWS::IAM::SSHPublicKey',
  'AWS::IAM::ServiceSpecificCredential',
  'AWS::IAM::SigningCertificate',
  'AWS::IAM::User',
];

/** A role, whom it trusts and which instance profiles carry it. */
export interface RoleTrust {
  readonly role: string;
  readonly ways: readonly TrustWay[];
  readonly profiles: readonly string[];
}

export interface IamAssets {
  readonly assets: readonly CollectedAsset[];
  readonly trusts: readonly RoleTrust[];
}

/** Everything of the account's IAM; the lists, the report and the per-user reads run side by side. */
export async function collectIam(reader: Reader): Promise<IamAssets> {
  const report = readCredentialReport(reader);
  const users: Promise<UserCredentials>[] = [];
  const [authorization, root, providers, service, made] = await Promise.all([
    readAuthorization(reader, (user) => {
      users.push(report.then((known) => reader.queue(() => readUserCredentials(reader, user, known))));
    }),
    readRoot(reader),
    readIdentityProviders(reader),
    listServiceCredentials(reader),
    report,
  ]);
  const held = await Promise.all(users);
  const facts = new Map(held.map((user) => [user.user, user.facts]));
  const { account } = reader;
  return {
    assets: [
      ...rootAssets(account, root, made?.rows.get(rootArn(account))),
      ...principalAssets(reader, authorization, facts),
      ...held.flatMap((user) => user.credentials),
      ...serviceCredentials(account.id, service, userArns(reader, authorization)),
      ...providers,
    ],
    trusts: [...authorization.roles.values()].map((role) => ({
      role: role.Arn ?? '',
      ways: trustWays(parsed(role.AssumeRolePolicyDocument ?? '')),
      profiles: (role.InstanceProfileList ?? []).flatMap(({ Arn }) => Arn ?? []),
    })),
  };
}

function userArns(reader: Reader, authorization: Authorization): (name: string) => string {
  const { partition, id } = reader.account;
  const arns = new Map([...authorization.users].map(([arn, user]) => [user.UserName ?? '', arn]));
  return (name) => arns.get(name) ?? `arn:${partition}:iam::${id}:user/${name}`;
}
