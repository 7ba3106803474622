import { collectAws } from '../../src/collectors/aws/index.ts';
import { realIO } from './io.ts';
import { key } from './world.ts';

/** The collectors, as a scan runs them; gives the number of assets. */
export async function collector(endpoint: string, ratePerSecond: number): Promise<number> {
  const { assets, gaps } = await collectAws(
    {
      accounts: [],
      regions: 'enabled',
      endpoint,
      credentials: key,
      ratePerSecond,
      judgedAsProduction: (asset) => asset.tags.env === 'production',
    },
    realIO,
  );
  const unread = gaps.filter(({ reason }) => reason !== 'unsupported');
  if (unread.length > 0) throw new Error(`the collectors left gaps: ${unread[0]?.detail}`);
  return assets.length;
}
