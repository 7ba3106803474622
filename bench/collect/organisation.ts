import { type AwsOptions, collectAws } from '../../src/collectors/aws/index.ts';
import type { AwsAccountWorld } from '../../src/stand-ins/aws/index.ts';
import { serveAws } from '../../src/stand-ins/aws/index.ts';
import { floorOf } from './floor.ts';
import { realIO } from './io.ts';
import { benchWorld, account as home, key, sizesOf } from './world.ts';

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

/** How all its accounts are read. */
export function organisationOptions(endpoint: string, accounts: number, ratePerSecond: number): AwsOptions {
  const requests = Array.from({ length: accounts }, (_, n) => idOf(n)).map((id, n) =>
    n === 0 ? { id } : { id, roleArn: roleOf(id) },
  );
  const judgedAsProduction = ({ tags }: { tags: Readonly<Record<string, string>> }) =>
    tags.env === 'production';
  return {
    regions: 'enabled',
    credentials: key,
    ratePerSecond,
    judgedAsProduction,
    accounts: requests,
    endpoint,
  };
}

/** Reads all accounts as a scan does; gives the number of assets. */
export async function collectOrganisation(
  endpoint: string,
  accounts: number,
  ratePerSecond: number,
): Promise<number> {
  const { assets, gaps } = await collectAws(organisationOptions(endpoint, accounts, ratePerSecond), realIO);
  const unread = gaps.filter(({ reason }) => reason !== 'unsupported' && reason !== 'unlistable');
  if (unread.length > 0)
    throw new Error(`the collectors left gaps: ${unread[0]?.operation} ${unread[0]?.detail}`);
  return assets.length;
}

/** The calls nobody can do without: those of each account, and a role assumed for every account but the first. */
export function organisationFloor({ accounts, assets }: Organisation): number {
  return accounts * floorOf(sizesOf(assets)) + accounts - 1;
}
