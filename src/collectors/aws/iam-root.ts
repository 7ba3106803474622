import type { CollectedAsset } from '../../model/asset.ts';
import type { Account } from './account.ts';
import { apiCall, leadingTo } from './api-call.ts';
import { credential } from './credential.ts';
import { accessKeyId } from './iam-access-keys.ts';
import type { ReportRow } from './iam-credential-report.ts';
import type { Reader } from './reader.ts';

export const getAccountSummary = leadingTo(
  apiCall('iam:GetAccountSummary', 'principal', 'widens'),
  'credential',
);

/** What is known of the root user; undefined: not read. */
export interface RootFacts {
  readonly mfa: boolean | undefined;
  readonly hasPassword: boolean | undefined;
  readonly hasKeys: boolean | undefined;
}

export function rootArn(account: Pick<Account, 'id' | 'partition'>): string {
  return `arn:${account.partition}:iam::${account.id}:root`;
}

/** Reads the root user's standing from the account summary. */
export async function readRoot(reader: Reader): Promise<RootFacts> {
  const { IAMClient, GetAccountSummaryCommand } = await import('@aws-sdk/client-iam');
  const iam = reader.client(IAMClient);
  const answer = await reader.call(getAccountSummary, () => iam.send(new GetAccountSummaryCommand({})), {
    target: rootArn(reader.account),
  });
  const summary = answer?.SummaryMap;
  const told = (value: number | undefined): boolean | undefined =>
    value === undefined ? undefined : value > 0;
  return {
    mfa: told(summary?.AccountMFAEnabled),
    hasPassword: told(summary?.AccountPasswordPresent),
    hasKeys: told(summary?.AccountAccessKeysPresent),
  };
}

/** The account itself, its root user, the root password, and root access keys where there are any. */
export function rootAssets(
  account: Account,
  facts: RootFacts,
  row: ReportRow | undefined,
): readonly CollectedAsset[] {
  const root = rootArn(account);
  const mfa = facts.mfa ?? row?.mfa;
  return [
    {
      ...accountWide(account, `aws:account:${account.id}`, 'AWS::Account', account.id),
      kind: 'container',
      props: { type: 'account', guards: [] },
    },
    {
      ...accountWide(account, root, 'AWS::IAM::Root', 'root'),
      kind: 'principal',
      props: {
        type: 'root',
        mfa: mfa ?? 'unknown',
        lastActive: row === undefined ? 'unknown' : row.lastActive,
        managedByProvider: false,
      },
    },
    rootPassword(account, facts, row, mfa),
    ...rootKeys(account, facts, row),
  ];
}

function accountWide(account: Account, id: string, native: string, name: string) {
  return {
    id,
    provider: 'aws',
    native,
    name,
    scope: account.id,
    region: null,
    createdAt: null,
    tags: {},
    links: [],
  };
}

function rootPassword(
  account: Account,
  facts: RootFacts,
  row: ReportRow | undefined,
  mfa: boolean | undefined,
) {
  return credential({
    id: `aws:root-password:${account.id}`,
    native: 'AWS::IAM::RootPassword',
    name: `root password of ${account.id}`,
    account: account.id,
    principal: rootArn(account),
    createdAt: row?.passwordChanged ?? null,
    props: {
      type: 'root-password',
      // Removed where an organisation manages its members' root credentials.
      status: facts.hasPassword === false ? 'inactive' : 'active',
      lastUsed: row?.passwordLastUsed === undefined ? 'unknown' : row.passwordLastUsed,
      mfa: mfa === undefined ? 'unknown' : mfa ? 'always' : 'never',
    },
  });
}

/** No API lists them: the report has the slots, the summary only says that there are some. */
function rootKeys(account: Account, facts: RootFacts, row: ReportRow | undefined) {
  const slots = (row?.keys ?? []).flatMap((key, index) =>
    key.rotated === null && !key.active ? [] : [{ key, index }],
  );
  if (slots.length > 0 || facts.hasKeys !== true) {
    return slots.map(({ key, index }) =>
      rootKey(account, `${index + 1}`, key.rotated, key.lastUsed, key.active),
    );
  }
  return [rootKey(account, '1', null, undefined, true)];
}

function rootKey(
  account: Account,
  slot: string,
  createdAt: string | null,
  lastUsed: string | null | undefined,
  active: boolean,
) {
  return credential({
    id: accessKeyId(rootArn(account), slot),
    native: 'AWS::IAM::AccessKey',
    name: `root access key ${slot}`,
    account: account.id,
    principal: rootArn(account),
    createdAt,
    props: {
      type: 'access-key',
      status: active ? 'active' : 'inactive',
      lastUsed: lastUsed === undefined ? 'unknown' : lastUsed,
      mfa: 'never',
    },
  });
}
