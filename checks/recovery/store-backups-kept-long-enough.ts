import { defineCheck } from '../../src/findings/check.ts';
import { countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { quoted, span } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-backups-kept-long-enough',
  title: 'Scheduled backups are kept beyond the survivor horizon',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['schedule'],
  proof: 'presence',
  why: 'Damage is not always noticed the same day. When every backup that is left was made after it, they all hold the damage.',
  fix: {
    railway: {
      steps: 'Add a weekly or monthly schedule beside the daily one: daily backups are kept six days only.',
    },
    aws: {
      steps: 'Raise the retention of the lifecycle policy or of the backup plan’s rule.',
      terraform: 'aws_dlm_lifecycle_policy, schedule.retain_rule.interval',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9'],
  evaluate(store, judging) {
    const { index, limits } = judging;
    if (index.tier(store.id) === 'ephemeral') return notApplicable;
    const schedules = index.from(store.id, 'covers').filter((asset) => asset.kind === 'schedule');
    if (schedules.length === 0) return noneSeen;
    const kept = schedules.map(({ props }) => props.retentionHours);
    const wanted = limits.survivorHorizonDays * 24;
    if (countedCopiesOf(store, judging).some(({ keptFor }) => hoursIn(keptFor) >= wanted)) return pass;
    if (kept.some((hours) => hours === null || (typeof hours === 'number' && hours >= wanted))) return pass;
    const longest = Math.max(...kept.map((hours) => (typeof hours === 'number' ? hours : Number.NaN)));
    if (Number.isNaN(longest)) return unknown('it could not be read how long its backups are kept');
    return fail(
      `Backups of ${quoted(store.name)} are kept ${span(longest)} at most, horizon ${limits.survivorHorizonDays} days.`,
      { retentionHours: longest, horizonDays: limits.survivorHorizonDays },
    );
  },
});

/** `90d`, `12w` or `48h` in hours; 0 where nothing, or something else, is said. */
function hoursIn(duration: string | null): number {
  const [, number = '0', unit = 'h'] = /^(\d+)([hdw])$/.exec(duration ?? '') ?? [];
  return Number(number) * (unit === 'w' ? 168 : unit === 'd' ? 24 : 1);
}
