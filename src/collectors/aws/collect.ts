import pLimit from 'p-limit';
import type { CollectedAsset } from '../../model/asset.ts';
import { OperatorError } from '../../model/error.ts';
import type { Collected, Gap, NotScanned, ScopeEntry, Source } from '../../model/inventory.ts';
import type { CollectIO } from '../collector.ts';
import type { Account } from './account.ts';
import { allowOnly } from './allow-list.ts';
import { rateBudgets } from './budget.ts';
import { awsCalls } from './calls.ts';
import type { AwsCredentials, Connection } from './connection.ts';
import { collectEc2, ec2Natives } from './ec2.ts';
import { collectIam, iamNatives, type RoleTrust } from './iam.ts';
import { type AccountRequest, enterAccount, type Refused } from './identity.ts';
import { notCollected } from './not-collected.ts';
import { openReader, type Reader } from './reader.ts';
import { findRegions, type Regions } from './regions.ts';
import { markSelf, ownGap } from './self.ts';
import { standingGaps } from './standing-gaps.ts';
import { addWaysIn } from './ways-in.ts';

export interface AwsOptions {
  /** Empty: the account of the SDK's credential chain. */
  readonly accounts: readonly AccountRequest[];
  readonly regions: 'enabled' | readonly string[];
  /** For stand-ins and proxies. */
  readonly endpoint?: string;
  /** Instead of the SDK's credential chain. */
  readonly credentials?: AwsCredentials;
  /** Requests a second per account and service, instead of a fifth of AWS's documented rate. */
  readonly ratePerSecond?: number;
  /** Attempts per call, the first included; default 6. */
  readonly maxAttempts?: number;
  /** Milliseconds until a request counts as lost; default 30,000. */
  readonly timeoutMs?: number;
  /**
   * Whether an asset is judged as production, so that its guards and sharing are worth a call each. Default: all,
   * as what nothing classifies counts as production.
   */
  readonly judgedAsProduction?: (asset: CollectedAsset) => boolean;
}

/** Accounts read at once. */
const accountsAtOnce = 8;

/**
 * Reads AWS accounts: identity, IAM and EC2, every Region side by side. A failed read becomes a gap, as does an
 * account that can't be entered; `OperatorError` only when none can.
 */
export async function collectAws(options: AwsOptions, io: CollectIO): Promise<Collected> {
  const requests = options.accounts.length === 0 ? [{}] : options.accounts;
  const limit = pLimit(accountsAtOnce);
  const opened: Connection['opened'] = [];
  try {
    const entered = await Promise.all(
      requests.map((request) => limit(() => enter(request, options, io, opened))),
    );
    const accounts = entered.filter((entry): entry is Account => 'id' in entry);
    const refused = entered.filter((entry): entry is Refused => 'failure' in entry);
    const [first] = refused;
    if (accounts.length === 0 && first !== undefined) throw cannotEnter(first);
    const distinct = [...new Map(accounts.map((account) => [account.id, account])).values()];
    const parts = await Promise.all(distinct.map((account) => limit(() => readAccount(account, options))));
    return joined(parts, refused, options);
  } finally {
    for (const client of opened) client.destroy();
  }
}

function enter(
  request: AccountRequest,
  options: AwsOptions,
  io: CollectIO,
  opened: Connection['opened'],
): Promise<Account | Refused> {
  const { credentials, regions } = options;
  const base: Connection = {
    endpoint: options.endpoint,
    credentials: credentials === undefined ? undefined : async () => credentials,
    maxAttempts: options.maxAttempts ?? 6,
    timeoutMs: options.timeoutMs ?? 30_000,
    admit: allowOnly(awsCalls),
    budget: rateBudgets(options.ratePerSecond),
    io,
    opened,
  };
  // China and GovCloud are partitions of their own: their global services answer in their own Regions.
  const other = regions === 'enabled' ? undefined : regions.find((region) => /^(cn|us-gov)-/.test(region));
  return enterAccount(request, base, other ?? 'us-east-1');
}

function cannotEnter({ failure }: Refused): OperatorError {
  if (failure.detail.startsWith('CredentialsProviderError')) {
    return new OperatorError(
      'AWS_CREDENTIALS_MISSING',
      'No AWS credentials were found.',
      'Sign in with `aws sso login`, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  }
  if (failure.reason === 'denied') {
    return new OperatorError(
      'AWS_CREDENTIALS_REFUSED',
      `AWS did not accept the credentials: ${failure.detail}`,
      'Check them with `aws sts get-caller-identity`; `firebreak permissions aws` prints the rights a scan needs.',
    );
  }
  return new OperatorError(
    'AWS_UNREACHABLE',
    `No AWS account could be entered: ${failure.detail}`,
    'Check the network, proxy and endpoint, then run the scan again.',
  );
}

interface AccountPart {
  readonly assets: readonly CollectedAsset[];
  readonly trusts: readonly RoleTrust[];
  readonly profiles: ReadonlyMap<string, string>;
  readonly sources: readonly Source[];
  readonly gaps: readonly Gap[];
  readonly scope: ScopeEntry;
  readonly notScanned: readonly NotScanned[];
}

async function readAccount(account: Account, options: AwsOptions): Promise<AccountPart> {
  const [iam, ec2] = await Promise.all([
    read(openReader(account, 'iam', null), collectIam),
    readRegions(account, options),
  ]);
  const sources = [iam, ec2.found, ...ec2.parts];
  const assets = [...iam.value.assets, ...ec2.parts.flatMap((part) => part.value.assets)];
  return {
    assets: markSelf(account, assets),
    trusts: iam.value.trusts,
    profiles: new Map(ec2.parts.flatMap((part) => [...part.value.profiles])),
    sources: sources.map((part) => part.source),
    gaps: [
      ...sources.flatMap((part) => part.gaps),
      ...ownGap(account, assets),
      ...standingGaps(account.id, assets),
    ],
    scope: { provider: 'aws', scope: account.id, regions: ec2.found.value.scanned, natives: awsNatives },
    notScanned: notScannedOf(account.id, ec2.found.value.left, options),
  };
}

function notScannedOf(scope: string, left: readonly string[], options: AwsOptions): readonly NotScanned[] {
  const regions = left.map((region) => ({
    what: `Region ${region}`,
    why: 'enabled, and not in the configured Regions',
  }));
  const items = {
    what: 'guards and named sharing outside production',
    why: 'read one by one, for production only',
  };
  const skipped = options.judgedAsProduction === undefined ? regions : [...regions, items];
  return skipped.map((entry) => ({ provider: 'aws', scope, ...entry }));
}

async function readRegions(account: Account, options: AwsOptions) {
  const judged = options.judgedAsProduction ?? (() => true);
  const regionsOf = async (reader: Reader): Promise<Regions & { readonly assets: readonly [] }> => ({
    ...(await findRegions(reader, options.regions)),
    assets: [],
  });
  const found = await read(openReader(account, 'ec2', null), regionsOf);
  const parts = await Promise.all(
    found.value.scanned.map((region) =>
      read(openReader(account, 'ec2', region), (reader) => collectEc2(reader, region, judged)),
    ),
  );
  return { found, parts };
}

/** Runs one source to its end. */
async function read<T extends { readonly assets: readonly unknown[] }>(
  reader: Reader,
  collect: (reader: Reader) => Promise<T>,
): Promise<{ readonly value: T; readonly source: Source; readonly gaps: readonly Gap[] }> {
  const value = await collect(reader);
  return { value, ...reader.close(value.assets.length) };
}

function joined(
  parts: readonly AccountPart[],
  refused: readonly Refused[],
  { regions }: AwsOptions,
): Collected {
  const accounts = new Set(parts.map((part) => part.scope.scope));
  const assets = addWaysIn({
    assets: parts.flatMap((part) => part.assets),
    trusts: parts.flatMap((part) => part.trusts),
    profiles: new Map(parts.flatMap((part) => [...part.profiles])),
    accounts,
  });
  const closed = refused.filter(({ scope }) => !accounts.has(scope));
  const meant = closed.map(({ scope }) => ({
    provider: 'aws',
    scope,
    regions: regions === 'enabled' ? [] : [...regions].sort(),
    natives: awsNatives,
  }));
  const unread = notCollected.map((what) => ({
    provider: 'aws',
    scope: '*',
    what,
    why: 'not collected yet',
  }));
  return {
    scope: sorted([...parts.map((part) => part.scope), ...meant], (entry) => entry.scope),
    notScanned: [
      ...sorted(
        parts.flatMap((part) => part.notScanned),
        (entry) => entry.scope + entry.what,
      ),
      ...unread,
    ],
    sources: sorted(
      [...closed.map(({ source }) => source), ...parts.flatMap((part) => part.sources)],
      sourceKey,
    ),
    gaps: sorted(
      [...refused.map(({ gap }) => gap), ...parts.flatMap((part) => part.gaps)],
      (gap) => gap.fingerprint,
    ),
    assets: sorted([...new Map(assets.map((asset) => [asset.id, asset])).values()], (asset) => asset.id),
  };
}

const awsNatives = [...ec2Natives, ...iamNatives].sort();

const sourceKey = (source: Source): string => `${source.scope} ${source.service} ${source.region ?? ''}`;

function sorted<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
