import type { ServiceSpecificCredentialMetadata } from '@aws-sdk/client-iam';
import { apiCall } from './api-call.ts';
import { type CollectedCredential, credential, endings, masked } from './credential.ts';
import type { Reader } from './reader.ts';

export const listServiceSpecificCredentials = apiCall(
  'iam:ListServiceSpecificCredentials',
  'credential',
  'widens',
);

/** Passwords and API keys for one service (CodeCommit, Keyspaces, Bedrock, CloudWatch Logs) of all users, in one list. */
export async function listServiceCredentials(
  reader: Reader,
): Promise<readonly ServiceSpecificCredentialMetadata[]> {
  const { IAMClient, ListServiceSpecificCredentialsCommand } = await import('@aws-sdk/client-iam');
  const iam = reader.client(IAMClient);
  const found: ServiceSpecificCredentialMetadata[] = [];
  await reader.pages(
    listServiceSpecificCredentials,
    (Marker) =>
      iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 1000, Marker })),
    (page) => {
      const items = page.ServiceSpecificCredentials ?? [];
      found.push(...items);
      return { items: items.length, next: page.IsTruncated === true ? page.Marker : undefined };
    },
  );
  return found;
}

/** The same as assets; `userArn` gives the ARN of a user's name. */
export function serviceCredentials(
  account: string,
  items: readonly ServiceSpecificCredentialMetadata[],
  userArn: (name: string) => string,
): readonly CollectedCredential[] {
  const byUser = Map.groupBy(items, (item) => userArn(item.UserName ?? ''));
  return [...byUser].flatMap(([user, held]) => {
    const ends = endings(held.map((item) => item.ServiceSpecificCredentialId ?? ''));
    return held.map((item, n) => serviceCredential(account, user, item, ends[n] ?? ''));
  });
}

function serviceCredential(
  account: string,
  user: string,
  item: ServiceSpecificCredentialMetadata,
  ending: string,
): CollectedCredential {
  const label = masked(item.ServiceSpecificCredentialId ?? '');
  return credential({
    id: `aws:service-specific:${user}:${ending}`,
    native: 'AWS::IAM::ServiceSpecificCredential',
    name: `${item.ServiceName ?? 'service'} credential ${label}`,
    account,
    principal: user,
    createdAt: item.CreateDate?.toISOString() ?? null,
    props: {
      type: 'service-specific',
      status: item.Status === 'Active' ? 'active' : 'inactive',
      expires: item.ExpirationDate?.toISOString() ?? null,
      label,
      mfa: 'never',
    },
  });
}
