import { collectAws } from '../../src/collectors/aws/index.ts';
import { regionalServices } from '../../src/collectors/aws/services.ts';
import type { AwsAccountWorld } from '../../src/stand-ins/aws/index.ts';
import { serveAws } from '../../src/stand-ins/aws/index.ts';
import { floorOf } from './floor.ts';
import { realIO } from './io.ts';
import { benchWorld, account as home, key, regionNames, sizesOf } from './world.ts';

/** An organisation to be read: so many accounts, each of about so many assets, in pages of so many items. */
export interface Organisation {
  readonly accounts: number;
  readonly assets: number;
  readonly pageSize: number;
  readonly latencyMs: number;
}

/** `111111111111`, then `200000000001` and on. */
const idOf = (n: number): string => (n === 0 ? home : String(200_000_000_000 + n));
const roleOf = (id: string): string => `arn:aws:iam::${id}:role/firebreak-read`;

function worldOf({ accounts, assets }: Organisation): readonly AwsAccountWorld[] {
  return Array.from({ length: accounts }, (_, n) => {
    const id = idOf(n);
    if (n === 0) return benchWorld(assets);
    return { ...benchWorld(assets, id, ['firebreak-read']), callers: new Map(), assumable: [roleOf(id)] };
  });
}

/** Serves it to the parent process: tells the address, then how often each call came whenever it is asked. */
export async function serveOrganisation(organisation: Organisation): Promise<void> {
  const { pageSize, latencyMs } = organisation;
  const served = await serveAws(worldOf(organisation), { pageSize, latencyMs });
  process.on('message', () => {
    const calls: Record<string, number> = {};
    for (const call of served.calls) calls[call] = (calls[call] ?? 0) + 1;
    process.send?.({ calls });
  });
  process.send?.({ url: served.url });
}

/** Reads all accounts as a scan does; gives the number of assets. */
export async function collectOrganisation(
  endpoint: string,
  accounts: number,
  ratePerSecond: number,
): Promise<number> {
  const requests = Array.from({ length: accounts }, (_, n) => idOf(n)).map((id, n) =>
    n === 0 ? { id } : { id, roleArn: roleOf(id) },
  );
  const judgedAsProduction = ({ tags }: { tags: Readonly<Record<string, string>> }) =>
    tags.env === 'production';
  const options = { regions: 'enabled' as const, credentials: key, ratePerSecond, judgedAsProduction };
  const { assets, gaps } = await collectAws({ ...options, accounts: requests, endpoint }, realIO);
  const unread = gaps.filter(({ reason }) => reason !== 'unsupported' && reason !== 'unlistable');
  if (unread.length > 0)
    throw new Error(`the collectors left gaps: ${unread[0]?.operation} ${unread[0]?.detail}`);
  return assets.length;
}

/**
 * The calls nobody can do without: those of each account, a role assumed for every account but the first, and every
 * list of the other services once, as nothing else tells that it is empty.
 */
export function organisationFloor(
  { accounts, assets }: Organisation,
  calls: Readonly<Record<string, number>>,
): number {
  const regional = new Set(regionalServices.map(({ service }) => service));
  const others = Object.keys(calls).filter((call) => !/^(ec2|iam|sts):/.test(call));
  const perAccount = others.map((call) => (regional.has(call.split(':')[0] ?? '') ? regionNames.length : 1));
  const lists = perAccount.reduce((sum, count) => sum + count, 0);
  return accounts * (floorOf(sizesOf(assets)) + lists) + accounts - 1;
}
