import type { ApprovedSource } from '../model/baseline.ts';
import type { Absent, Coverage, PlacedAsset } from '../model/history.ts';
import { seesAsMuch, sourceKey, type Unread, unreadIn, type View } from './unread.ts';

/** Tells, of what was seen before, why its absence from `view` proves nothing; null: it is proven gone. */
export function unreadSince(view: View, all: readonly Absent[]): (absent: Absent) => Unread {
  const places = new Map<Coverage, Map<string, PlacedAsset>>();
  for (const { coverage, places: own } of all) {
    const known = places.get(coverage) ?? new Map<string, PlacedAsset>();
    for (const place of own) known.set(place.id, place);
    places.set(coverage, known);
  }
  const answers = new Map<Coverage, Unread>();
  return ({ coverage }) => {
    const known =
      answers.get(coverage) ?? unreadIn(view, viewOf(coverage, places.get(coverage) ?? new Map()));
    answers.set(coverage, known);
    return known;
  };
}

/** A source about one thing says nothing of any other: it may go with that. */
function viewOf(coverage: Coverage, places: ReadonlyMap<string, PlacedAsset>) {
  const held = new Set([...places.keys()].map((id) => id.slice(id.lastIndexOf(':') + 1)));
  const sources = coverage.coverage.filter((source) => {
    const about = aboutOne(source);
    return about === null || held.has(about);
  });
  return { ...coverage, coverage: sources, assets: [...places.values()] };
}

/** `project prj-1`: the native id of the one thing a source is about. */
function aboutOne({ service }: ApprovedSource): string | null {
  return service.startsWith('project ') ? service.slice('project '.length) : null;
}

/** Whether everything that was read then is read in `view`, by as good an eye, and no new gap hides anything. */
export function readsAsMuch(view: View, then: Coverage): boolean {
  const known = new Set(then.gaps.map(({ fingerprint }) => fingerprint));
  const asked = Map.groupBy(view.coverage, sourceKey);
  const isRead = (source: ApprovedSource): boolean => {
    const callers = asked.get(sourceKey(source)) ?? [];
    return callers.some((caller) => seesAsMuch(caller, source)) || aboutOne(source) !== null;
  };
  return (
    then.scope.every((entry) => isInScope(entry, view)) &&
    then.coverage.every(isRead) &&
    view.gaps.every(({ fingerprint, reason }) => known.has(fingerprint) && !passing.has(reason))
  );
}

/** Reasons that hide something else each time. */
const passing: ReadonlySet<string> = new Set(['failed', 'throttled']);

function isInScope({ provider, scope, regions, natives }: Coverage['scope'][number], view: View): boolean {
  return view.scope.some(
    (now) =>
      now.provider === provider &&
      now.scope === scope &&
      regions.every((region) => now.regions.includes(region)) &&
      natives.every((native) => now.natives.includes(native)),
  );
}
