import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass, type Ruling, unknown } from '../../src/findings/ruling.ts';
import { hoursUntil, moment, quoted, span } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';
import type { InventoryIndex } from '../../src/model/inventory.ts';

export default defineCheck({
  id: 'store-outlives-its-lifecycle',
  title: 'No lifecycle rule deletes data or older versions within the survivor horizon',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['schedule'],
  proof: 'absence',
  why: 'A lifecycle rule deletes without anybody’s call, in no plan and under no alarm. One rule set to a day, by mistake or by an intruder who may do nothing else, empties a bucket overnight and takes the older versions with it.',
  fix: {
    aws: {
      steps:
        'Remove the expiration, narrow it to data that may go, or keep noncurrent versions beyond the survivor horizon.',
      cli: 'aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration file://lifecycle.json',
      terraform: 'aws_s3_bucket_lifecycle_configuration, rule.noncurrent_version_expiration.noncurrent_days',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13'],
  evaluate(store, { index, limits, now }) {
    if (store.props.facts === undefined || store.props.type !== 'bucket') return notApplicable;
    if (index.tier(store.id) === 'ephemeral') return notApplicable;
    const horizon = limits.survivorHorizonDays;
    const goes = dataGoes(store, now);
    const versions = versionsOf(store, index);
    const dataSoon = goes !== null && goes.hours < horizon * 24;
    if (versions === 'none') return dataSoon ? wiped(store, goes, horizon) : pass;
    if (versions === 'unknown') return unknown('it could not be read how long its older versions stay');
    if (versions >= horizon * 24) return pass;
    if (dataSoon) return wiped(store, goes, horizon, versions);
    return fail(
      `A lifecycle rule deletes older versions in ${quoted(store.name)} ${span(versions)} after they were replaced, horizon ${horizon} days.`,
      { versionsStayHours: versions, horizonDays: horizon },
    );
  },
});

/** When the first data goes: after so many hours, in words. */
interface Expiry {
  readonly hours: number;
  readonly when: string;
}

/** The soonest that a rule deletes data, by the facts a collector writes down of it. */
function dataGoes({ props: { facts = {} } }: AssetOf<'store'>, now: Date): Expiry | null {
  const { 'lifecycle deletes objects after days': days, 'lifecycle deletes objects on': date } = facts;
  const byDate =
    typeof date === 'string' ? [{ hours: hoursUntil(date, now), when: `on ${moment(date)}` }] : [];
  const byAge =
    typeof days === 'number' ? [{ hours: days * 24, when: `${span(days * 24)} after it was written` }] : [];
  return [...byDate, ...byAge].toSorted((a, b) => a.hours - b.hours)[0] ?? null;
}

/** Hours that older versions of everything stay at the least, as of the scan. */
function versionsOf({ id }: AssetOf<'store'>, index: InventoryIndex): number | 'none' | 'unknown' {
  const kept = index
    .from(id, 'copy-of')
    .filter((asset) => asset.kind === 'backup')
    .filter(({ props }) => props.type === 'noncurrent-versions');
  const whole = kept.filter(({ props }) => props.complete === true);
  if (whole.length === 0) return 'none';
  const takenAt = new Date(index.inventory.takenAt);
  const hours = whole.map(({ props: { expires } }) => {
    if (expires === null) return Number.POSITIVE_INFINITY;
    const left = hoursUntil(expires, takenAt);
    return Number.isNaN(left) ? 'unknown' : left;
  });
  const known = hours.filter((some) => some !== 'unknown');
  // No rule deletes a version before its lock ends, and which of them are locked is not listed.
  const locked = kept.some(({ props }) => props.guards.some(({ type }) => type === 'object-lock'));
  const most = Math.max(...known);
  if (most === Number.POSITIVE_INFINITY) return most;
  return locked || known.length < hours.length ? 'unknown' : most;
}

function wiped({ name }: AssetOf<'store'>, { when }: Expiry, horizonDays: number, versions?: number): Ruling {
  const kept =
    versions === undefined ? 'no older version is kept' : `older versions go ${span(versions)} later`;
  return fail(`A lifecycle rule deletes data in ${quoted(name)}, all of it or a part, ${when}; ${kept}.`, {
    dataGoes: when,
    versionsStayHours: versions ?? 0,
    horizonDays,
  });
}
