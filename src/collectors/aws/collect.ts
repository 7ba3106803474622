import pLimit from 'p-limit';
import type { CollectedAsset } from '../../model/asset.ts';
import { OperatorError } from '../../model/error.ts';
import type { Collected, Gap, ScopeEntry, Source } from '../../model/inventory.ts';
import type { CollectIO } from '../collector.ts';
import type { Account } from './account.ts';
import { rateBudgets } from './budget.ts';
import type { Connection } from './connection.ts';
import { guardReplicas } from './dynamodb-replicas.ts';
import { type AccountRequest, enterAccount, type Refused } from './identity.ts';
import { identityCenterUsers } from './identity-center-ways-in.ts';
import { nativesOf } from './light.ts';
import { notCollected } from './not-collected.ts';
import type { AwsOptions } from './options.ts';
import type { OrganizationFound } from './organizations.ts';
import { type AccountPart, awsNatives, readAccount, readOrganization } from './read-account.ts';
import { placeReplicas } from './s3-replicas.ts';
import type { Part } from './source.ts';
import { serviceControl } from './standing-gaps.ts';
import { addWaysIn } from './ways-in.ts';

/** The role a scan assumes in the accounts of an organisation, unless it is told another. */
export const usualRole = 'firebreak-read';

/** Accounts read at once. */
const accountsAtOnce = 8;
/** Where their sources are read elsewhere, an account under way costs little here. */
const accountsHandedOver = 64;

/**
 * Reads AWS accounts: identity, IAM and EC2, every Region side by side. A failed read becomes a gap, as does an
 * account that can't be entered; `OperatorError` only when none can.
 */
export async function collectAws(options: AwsOptions, io: CollectIO): Promise<Collected> {
  const limit = pLimit(io.elsewhere === undefined ? accountsAtOnce : accountsHandedOver);
  const entrance = openEntrance(options, io);
  try {
    const { requests, organization } = await accountsOf(options, (request) =>
      enter(request, options, io, entrance),
    );
    const entered = await Promise.all(
      requests.map((request) => limit(() => enter(request, options, io, entrance))),
    );
    const accounts = entered.filter((entry): entry is Account => 'id' in entry);
    const refused = entered.filter((entry): entry is Refused => 'failure' in entry);
    const [first] = refused;
    if (accounts.length === 0 && first !== undefined) throw cannotEnter(first);
    const distinct = [...new Map(accounts.map((account) => [account.id, account])).values()];
    const parts = await Promise.all(
      distinct.map((account) => limit(() => readAccount(account, options, organization.get(account.id)))),
    );
    return joined(parts, refused, options);
  } finally {
    entrance.close();
  }
}

interface Accounts {
  readonly requests: readonly AccountRequest[];
  /** The organisation as read on the way, by the account that read it. */
  readonly organization: ReadonlyMap<string, Part<OrganizationFound>>;
}

/** The accounts to enter; those of an organisation are looked up in it first. */
async function accountsOf(
  { accounts, roleName = usualRole }: AwsOptions,
  entering: (request: AccountRequest) => Promise<Account | Refused>,
): Promise<Accounts> {
  if (accounts !== 'organization') {
    return { requests: accounts.length === 0 ? [{}] : accounts, organization: new Map() };
  }
  const own = await entering({});
  if ('failure' in own) throw cannotEnter(own);
  const organization = await readOrganization(own, true);
  const others = organization.value.members.filter(({ id }) => id !== own.id);
  const roleArn = (id: string): string => `arn:${own.partition}:iam::${id}:role/${roleName}`;
  return {
    requests: [{ id: own.id }, ...others.map(({ id }) => ({ id, roleArn: roleArn(id) }))],
    organization: new Map([[own.id, organization]]),
  };
}

/** What entering several accounts has in common: connections to be closed, and the rate of the one who enters. */
export interface Entrance extends Pick<Connection, 'opened' | 'budget'> {
  close(): void;
}

export function openEntrance({ ratePerSecond }: AwsOptions, { budgets }: CollectIO): Entrance {
  const opened: Connection['opened'] = [];
  return {
    opened,
    budget: rateBudgets(ratePerSecond, { account: 'own', budgets }),
    close: () => {
      for (const client of opened) client.destroy();
    },
  };
}

/** Enters an account, and says so to whoever keeps the answers. */
export async function enter(
  request: AccountRequest,
  options: AwsOptions,
  io: CollectIO,
  { opened, budget: atTheDoor }: Pick<Entrance, 'opened' | 'budget'>,
): Promise<Account | Refused> {
  const { credentials, regions } = options;
  const base: Connection = {
    endpoint: options.endpoint,
    credentials: credentials === undefined ? undefined : async () => credentials,
    maxAttempts: options.maxAttempts ?? 6,
    timeoutMs: options.timeoutMs ?? 30_000,
    budget: atTheDoor,
    io,
    opened,
  };
  // China and GovCloud are partitions of their own: their global services answer in their own Regions.
  const other = regions === 'enabled' ? undefined : regions.find((region) => /^(cn|us-gov)-/.test(region));
  const entered = await enterAccount(request, base, other ?? 'us-east-1');
  if ('failure' in entered) return entered;
  await io.tape?.enter(`aws account ${entered.id}`, entered.callerArn);
  const budget = rateBudgets(options.ratePerSecond, { account: entered.id, budgets: io.budgets });
  return { ...entered, connection: { ...entered.connection, budget } };
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

function joined(parts: readonly AccountPart[], refused: readonly Refused[], options: AwsOptions): Collected {
  const accounts = new Set(parts.map((part) => part.scope.scope));
  const governed = new Set(parts.flatMap((part) => part.governed));
  const reached = addWaysIn({
    assets: guardReplicas(
      placeReplicas(
        parts.flatMap((part) => [...part.assets, ...part.abroad.filter(({ scope }) => !accounts.has(scope))]),
      ),
    ),
    trusts: parts.flatMap((part) => part.trusts),
    profiles: new Map(parts.flatMap((part) => [...part.profiles])),
    accounts,
    certificates: new Map(parts.map(({ scope, certificates }) => [scope.scope, certificates])),
  });
  const assignments = parts.flatMap((part) => part.assignments);
  const assets = [...reached, ...identityCenterUsers(reached, assignments)];
  const closed = refused.filter(({ scope }) => !accounts.has(scope));
  const unread = notCollected.map((what) => ({
    provider: 'aws',
    scope: '*',
    what,
    why: 'not collected yet',
  }));
  return {
    scope: sorted(
      [...parts.map((part) => part.scope), ...closed.map(({ scope }) => meant(scope, options))],
      (entry) => entry.scope,
    ),
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
      [
        ...refused.map(({ gap }) => gap),
        ...parts.flatMap((part) => part.gaps).filter(isOpen(assets, governed)),
      ],
      (gap) => gap.fingerprint,
    ),
    assets: sorted([...new Map(assets.map((asset) => [asset.id, asset])).values()], (asset) => asset.id),
  };
}

/** What one account could not know of a key or of its organisation's policies, another account may have told. */
function isOpen(assets: readonly CollectedAsset[], governed: ReadonlySet<string>): (gap: Gap) => boolean {
  const keys = new Set(assets.flatMap(({ kind, id }) => (kind === 'key' ? [id] : [])));
  return ({ reason, operation, scope, target }) => {
    if (reason !== 'unsupported') return true;
    if (operation === serviceControl.operation) return !governed.has(scope);
    return target === null || !keys.has(target);
  };
}

/** An account that could not be entered was still meant to be read. */
function meant(scope: string, { regions, pass }: AwsOptions): ScopeEntry {
  return {
    provider: 'aws',
    scope,
    regions: regions === 'enabled' ? [] : [...regions].sort(),
    ...nativesOf(awsNatives, pass),
  };
}

const sourceKey = (source: Source): string => `${source.scope} ${source.service} ${source.region ?? ''}`;

function sorted<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
