import { backup } from './backup.ts';
import { cloudtrail } from './cloudtrail.ts';
import { ecs, eks, lambda } from './compute.ts';
import { dlm } from './dlm.ts';
import { dynamodb } from './dynamodb.ts';
import { efs } from './efs.ts';
import { fsx } from './fsx.ts';
import { identitystore, sso } from './identity-center.ts';
import type { JsonService } from './json.ts';
import { kms } from './kms.ts';
import { opensearch } from './opensearch.ts';
import { organizations } from './organizations.ts';
import { recycleBin } from './recycle-bin.ts';
import { rolesAnywhere } from './roles-anywhere.ts';

/** The services of the JSON protocols, by the name requests to them are signed with. */
export const jsonServices: Readonly<Record<string, JsonService>> = {
  backup,
  cloudtrail,
  dlm,
  dynamodb,
  ecs,
  eks,
  elasticfilesystem: efs,
  es: opensearch,
  fsx,
  identitystore,
  kms,
  lambda,
  organizations,
  rbin: recycleBin,
  rolesanywhere: rolesAnywhere,
  sso,
};
