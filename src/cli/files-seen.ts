import { join } from 'node:path';
import type { FilesSeen } from '../config/from-environment.ts';
import type { CliIO } from './io.ts';

/** Which providers' own credential files exist; none of them is opened. */
export async function filesSeen({
  env,
  home,
  exists,
}: Pick<CliIO, 'env' | 'home' | 'exists'>): Promise<FilesSeen> {
  const aws = [
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials'),
    env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'),
  ];
  const [railwayLogin, ...profiles] = await Promise.all(
    [join(home, '.railway', 'config.json'), ...aws].map((path) => exists(path)),
  );
  return { railwayLogin: railwayLogin === true, awsProfile: profiles.includes(true) };
}
