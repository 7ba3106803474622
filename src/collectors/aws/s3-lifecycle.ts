import type { LifecycleRule } from '@aws-sdk/client-s3';

/** What the enabled lifecycle rules of a bucket delete by themselves. */
export interface Lifecycle {
  /** Days after which the first objects go; null: none do. */
  readonly objectsGoAfterDays: number | null;
  /** Date on which objects go, where a rule names one. */
  readonly objectsGoOn: string | null;
  /** Days a version stays once it is no longer current; null: for good; `unknown`: some stay shorter than others. */
  readonly versionsStayDays: number | null | 'unknown';
}

/** A rule for part of a bucket (a prefix, a tag, a size) says nothing of the rest of it. */
export function lifecycleOf(rules: readonly LifecycleRule[]): Lifecycle {
  const whole = rules.filter(isForAll).flatMap(versionDays);
  const part = rules.filter((rule) => !isForAll(rule)).flatMap(versionDays);
  const least = whole.length === 0 ? null : Math.min(...whole);
  const days = rules.flatMap(({ Expiration }) => Expiration?.Days ?? []);
  const dates = rules.flatMap(({ Expiration }) => Expiration?.Date?.toISOString() ?? []);
  return {
    objectsGoAfterDays: days.length === 0 ? null : Math.min(...days),
    objectsGoOn: dates.sort()[0] ?? null,
    versionsStayDays: part.some((some) => least === null || some < least) ? 'unknown' : least,
  };
}

function versionDays({ NoncurrentVersionExpiration }: LifecycleRule): readonly number[] {
  const days = NoncurrentVersionExpiration?.NoncurrentDays;
  return days === undefined ? [] : [days];
}

function isForAll({ Filter, Prefix }: LifecycleRule): boolean {
  if (Prefix) return false;
  const { Prefix: prefix, ...others } = Filter ?? {};
  return !prefix && Object.values(others).every((value) => value === undefined);
}
