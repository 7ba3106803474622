import type { CollectedAsset } from '../../model/asset.ts';
import type { RdsPlace } from './rds.ts';
import type { Database } from './rds-sources.ts';

/** What makes automated backups, of every database that has them. */
export function schedulesOf(
  databases: ReadonlyMap<string, Database>,
  place: RdsPlace,
): readonly CollectedAsset[] {
  return [...databases.values()].flatMap((database) =>
    database.retentionDays === 0
      ? []
      : [
          {
            id: `${database.arn}#automated-backups`,
            kind: 'schedule',
            provider: 'aws',
            native: 'AWS::RDS::AutomatedBackups',
            name: `automated backups of ${database.identifier}`,
            scope: place.account,
            region: place.region,
            createdAt: null,
            tags: {},
            links: [{ to: database.store, as: 'covers' }],
            props: {
              type: 'automated-backups',
              frequency: database.backupWindow ? `daily ${database.backupWindow} UTC` : 'daily',
              retentionHours: database.retentionDays * 24,
              copiesTo: [...database.replicatedTo].sort(),
            },
          },
        ],
  );
}
