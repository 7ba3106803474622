import type { CollectedAsset } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import { backupAsset, describeBackups, keptBy, listBackups } from './fsx-backups.ts';
import {
  describeFileSystems,
  fileSystemAsset,
  idOf,
  listFileSystems,
  scheduleOf,
} from './fsx-file-systems.ts';
import { containing, describeVolumes, listVolumes, volumeAsset, volumesIn } from './fsx-volumes.ts';
import type { Reader } from './reader.ts';

export const fsxCalls: readonly ApiCall[] = [describeFileSystems, describeVolumes, describeBackups];

export const fsxNatives = [
  'AWS::FSx::AutomaticBackups',
  'AWS::FSx::Backup',
  'AWS::FSx::FileSystem',
  'AWS::FSx::Volume',
];

/** Where FSx assets lie. */
export interface FsxPlace {
  readonly account: string;
  readonly region: string;
  /** ARN of what belongs to the account: `file-system/fs-1`. */
  arn(resource: string): string;
}

/** One Region's file systems, the volumes on them, what makes their automatic backups, and the backups. */
export async function collectFsx(
  reader: Reader,
  region: string,
): Promise<{ readonly assets: readonly CollectedAsset[] }> {
  const { id: account, partition } = reader.account;
  const arn = (resource: string): string => `arn:${partition}:fsx:${region}:${account}:${resource}`;
  const place: FsxPlace = { account, region, arn };
  const [systems, listed, backups] = await Promise.all([
    listFileSystems(reader),
    listVolumes(reader),
    listBackups(reader),
  ]);
  const known = new Map(systems.map((system) => [idOf(system, place), system]));
  const volumes = volumesIn(listed, known, place);
  const parts = [...volumes, ...keptBy(backups, place)];
  return {
    assets: [
      ...systems.flatMap((system) => {
        const whole = fileSystemAsset(system, place);
        return [containing(whole, parts), ...scheduleOf(system, whole, volumes)];
      }),
      ...volumes.map((volume) => containing(volumeAsset(volume, place), parts)),
      ...backups.map((backup) => backupAsset(backup, { known, volumes, place })),
    ],
  };
}
