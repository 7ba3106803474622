import type { IAMClient, UserDetail } from '@aws-sdk/client-iam';
import { apiCall } from './api-call.ts';
import { type CollectedCredential, credential, endings, masked } from './credential.ts';
import { readAccessKeys } from './iam-access-keys.ts';
import type { CredentialReport, ReportRow } from './iam-credential-report.ts';
import type { UserFacts } from './iam-principals.ts';
import type { Reader } from './reader.ts';

export const getLoginProfile = apiCall('iam:GetLoginProfile', 'credential', 'widens');
export const listMfaDevices = apiCall('iam:ListMFADevices', 'principal', 'restricts');
export const listSshPublicKeys = apiCall('iam:ListSSHPublicKeys', 'credential', 'widens');

export interface UserCredentials {
  readonly user: string;
  readonly facts: UserFacts;
  readonly credentials: readonly CollectedCredential[];
}

/**
 * What one user holds. A report made for this scan settles password, MFA and "has no key" without a call; an older
 * one (AWS keeps it for four hours) only lends its last-use times.
 */
export async function readUserCredentials(
  reader: Reader,
  user: UserDetail,
  report: CredentialReport | null,
): Promise<UserCredentials> {
  const { IAMClient } = await import('@aws-sdk/client-iam');
  const iam = reader.client(IAMClient);
  const arn = user.Arn ?? '';
  const row = report?.rows.get(arn);
  const settled = report?.fresh === true && row !== undefined && !row.more ? row : undefined;
  const hasNoKey = settled?.keys.every((key) => key.rotated === null && !key.active) === true;
  const [keys, mfa, sshKeys] = await Promise.all([
    hasNoKey ? [] : readAccessKeys(reader, iam, user, row),
    settled?.mfa ?? readMfa(reader, iam, user),
    readSshKeys(reader, iam, user),
  ]);
  const password =
    (settled?.passwordEnabled ?? (await readLoginProfile(reader, iam, user)))
      ? [consolePassword(reader, user, row, mfa)]
      : [];
  const certificates = (row?.certificates ?? []).map((n) => certificate(reader, user, n));
  return { user: arn, facts: { row, mfa }, credentials: [...keys, ...password, ...certificates, ...sshKeys] };
}

/** Whether the user has a console password; unread counts as none here, and leaves a gap. */
async function readLoginProfile(reader: Reader, iam: IAMClient, user: UserDetail): Promise<boolean> {
  const { GetLoginProfileCommand } = await import('@aws-sdk/client-iam');
  const { UserName, Arn: target = '' } = user;
  const answer = await reader.call(
    getLoginProfile,
    () => iam.send(new GetLoginProfileCommand({ UserName })),
    {
      target,
      absent: ['NoSuchEntityException', 'NoSuchEntity'],
    },
  );
  return answer?.LoginProfile !== undefined;
}

async function readMfa(reader: Reader, iam: IAMClient, user: UserDetail): Promise<boolean | 'unknown'> {
  const { ListMFADevicesCommand } = await import('@aws-sdk/client-iam');
  const { UserName, Arn: target = '' } = user;
  const answer = await reader.call(
    listMfaDevices,
    () => iam.send(new ListMFADevicesCommand({ UserName, MaxItems: 1000 })),
    { target },
  );
  return answer === undefined ? 'unknown' : (answer.MFADevices ?? []).length > 0;
}

async function readSshKeys(
  reader: Reader,
  iam: IAMClient,
  user: UserDetail,
): Promise<readonly CollectedCredential[]> {
  const { ListSSHPublicKeysCommand } = await import('@aws-sdk/client-iam');
  const { UserName, Arn: target = '' } = user;
  const answer = await reader.call(
    listSshPublicKeys,
    () => iam.send(new ListSSHPublicKeysCommand({ UserName, MaxItems: 1000 })),
    { target },
  );
  const keys = answer?.SSHPublicKeys ?? [];
  const ends = endings(keys.map((key) => key.SSHPublicKeyId ?? ''));
  return keys.map((key, n) =>
    credential({
      id: `aws:ssh-key:${target}:${ends[n] ?? ''}`,
      native: 'AWS::IAM::SSHPublicKey',
      name: `CodeCommit SSH key ${masked(key.SSHPublicKeyId ?? '')}`,
      account: reader.account.id,
      principal: target,
      createdAt: key.UploadDate?.toISOString() ?? null,
      props: {
        type: 'ssh-key',
        status: key.Status === 'Inactive' ? 'inactive' : 'active',
        label: masked(key.SSHPublicKeyId ?? ''),
        mfa: 'never',
      },
    }),
  );
}

function consolePassword(
  reader: Reader,
  user: UserDetail,
  row: ReportRow | undefined,
  mfa: boolean | 'unknown',
): CollectedCredential {
  const arn = user.Arn ?? '';
  return credential({
    id: `aws:console-password:${arn}`,
    native: 'AWS::IAM::LoginProfile',
    name: `console password of ${user.UserName ?? arn}`,
    account: reader.account.id,
    principal: arn,
    createdAt: row?.passwordChanged ?? null,
    props: {
      type: 'console-password',
      lastUsed: row?.passwordLastUsed === undefined ? 'unknown' : row.passwordLastUsed,
      mfa: mfa === 'unknown' ? 'unknown' : mfa ? 'always' : 'never',
    },
  });
}

function certificate(reader: Reader, user: UserDetail, n: number): CollectedCredential {
  const arn = user.Arn ?? '';
  return credential({
    id: `aws:certificate:${arn}:${n}`,
    native: 'AWS::IAM::SigningCertificate',
    name: `signing certificate ${n} of ${user.UserName ?? arn}`,
    account: reader.account.id,
    principal: arn,
    props: { type: 'certificate', mfa: 'never' },
  });
}
