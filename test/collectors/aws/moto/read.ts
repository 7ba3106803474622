import type { AwsCredentials } from '../../../../src/collectors/aws/connection.ts';
import { collectAws } from '../../../../src/collectors/aws/index.ts';
import type { Collected } from '../../../../src/model/inventory.ts';
import { stillIO } from '../acme.ts';
import type { Moto } from './server.ts';

/** The account that moto answers for. */
export const account = '123456789012';

/** Reads what stands in moto, with its own key that may do everything or with another. */
export function readMoto(
  { url }: Moto,
  regions: readonly string[],
  credentials: AwsCredentials = { accessKeyId: 'testing', secretAccessKey: 'testing' },
): Promise<Collected> {
  return collectAws(
    { accounts: [{ id: account }], regions, endpoint: url, credentials, maxAttempts: 1, ratePerSecond: 1e6 },
    stillIO(),
  );
}
