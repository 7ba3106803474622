import type { Asset } from '../model/asset.ts';
import type { Gap } from '../model/inventory.ts';

/** AWS services that keep stores of their own together with the copies of those, and of no others. */
const apart: ReadonlySet<string> = new Set([
  'ec2',
  'rds',
  'dynamodb',
  's3',
  'elasticfilesystem',
  'efs',
  'fsx',
  'redshift',
  'elasticache',
  'es',
  'opensearchservice',
  'memorydb',
  'docdb',
  'neptune',
]);

/**
 * Whether a read of one service that keeps stores failed, and the asset lies in another: what RDS did not list is no
 * snapshot of a volume. Services that reach across (AWS Backup, KMS, IAM) are never apart.
 */
export function isOfAnotherService({ provider, operation }: Gap, { native }: Asset): boolean {
  if (provider !== 'aws') return false;
  const asked = operation.split(':')[0] ?? '';
  const home = native.split('::')[1]?.toLowerCase() ?? '';
  return apart.has(asked) && apart.has(home) && asked !== home && familyOf(asked) !== familyOf(home);
}

/** Services that one API lists. */
function familyOf(service: string): string {
  if (service === 'efs') return 'elasticfilesystem';
  if (service === 'opensearchservice') return 'es';
  return service === 'docdb' || service === 'neptune' ? 'rds' : service;
}
