import { defineCheck } from '../../src/findings/check.ts';
import { backupsOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { count, hoursSince, moment, quoted, span } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-newest-backup-is-fresh',
  title: 'The newest backup of every lasting store is younger than the limit',
  severity: { production: 'high', otherwise: 'low' },
  judges: 'store',
  needs: ['backup'],
  proof: 'presence',
  why: 'Backups stop quietly: a schedule is removed, a job fails, a quota fills. Everything written since the newest backup is lost on the day it is needed. In the PocketOS incident of April 2026 the copy first at hand was three months old.',
  fix: {
    railway: {
      steps:
        'Open the service, its Backups tab: make a backup now, then check that a schedule is on and has run.',
    },
    aws: {
      steps:
        'Make a backup now, then look at the lifecycle policy or backup plan that should have: its state, its target tags and its last run.',
      cli: 'aws backup start-backup-job --resource-arn STORE_ARN --backup-vault-name VAULT --iam-role-arn ROLE_ARN',
      terraform: 'aws_backup_plan, rule.schedule; aws_dlm_lifecycle_policy, schedule.create_rule.interval',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9'],
  evaluate(store, judging) {
    if (judging.index.tier(store.id) === 'ephemeral') return notApplicable;
    const backups = backupsOf(store, judging);
    const [newest] = backups;
    if (newest === undefined) return noneSeen;
    if (newest.createdAt === null) return unknown('the provider does not say when its backups were made');

    const limit = judging.limits.backupMaxAgeHours;
    const age = hoursSince(newest.createdAt, judging.now);
    if (age <= limit) return pass;
    const facts = {
      'newest backup': newest.id,
      createdAt: newest.createdAt,
      ageHours: age,
      limitHours: limit,
    };
    return fail(
      `The newest backup of ${quoted(store.name)} is ${span(age)} old, limit ${count(limit, 'hour')}: everything written since ${moment(newest.createdAt)} would be lost.`,
      facts,
    );
  },
});
