import type { Gap } from '../../model/inventory.ts';
import type { ApiCall } from './api-call.ts';
import type { Failure } from './failure.ts';

export interface GapPlace {
  readonly scope: string;
  readonly region: string | null;
  /** The asset the gap is about; null: the whole list. */
  readonly target: string | null;
}

/** The gap a failed call leaves. */
export function gapOf(call: ApiCall, failure: Failure, place: GapPlace): Gap {
  const parts = ['aws', failure.reason, call.operation, place.scope, place.region, place.target];
  return {
    fingerprint: parts.filter((part) => part !== null).join(':'),
    provider: 'aws',
    ...place,
    kind: call.kind,
    ...(call.below === undefined ? {} : { below: call.below }),
    operation: call.operation,
    reason: failure.reason,
    detail: failure.detail,
    permission: failure.reason === 'denied' ? call.operation : null,
    direction: call.direction,
  };
}

/** Above this many failures of one per-item call, one gap about the whole list says it as truly and readably. */
const mostPerCall = 25;

/** Removes repeats, and folds very many gaps of one call and reason into one without a target. */
export function foldGaps(gaps: readonly Gap[]): readonly Gap[] {
  const groups = new Map<string, Map<string, Gap>>();
  for (const gap of gaps) {
    const key = `${gap.operation} ${gap.reason} ${gap.region ?? ''}`;
    const group = groups.get(key) ?? new Map<string, Gap>();
    if (!group.has(gap.fingerprint)) group.set(gap.fingerprint, gap);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => fold([...group.values()]));
}

function fold(group: readonly Gap[]): readonly Gap[] {
  const [first] = group;
  if (group.length <= mostPerCall || first === undefined) return group;
  const fingerprint = ['aws', first.reason, first.operation, first.scope, first.region]
    .filter((part) => part !== null)
    .join(':');
  return [{ ...first, fingerprint, target: null, detail: `${group.length} times: ${first.detail}` }];
}
