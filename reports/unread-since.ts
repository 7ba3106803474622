import type { Finding } from '../src/model/finding.ts';
import type { Source } from '../src/model/inventory.ts';
import type { Report } from '../src/model/report.ts';
import { count } from './words.ts';

/** Why what is no longer reported is not proven gone; null where it is. */
export interface Unread {
  /** `later`: the same finding in the later report, if it is there. */
  readonly finding: (earlier: Finding, later: Finding | undefined) => string | null;
  /** For anything of a provider that is no longer seen. */
  readonly asset: (provider: string) => string | null;
}

/**
 * What the later of two scans may have missed. It works by provider, not by account: a credential of one account
 * may be what ended a store of another.
 */
export function unreadSince(before: Report, after: Report): Unread {
  const blind = blindness(before, after);
  const ran = new Set(after.checks.map(({ id }) => id));
  const dropped = new Set(before.checks.filter(({ id }) => !ran.has(id)).map(({ id }) => id));
  const untold = newlyUntold(before, after);
  const drifted = new Set(before.drift.map(({ fingerprint }) => fingerprint));
  return {
    asset: (provider) => blind.get(provider) ?? null,
    finding: (earlier, later) => {
      if (later !== undefined) return nowUntold(earlier, later);
      if (drifted.has(earlier.fingerprint) && !compared(after))
        return 'there was no trusted baseline to compare with';
      if (dropped.has(earlier.check)) return 'its check was not run';
      return untold.get(`${earlier.check} ${earlier.provider}`) ?? blind.get(earlier.provider) ?? null;
    },
  };
}

function compared({ scan }: Report): boolean {
  return scan.baseline?.trusted === true;
}

/** By check and provider, what can be judged no longer; what could not be judged before hides nothing more. */
function newlyUntold(before: Report, after: Report): ReadonlyMap<string, string> {
  const known = new Map(before.findings.map(({ fingerprint, message }) => [fingerprint, message]));
  return new Map(
    after.findings
      .filter(({ outcome, fingerprint, message }) => outcome !== 'fail' && known.get(fingerprint) !== message)
      .map(({ check, provider, message }) => [`${check} ${provider}`, message]),
  );
}

function nowUntold(earlier: Finding, later: Finding): string | null {
  const untold = later.outcome !== 'fail' || later.status === 'not-verified';
  return earlier.outcome === 'fail' && earlier.status !== 'not-verified' && untold ? later.message : null;
}

/** By provider, the first thing the earlier scan read and the later did not. */
function blindness(before: Report, after: Report): ReadonlyMap<string, string> {
  const reasons = new Map<string, string[]>();
  const note = (provider: string, reason: string): void => {
    reasons.set(provider, [...(reasons.get(provider) ?? []), reason]);
  };
  for (const [provider, reason] of narrowerScope(before, after)) note(provider, reason);
  for (const [provider, reason] of lesserSources(before, after)) note(provider, reason);
  for (const [provider, reason] of hidingGaps(before, after)) note(provider, reason);
  return new Map(
    [...reasons].map(([provider, [first = '', ...more]]) => [
      provider,
      more.length === 0 ? first : `${first}, and ${count(more.length, 'more reason')}`,
    ]),
  );
}

type Reasons = readonly (readonly [provider: string, reason: string])[];

function narrowerScope(before: Report, after: Report): Reasons {
  return before.coverage.scope.flatMap(({ provider, scope, regions, natives }) => {
    const now = after.coverage.scope.filter((each) => each.provider === provider && each.scope === scope);
    const lost = [
      ...regions.filter((region) => !now.some((each) => each.regions.includes(region))),
      ...natives.filter((native) => !now.some((each) => each.natives.includes(native))),
    ];
    if (now.length > 0 && lost.length === 0) return [];
    const what = now.length === 0 ? `${provider} ${scope}` : `${lost[0]} of ${provider} ${scope}`;
    return [[provider, `${what} was no longer in scope`] as const];
  });
}

function lesserSources(before: Report, after: Report): Reasons {
  const now = new Map(after.coverage.sources.map((source) => [nameOf(source), source]));
  return before.coverage.sources.flatMap((source): Reasons => {
    const lesser = lesserRead(source, now.get(nameOf(source)));
    return lesser === null ? [] : [[source.provider, `${nameOf(source)} ${lesser}`]];
  });
}

function lesserRead(source: Source, later: Source | undefined): string | null {
  if (source.status === 'failed') return null;
  if (later === undefined) return 'was not read';
  if (source.status === 'complete' && later.status !== 'complete') return 'was not read to the end';
  const asBefore = JSON.stringify(source.caller) === JSON.stringify(later.caller);
  return asBefore ? null : 'was read as another caller';
}

function nameOf({ provider, scope, region, service }: Source): string {
  return [provider, scope, region, service].filter((part) => part !== null).join(' ');
}

/** A failed or throttled read misses something else each time; any other gap hides what it hid before. */
function hidingGaps(before: Report, after: Report): Reasons {
  const known = new Set(before.coverage.gaps.map(({ fingerprint }) => fingerprint));
  return after.coverage.gaps
    .filter(
      ({ fingerprint, reason }) => reason === 'failed' || reason === 'throttled' || !known.has(fingerprint),
    )
    .map(
      ({ provider, scope, operation, reason }) => [provider, `${operation} in ${scope}: ${reason}`] as const,
    );
}
