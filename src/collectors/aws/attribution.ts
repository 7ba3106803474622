import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Attribution, Unattributed, Window } from '../../model/attribution.ts';
import { attributed } from '../attribution.ts';
import type { CollectIO } from '../collector.ts';
import type { Account } from './account.ts';
import { actsFor, resourceNames } from './cloudtrail-acts.ts';
import { type Entrance, enter, openEntrance, usualRole } from './collect.ts';
import { openClient } from './connection.ts';
import { failureOf } from './failure.ts';
import type { AccountRequest } from './identity.ts';
import { type Lookup, lookUp, type TrailEvent } from './lookup-events.ts';
import type { AwsOptions } from './options.ts';

/** Above so many changes in one place, one lookup an event name is fewer calls than one a resource. */
const mostByResource = 25;

/** How far back CloudTrail's event history goes. */
const historyDays = 90;

const log = 'CloudTrail';

/** Asks CloudTrail's event history who made changes, account by account and Region by Region. */
export async function attributeAws(
  options: AwsOptions,
  asked: readonly Unattributed[],
  window: Window,
  io: CollectIO,
): Promise<readonly Attribution[]> {
  const entrance = openEntrance(options, io);
  const byAccount = Map.groupBy(asked, ({ scope }) => scope);
  try {
    const told = await Promise.all(
      [...byAccount].map(([id, changes]) => inAccount(id, changes, { options, window, io, entrance })),
    );
    return told.flat();
  } finally {
    entrance.close();
  }
}

interface Asking {
  readonly options: AwsOptions;
  readonly window: Window;
  readonly io: CollectIO;
  readonly entrance: Entrance;
}

async function inAccount(
  id: string,
  changes: readonly Unattributed[],
  asking: Asking,
): Promise<readonly Attribution[]> {
  const account = await enterAgain(id, asking);
  if (account === null) return changes.map(unknown(`account ${id} could not be entered again`));
  // Global services write their events in the home Region.
  const byRegion = Map.groupBy(changes, ({ region }) => region ?? account.home);
  const recent = withinHistory(asking.window);
  const told = await Promise.all(
    [...byRegion].map(([region, here]) => inRegion(account, region, here, recent)),
  );
  return told.flat();
}

/** As the scan entered it; in an organisation its own account by itself, the others through their role. */
async function enterAgain(id: string, { options, io, entrance }: Asking): Promise<Account | null> {
  const { accounts, roleName = usualRole } = options;
  const entering = async (request: AccountRequest): Promise<Account | null> => {
    const entered = await enter(request, options, io, entrance);
    return 'id' in entered ? entered : null;
  };
  if (accounts !== 'organization') return entering(accounts.find((account) => account.id === id) ?? { id });
  const own = await entering({});
  if (own === null || own.id === id) return own;
  return entering({ id, roleArn: `arn:${own.partition}:iam::${id}:role/${roleName}` });
}

function withinHistory({ since, until }: Window): Window {
  const earliest = new Date(Date.parse(until) - historyDays * 86_400_000).toISOString();
  return { since: since > earliest ? since : earliest, until };
}

async function inRegion(
  account: Account,
  region: string,
  changes: readonly Unattributed[],
  window: Window,
): Promise<readonly Attribution[]> {
  const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
  const { connection } = account;
  const source = `aws ${account.id} ${region} attribution`;
  const client = openClient(
    CloudTrailClient,
    { source, service: 'cloudtrail', region, onRequest: () => {} },
    connection,
  );
  try {
    const known = changes.filter(
      ({ asset, native, change }) => resourceNames(asset).length > 0 && actsFor(native, change).length > 0,
    );
    const unlisted = changes.filter((change) => !known.includes(change));
    const found =
      known.length > mostByResource ? byEvent(client, known, window) : byResource(client, known, window);
    return [...(await found), ...unlisted.map(unknown(`${log} is not asked about changes of this kind`))];
  } catch (error) {
    const { reason, detail } = failureOf(error, await account.secrets());
    const why = reason === 'denied' ? 'the scan may not call cloudtrail:LookupEvents' : detail;
    return changes.map(unknown(`${log} could not be asked: ${why}`));
  } finally {
    connection.io.tape?.close(source, true);
  }
}

const unknown =
  (because: string) =>
  ({ fingerprint }: Unattributed): Attribution => ({ fingerprint, because });

/** One lookup a resource, by its short name first; the whole ARN is what some services write. */
async function byResource(
  client: CloudTrailClient,
  changes: readonly Unattributed[],
  window: Window,
): Promise<readonly Attribution[]> {
  const names = new Map(changes.map(({ asset }) => [asset, resourceNames(asset)] as const));
  const seen = new Map<string, Promise<Found>>();
  const look = (value: string): Promise<Found> => {
    const known = seen.get(value) ?? lookUp(client, { by: 'ResourceName', value }, window);
    seen.set(value, known);
    return known;
  };
  return Promise.all(
    changes.map(async (change) => {
      let found: Found = { events: [], whole: true };
      for (const name of names.get(change.asset) ?? []) {
        found = await look(name);
        if (found.events.length > 0) break;
      }
      return told(change, found);
    }),
  );
}

/** One lookup an event name, shared by all the resources that it may have changed. */
async function byEvent(
  client: CloudTrailClient,
  changes: readonly Unattributed[],
  window: Window,
): Promise<readonly Attribution[]> {
  const names = new Set(changes.flatMap(({ native, change }) => actsFor(native, change)));
  const lookups = [...names].sort().map((value): Lookup => ({ by: 'EventName', value }));
  const found = await Promise.all(lookups.map((lookup) => lookUp(client, lookup, window)));
  const byName = new Map<string, TrailEvent[]>();
  for (const event of found.flatMap(({ events }) => events)) {
    for (const name of new Set(event.resources)) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [event]);
      else known.push(event);
    }
  }
  const whole = found.every((each) => each.whole);
  return changes.map((change) => {
    const events = new Set(resourceNames(change.asset).flatMap((name) => byName.get(name) ?? []));
    return told(change, { events: [...events], whole });
  });
}

type Found = Awaited<ReturnType<typeof lookUp>>;

function told({ fingerprint, native, change }: Unattributed, { events, whole }: Found): Attribution {
  const names = new Set(actsFor(native, change));
  const acts = events.filter(({ name }) => names.has(name));
  if (whole) return attributed(fingerprint, acts, `${log} (${historyDays} days)`);
  return { fingerprint, because: `${log} holds more events than a scan reads` };
}
