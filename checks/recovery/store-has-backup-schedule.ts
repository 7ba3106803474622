import { defineCheck } from '../../src/findings/check.ts';
import { isCollected } from '../../src/findings/collected.ts';
import { backupsOf, countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, inexpressible, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';

/** What makes backups of a store, in its provider's own type names; all of it has to be read to see that none does. */
function makersOf({ provider, native }: AssetOf<'store'>): readonly string[] {
  if (provider === 'railway') return ['railway.VolumeInstanceBackupSchedule'];
  if (provider !== 'aws') return [];
  const ofVolumes = native.startsWith('AWS::EC2::') ? ['AWS::DLM::LifecyclePolicy'] : [];
  return ['AWS::Backup::BackupPlan', ...ofVolumes];
}

/** Copies that the provider keeps making by itself. */
const selfMade: ReadonlySet<string> = new Set(['automated', 'pitr-window']);

export default defineCheck({
  id: 'store-has-backup-schedule',
  title: 'Every lasting store has a backup schedule',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['schedule'],
  proof: 'presence',
  why: 'A backup somebody made by hand is as old as their last good intention. Only what runs by itself is there on the day it is needed.',
  fix: {
    railway: { steps: 'Open the service, its Backups tab, and switch on a daily schedule.' },
    aws: {
      steps: 'Create a lifecycle policy or a backup plan whose selection matches the store.',
      cli: 'aws dlm create-lifecycle-policy --description daily --state ENABLED --execution-role-arn ROLE_ARN --policy-details file://policy.json',
      terraform: 'aws_dlm_lifecycle_policy, or aws_backup_plan with aws_backup_selection',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9'],
  evaluate(store, judging) {
    if (judging.index.tier(store.id) === 'ephemeral') return notApplicable;
    if (judging.index.from(store.id, 'covers').length > 0) return pass;
    if (backupsOf(store, judging).some(({ props }) => selfMade.has(props.type))) return pass;
    if (countedCopiesOf(store, judging).some(({ every }) => every !== null)) return pass;
    const makers = makersOf(store);
    if (makers.length === 0 || !makers.every((native) => isCollected(store.provider, [native], judging))) {
      return inexpressible(`not everything that makes backups on ${store.provider} is collected`);
    }
    return fail(
      `No schedule makes backups of ${quoted(store.name)}: the next one is made when somebody thinks of it.`,
      {
        schedules: 0,
      },
    );
  },
});
