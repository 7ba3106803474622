import type { KeyMetadata, KMSClient } from '@aws-sdk/client-kms';
import type { AssetOf, CollectedAsset, KeyProps } from '../../model/asset.ts';
import { apiCall, leadingTo } from './api-call.ts';
import { lastPart } from './arn.ts';
import { policyAsset } from './iam-policies.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const listKeys = leadingTo(apiCall('kms:ListKeys', 'key', 'widens'), 'policy');
const listAliases = apiCall('kms:ListAliases', 'key', 'neither');
const describeKey = apiCall('kms:DescribeKey', 'key', 'neither');
const getKeyPolicy = apiCall('kms:GetKeyPolicy', 'policy', 'widens');

export const kmsCalls = [listKeys, listAliases, describeKey, getKeyPolicy];
export const kmsNatives = [
  'AWS::KMS::AwsManagedKey',
  'AWS::KMS::ImportedKey',
  'AWS::KMS::Key',
  'AWS::KMS::KeyPolicy',
];

export type CollectedKey = Omit<AssetOf<'key'>, 'environments'>;

/** The shortest wait of a deletion: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const shortestWindowDays = 7;

/** The Region's keys, their state and policies; keys that AWS manages have no policy a customer could change. */
export async function collectKms(reader: Reader): Promise<Found> {
  const { KMSClient } = await import('@aws-sdk/client-kms');
  const kms = reader.client(KMSClient);
  const keys: Promise<readonly CollectedAsset[]>[] = [];
  const aliases = readAliases(reader, kms);
  await readKeys(reader, kms, (arn) => {
    keys.push(reader.queue(async () => keyAssets(reader, kms, arn, await aliases)));
  });
  const named = await aliases;
  return { assets: (await Promise.all(keys)).flat(), keyAliases: aliasArns(reader, named) };
}

async function readKeys(reader: Reader, kms: KMSClient, take: (arn: string) => void): Promise<void> {
  const { ListKeysCommand } = await import('@aws-sdk/client-kms');
  await reader.pages(
    listKeys,
    (Marker) => kms.send(new ListKeysCommand({ Limit: 1000, Marker })),
    ({ Keys = [], Truncated, NextMarker }) => {
      for (const { KeyArn } of Keys) if (KeyArn !== undefined) take(KeyArn);
      return { items: Keys.length, next: Truncated === true ? NextMarker : undefined };
    },
  );
}

/** What is known of the Region's aliases: alias ARN and name, and the id of its key. */
interface Alias {
  readonly arn: string;
  readonly name: string;
  readonly keyId: string;
}

async function readAliases(reader: Reader, kms: KMSClient): Promise<readonly Alias[]> {
  const { ListAliasesCommand } = await import('@aws-sdk/client-kms');
  const aliases: Alias[] = [];
  await reader.pages(
    listAliases,
    (Marker) => kms.send(new ListAliasesCommand({ Limit: 100, Marker })),
    ({ Aliases = [], Truncated, NextMarker }) => {
      for (const { AliasArn: arn, AliasName: name, TargetKeyId: keyId } of Aliases) {
        if (arn !== undefined && name !== undefined && keyId !== undefined)
          aliases.push({ arn, name, keyId });
      }
      return { items: Aliases.length, next: Truncated === true ? NextMarker : undefined };
    },
  );
  return aliases;
}

function aliasArns({ account }: Reader, aliases: readonly Alias[]): readonly (readonly [string, string])[] {
  return aliases.map(({ arn, keyId }) => {
    const region = arn.split(':')[3] ?? '';
    return [arn, `arn:${account.partition}:kms:${region}:${account.id}:key/${keyId}`];
  });
}

async function keyAssets(
  reader: Reader,
  kms: KMSClient,
  arn: string,
  aliases: readonly Alias[],
): Promise<readonly CollectedAsset[]> {
  const { DescribeKeyCommand } = await import('@aws-sdk/client-kms');
  const about = { target: arn };
  const answer = await reader.call(
    describeKey,
    () => kms.send(new DescribeKeyCommand({ KeyId: arn })),
    about,
  );
  const metadata = answer?.KeyMetadata;
  const names = aliases.filter(({ keyId }) => arn.endsWith(`/${keyId}`)).map(({ name }) => name);
  const key = keyAsset(reader, arn, metadata, names.sort()[0]);
  return metadata?.KeyManager === 'AWS' ? [key] : [key, ...(await keyPolicy(reader, kms, arn))];
}

async function keyPolicy(reader: Reader, kms: KMSClient, arn: string): Promise<readonly CollectedAsset[]> {
  const { GetKeyPolicyCommand } = await import('@aws-sdk/client-kms');
  const answer = await reader.call(
    getKeyPolicy,
    () => kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' })),
    { target: arn },
  );
  if (answer === undefined) return [];
  return [
    policyAsset(reader, {
      id: `${arn}#policy`,
      native: 'AWS::KMS::KeyPolicy',
      name: `policy of key ${lastPart(arn)}`,
      type: 'key',
      text: answer.Policy,
      links: [{ to: arn, as: 'protects' }],
      region: arn.split(':')[3] ?? null,
      call: getKeyPolicy,
    }),
  ];
}

function keyAsset(
  reader: Reader,
  arn: string,
  metadata: KeyMetadata | undefined,
  alias: string | undefined,
): CollectedKey {
  const byAws = metadata?.KeyManager === 'AWS';
  return {
    id: arn,
    kind: 'key',
    provider: 'aws',
    native: nativeOf(metadata),
    name: alias ?? lastPart(arn),
    scope: reader.account.id,
    region: arn.split(':')[3] ?? null,
    createdAt: metadata?.CreationDate?.toISOString() ?? null,
    tags: {},
    links: [],
    props: {
      type: byAws ? 'aws-managed' : 'customer-managed',
      state: metadata?.KeyState ?? 'unknown',
      deletionWindowDays: windowOf(metadata),
      guards: [],
    },
  };
}

/** A key whose material was brought along is told apart: what ends it at once is no call on others. */
function nativeOf(metadata: KeyMetadata | undefined): string {
  if (metadata?.KeyManager === 'AWS') return 'AWS::KMS::AwsManagedKey';
  return metadata?.Origin === 'EXTERNAL' ? 'AWS::KMS::ImportedKey' : 'AWS::KMS::Key';
}

/** Imported key material can be deleted at once, whatever the window of the key. */
function windowOf(metadata: KeyMetadata | undefined): KeyProps['deletionWindowDays'] {
  if (metadata === undefined) return 'unknown';
  return metadata.Origin === 'EXTERNAL' ? null : shortestWindowDays;
}
