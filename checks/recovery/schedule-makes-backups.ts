import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { backupsOf } from '../../src/findings/copies.ts';
import { fail, inexpressible, notApplicable, pass } from '../../src/findings/ruling.ts';
import { hoursSince, list, quoted, span } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';

const periods: Readonly<Record<string, number>> = { HOURLY: 1, DAILY: 24, WEEKLY: 168, MONTHLY: 744 };

/** Hours between two runs: of a word, a rate, or a cron expression that names a time of every day. */
function periodOf(frequency: string): number | undefined {
  const [, number, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(frequency) ?? [];
  if (number !== undefined) return Number(number) * (unit === 'day' ? 24 : 1);
  if (/^cron\(\d+ \d+ [?*] \* [?*] \*\)$/.test(frequency)) return 24;
  return periods[frequency.toUpperCase()];
}

export default defineCheck({
  id: 'schedule-makes-backups',
  title: 'Every backup schedule has made the backups that were due',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'schedule',
  needs: ['backup'],
  proof: 'presence',
  why: 'A schedule that runs and fails looks like one that works, in every list but that of the backups. It is found out on the day of the restore.',
  fix: {
    railway: {
      steps: 'Open the service, its Backups tab: make a backup by hand, and read what it says when it fails.',
    },
    aws: {
      steps: 'Look at the last jobs of the plan or policy, and at the rights of the role it runs with.',
      cli: 'aws backup list-backup-jobs --by-state FAILED',
      terraform: 'aws_backup_selection, iam_role_arn',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9'],
  evaluate(schedule, judging) {
    const period = periodOf(schedule.props.frequency);
    if (period === undefined)
      return inexpressible('when a schedule with an expression of its own was due is not worked out');
    const stores = judging.index.to(schedule.id, 'covers').filter((asset) => asset.kind === 'store');
    // A run may take its time, and a new schedule has not run yet.
    const patience = period * 2;
    const due = stores.filter(
      (store) => ageOf(schedule, judging) > patience && ageOf(store, judging) > patience,
    );
    if (due.length === 0) return notApplicable;
    const missed = due.filter((store) => !hasBackupWithin(store, patience, judging));
    if (missed.length === 0) return pass;
    return fail(
      `Schedule ${quoted(schedule.name)}, due every ${span(period)}, has made no backup of ${list(missed.map(({ name }) => quoted(name)).toSorted())} for more than ${span(patience)}.`,
      { frequency: schedule.props.frequency, stores: missed.length },
    );
  },
});

/** In hours; what has no date has been there for long. */
function ageOf({ createdAt }: { readonly createdAt: string | null }, { now }: Judging): number {
  return createdAt === null ? Number.POSITIVE_INFINITY : hoursSince(createdAt, now);
}

function hasBackupWithin(store: AssetOf<'store'>, hours: number, judging: Judging): boolean {
  const [newest] = backupsOf(store, judging);
  if (newest === undefined) return false;
  return newest.createdAt === null || hoursSince(newest.createdAt, judging.now) <= hours;
}
