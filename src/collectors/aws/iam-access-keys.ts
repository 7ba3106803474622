import type { AccessKeyMetadata, IAMClient, UserDetail } from '@aws-sdk/client-iam';
import { apiCall } from './api-call.ts';
import { type CollectedCredential, credential, endings, masked } from './credential.ts';
import type { ReportRow } from './iam-credential-report.ts';
import type { Reader } from './reader.ts';

export const listAccessKeys = apiCall('iam:ListAccessKeys', 'credential', 'widens');
export const getAccessKeyLastUsed = apiCall('iam:GetAccessKeyLastUsed', 'credential', 'neither');

/** Id of an access key: its own id is an identifier, yet only its ending is ever written down. */
export function accessKeyId(userArn: string, ending: string): string {
  return `aws:access-key:${userArn}:${ending}`;
}

/**
 * A user's access keys. Their last use comes from the credential report where it can be matched to a key by its
 * creation time, and costs a call of its own only where not.
 */
export async function readAccessKeys(
  reader: Reader,
  iam: IAMClient,
  user: UserDetail,
  row: ReportRow | undefined,
): Promise<readonly CollectedCredential[]> {
  const { ListAccessKeysCommand } = await import('@aws-sdk/client-iam');
  const keys: AccessKeyMetadata[] = [];
  const { UserName, Arn = '' } = user;
  await reader.pages(
    listAccessKeys,
    (Marker) => iam.send(new ListAccessKeysCommand({ UserName, MaxItems: 1000, Marker })),
    (page) => {
      keys.push(...(page.AccessKeyMetadata ?? []));
      return { items: 0, next: page.IsTruncated === true ? page.Marker : undefined };
    },
    { target: Arn },
  );
  const ends = endings(keys.map((key) => key.AccessKeyId ?? ''));
  return Promise.all(
    keys.map(async (key, n) => {
      const id = accessKeyId(Arn, ends[n] ?? '');
      const lastUsed = await lastUse(reader, iam, key, { id, row });
      return accessKey(reader, { id, user, key, lastUsed });
    }),
  );
}

async function lastUse(
  reader: Reader,
  iam: IAMClient,
  key: AccessKeyMetadata,
  { id, row }: { readonly id: string; readonly row: ReportRow | undefined },
): Promise<string | null | 'unknown'> {
  const reported = lastUseInReport(key, row);
  return reported === undefined ? lastUseOf(reader, iam, key, id) : reported;
}

/** undefined: the report can't tell. */
function lastUseInReport(key: AccessKeyMetadata, row: ReportRow | undefined): string | null | undefined {
  const created = seconds(key.CreateDate?.toISOString() ?? null);
  const slots = (row?.keys ?? []).filter(({ rotated }) => created !== null && seconds(rotated) === created);
  return slots.length === 1 ? slots[0]?.lastUsed : undefined;
}

const seconds = (iso: string | null): number | null =>
  iso === null ? null : Math.floor(Date.parse(iso) / 1000);

async function lastUseOf(
  reader: Reader,
  iam: IAMClient,
  key: AccessKeyMetadata,
  target: string,
): Promise<string | null | 'unknown'> {
  const { GetAccessKeyLastUsedCommand } = await import('@aws-sdk/client-iam');
  const { AccessKeyId } = key;
  const answer = await reader.call(
    getAccessKeyLastUsed,
    () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })),
    { target },
  );
  if (answer === undefined) return 'unknown';
  return answer.AccessKeyLastUsed?.LastUsedDate?.toISOString() ?? null;
}

interface KeyFacts {
  readonly id: string;
  readonly user: UserDetail;
  readonly key: AccessKeyMetadata;
  readonly lastUsed: string | null | 'unknown';
}

function accessKey(reader: Reader, { id, user, key, lastUsed }: KeyFacts): CollectedCredential {
  const label = masked(key.AccessKeyId ?? '');
  return credential({
    id,
    native: 'AWS::IAM::AccessKey',
    name: `access key ${label} of ${user.UserName ?? user.Arn}`,
    account: reader.account.id,
    principal: user.Arn ?? '',
    createdAt: key.CreateDate?.toISOString() ?? null,
    props: {
      type: 'access-key',
      status: key.Status === 'Active' ? 'active' : key.Status === 'Inactive' ? 'inactive' : 'unknown',
      lastUsed,
      label,
      mfa: 'never',
    },
  });
}
