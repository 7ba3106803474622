import type { CollectedAsset } from '../../model/asset.ts';
import type { Gap, NotScanned, ScopeEntry, Source } from '../../model/inventory.ts';
import type { Account } from './account.ts';
import { joinRecoveryPoints } from './backup-join.ts';
import type { CertificateDoors } from './certificate-ways-in.ts';
import { linkStacks } from './cloudformation.ts';
import { linkCoverage } from './coverage.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';
import { collectIam, iamNatives, type RoleTrust } from './iam.ts';
import type { Assignment } from './identity-center-ways-in.ts';
import { linkKeys } from './key-links.ts';
import { leftOutOfLight, nativesOf, servicesOf } from './light.ts';
import type { AwsOptions } from './options.ts';
import {
  collectOrganization,
  type OrganizationFound,
  organizationsNatives,
  withManagement,
} from './organizations.ts';
import { openReader, type Reader } from './reader.ts';
import { findRegions, type Regions } from './regions.ts';
import { guardByRules } from './retention-rules.ts';
import { markSelf, ownGap } from './self.ts';
import { type Found, regionalServices } from './services.ts';
import { type Part, readHere, readSource } from './source.ts';
import { standingGaps } from './standing-gaps.ts';

/** Native types the collectors read. */
export const awsNatives: readonly string[] = [
  ...iamNatives,
  ...organizationsNatives,
  ...regionalServices.flatMap(({ natives }) => natives),
].sort();

/** What one account gave. */
export interface AccountPart {
  readonly assets: readonly CollectedAsset[];
  readonly trusts: readonly RoleTrust[];
  readonly profiles: ReadonlyMap<string, string>;
  /** Accounts whose organisation's policies are known. */
  readonly governed: readonly string[];
  readonly assignments: readonly Assignment[];
  readonly certificates: CertificateDoors;
  readonly abroad: readonly CollectedBackup[];
  readonly sources: readonly Source[];
  readonly gaps: readonly Gap[];
  readonly scope: ScopeEntry;
  readonly notScanned: readonly NotScanned[];
}

/** Reads what an account may know of its organisation; `always`: even where it does not manage it. */
export function readOrganization(account: Account, always = false): Promise<Part<OrganizationFound>> {
  const collect = (reader: Reader) => collectOrganization(reader, always);
  // What the list of accounts comes from is read here, before there is anything to hand over.
  if (always) return readHere(openReader(account, 'organizations', null), collect);
  return readSource(account, { service: 'organizations', region: null }, collect);
}

/**
 * Reads an account that was entered: IAM, its organisation where that was not read before, and each service in every
 * Region, side by side.
 */
export async function readAccount(
  account: Account,
  options: AwsOptions,
  known?: Part<OrganizationFound>,
): Promise<AccountPart> {
  const [iam, organization, regions] = await Promise.all([
    readSource(account, { service: 'iam', region: null }, collectIam),
    known ?? readOrganization(account),
    readRegions(account, options),
  ]);
  const sources = [iam, organization, regions.found, ...regions.parts];
  const found: readonly Found[] = [iam.value, organization.value, ...regions.parts.map((part) => part.value)];
  const points = joinRecoveryPoints(found.flatMap((part) => part.assets));
  const keyed = linkKeys(points, new Map(found.flatMap((part) => [...(part.keyAliases ?? [])])));
  const stacked = linkStacks(
    keyed,
    found.flatMap((part) => part.made ?? []),
  );
  const caught = guardByRules(
    stacked,
    found.flatMap((part) => part.retentionRules ?? []),
  );
  const assets = linkCoverage(
    caught,
    found.flatMap((part) => part.coverages ?? []),
  );
  return {
    assets: withManagement(account.id, organization.value, markSelf(account, assets)),
    trusts: iam.value.trusts,
    profiles: new Map(found.flatMap((part) => [...(part.profiles ?? [])])),
    governed: organization.value.governed,
    assignments: found.flatMap((part) => part.assignments ?? []),
    certificates: doorsOf(regions, found),
    abroad: found.flatMap((part) => part.abroad ?? []),
    sources: sources.map((part) => part.source),
    gaps: [
      ...sources.flatMap((part) => part.gaps),
      ...ownGap(account, assets),
      // Keys are among what a lighter pass leaves to full scans.
      ...standingGaps(account.id, options.pass === undefined ? assets : []),
    ],
    scope: {
      provider: 'aws',
      scope: account.id,
      regions: regions.found.value.scanned,
      ...nativesOf(awsNatives, options.pass),
    },
    notScanned: notScannedOf(account.id, regions.found.value.left, options),
  };
}

function doorsOf(
  { found: { value, gaps } }: Awaited<ReturnType<typeof readRegions>>,
  found: readonly Found[],
): CertificateDoors {
  const doors = found.flatMap((part) => part.doors ?? []);
  const read = new Set(doors.filter(({ isWhole }) => isWhole).map(({ region }) => region));
  const isWhole = gaps.length === 0 && value.left.length === 0 && value.scanned.every((at) => read.has(at));
  return { doors, isWhole };
}

function notScannedOf(scope: string, left: readonly string[], options: AwsOptions): readonly NotScanned[] {
  const regions = left.map((region) => ({
    what: `Region ${region}`,
    why: 'enabled, and not in the configured Regions',
  }));
  const items = {
    what: 'guards, named sharing, restore windows of tables, backup policies of file systems and settings of buckets outside production',
    why: 'read one by one, for production only',
  };
  const skipped = options.judgedAsProduction === undefined ? [...regions] : [...regions, items];
  if (options.pass !== undefined) {
    skipped.push({ what: leftOutOfLight.natives.join(', '), why: `not in the pass ${options.pass}` });
  }
  return skipped.map((entry) => ({ provider: 'aws', scope, ...entry }));
}

async function readRegions(account: Account, options: AwsOptions) {
  const { pass, judgedAsProduction: judged = () => true } = options;
  const regionsOf = async (reader: Reader): Promise<Regions & { readonly assets: readonly [] }> => ({
    ...(await findRegions(reader, options.regions)),
    assets: [],
  });
  const found = await readHere(openReader(account, 'ec2', null), regionsOf);
  const parts = await Promise.all(
    found.value.scanned.flatMap((region) =>
      servicesOf(pass).map(({ service, collect }) =>
        readSource(
          account,
          pass === undefined ? { service, region } : { service, region, pass },
          (reader): Promise<Found> => collect(reader, region, judged),
        ),
      ),
    ),
  );
  return { found, parts };
}
