import { defineCheck } from '../../src/findings/check.ts';
import { backupsOf, countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, inexpressible, noneSeen, notApplicable, pass } from '../../src/findings/ruling.ts';
import { count, quoted } from '../../src/findings/wording.ts';
import type { Guard } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'store-has-immutable-backup',
  title: 'At least one backup of every production store cannot be deleted by anyone',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: [
    { kind: 'backup', region: 'any' },
    { kind: 'vault', region: 'any' },
  ],
  proof: 'presence',
  why: 'Rights change, roles are chained, an administrator’s laptop is stolen. A copy under a lock that nobody can lift survives all of that until its date: it is the one control that does not depend on who holds which key.',
  fix: {
    aws: {
      steps:
        'Lock the vault in compliance mode, or lock snapshots in compliance mode, for longer than the survivor horizon.',
      cli: 'aws ec2 lock-snapshot --snapshot-id SNAPSHOT_ID --lock-mode compliance --lock-duration 30 --cool-off-period 24',
      terraform: 'aws_backup_vault_lock_configuration with changeable_for_days',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.8.13'],
  evaluate(store, judging) {
    if (judging.index.tier(store.id) !== 'production') return notApplicable;
    if (countedCopiesOf(store, judging).length > 0) return notApplicable;
    const backups = backupsOf(store, judging);
    if (backups.length === 0) return noneSeen;
    if (store.provider === 'railway' && backups.every(({ provider }) => provider === 'railway'))
      return inexpressible('Railway has no lock for backups');
    const horizon = judging.now.getTime() + judging.limits.survivorHorizonDays * 86_400_000;
    const holds = ({ type, clearedBy, until }: Guard) =>
      type !== 'recycle-bin' && clearedBy.length === 0 && (until === null || Date.parse(until) >= horizon);
    if (backups.some(({ props }) => props.guards.some(holds))) return pass;
    const clearable = backups.filter(({ props }) => props.guards.length > 0).length;
    return fail(
      `No backup of ${quoted(store.name)} is locked beyond the next ${judging.limits.survivorHorizonDays} days${clearable > 0 ? `; ${count(clearable, 'has', 'have')} a lock that can be lifted or ends sooner` : ''}.`,
      { backups: backups.length, clearable, horizonDays: judging.limits.survivorHorizonDays },
    );
  },
});
