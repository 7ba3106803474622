import type { ApprovedAsset, Fact } from '../model/baseline.ts';
import type { Severity } from '../model/inventory.ts';
import { type Change, highestTier, inTier } from './change.ts';

/** What a change of one fact means. null: it means nothing. */
interface Meaning {
  readonly event: string;
  readonly severity: Severity;
  readonly why: string;
}

type Judge = (before: Fact, after: Fact) => Meaning | null;

const better = (event: string, why: string): Meaning => ({ event, severity: 'low', why });

/** A yes that turned to no. */
const turnedOff =
  (event: string, severity: Severity, why: string): Judge =>
  (_, after) =>
    after === false ? { event, severity, why } : better(event, 'it is on now');

/** A no that turned to yes. */
const turnedOn =
  (event: string, severity: Severity, why: string): Judge =>
  (_, after) =>
    after === true ? { event, severity, why } : better(event, 'it no longer is');

/** A number that shrank; null stands for without end. */
const shrank =
  (event: string, severity: Severity, why: string): Judge =>
  (before, after) =>
    Number(after ?? Number.POSITIVE_INFINITY) < Number(before ?? Number.POSITIVE_INFINITY)
      ? { event, severity, why }
      : better('asset-changed', 'it is longer now');

const locks: readonly Fact[] = ['none', 'governance', 'grace', 'immutable'];

const judges: Readonly<Record<string, Judge>> = {
  'environment.tier': (before) => ({
    event: 'tier-changed',
    severity: before === 'production' ? 'high' : 'low',
    why: 'what lies in it is judged by another tier now',
  }),
  'environment.restricted': turnedOff(
    'restriction-lifted',
    'medium',
    'more people may change this environment',
  ),
  // The digest of a policy covers it, and its statements tell it.
  'policy.version': () => null,
  'principal.mfa': turnedOff('mfa-removed', 'high', 'a password alone is enough now'),
  'store.key': () => ({ event: 'key-changed', severity: 'medium', why: 'it depends on another key now' }),
  'store.pendingDeletion': turnedOn('deletion-pending', 'critical', 'it is being deleted'),
  'store.endsWithWorkload': turnedOn('ends-with-workload', 'medium', 'ending its workload ends it too'),
  'schedule.frequency': () => ({
    event: 'schedule-changed',
    severity: 'medium',
    why: 'copies are made at another pace',
  }),
  'schedule.retentionHours': shrank('retention-cut', 'high', 'copies are kept for less time'),
  'vault.lock': (before, after) =>
    locks.indexOf(after) < locks.indexOf(before)
      ? { event: 'lock-weakened', severity: 'high', why: 'what it holds can be deleted sooner' }
      : better('asset-changed', 'its lock is stronger now'),
  'vault.lockDate': () => ({
    event: 'lock-date-changed',
    severity: 'medium',
    why: 'its lock closes at another time',
  }),
  'key.state': () => ({
    event: 'key-state-changed',
    severity: 'high',
    why: 'what it encrypts depends on it',
  }),
  'key.deletionWindowDays': shrank('retention-cut', 'medium', 'there is less time to stop its deletion'),
  'trail.logging': turnedOff('logging-stopped', 'high', 'nobody sees who does what'),
  'trail.retentionDays': shrank('retention-cut', 'medium', 'what was done is remembered for less time'),
};

/** Settings of a container: on was better, as far as its provider names them. */
const setting: Judge = (_, after) => ({
  event: 'setting-changed',
  severity: 'medium',
  why: `it is ${after === true ? 'on' : 'off'} now`,
});

function unknown(fact: Fact | undefined): boolean {
  return fact === undefined || fact === 'unknown' || fact === 'inexpressible';
}

const text = (fact: Fact): string =>
  Array.isArray(fact) ? fact.join(', ') || 'none' : String(fact ?? 'none');

/** Endpoints opened, targets lost: a list is compared by its items. */
function listChange(
  field: string,
  before: readonly string[],
  after: readonly string[],
  known: boolean,
): Meaning | null {
  const gained = after.filter((item) => !before.includes(item));
  const lost = before.filter((item) => !after.includes(item));
  if (field === 'endpoints' && gained.length > 0) {
    return { event: 'endpoint-opened', severity: 'high', why: 'it can be reached from outside there' };
  }
  if (!known || (gained.length === 0 && lost.length === 0)) return null;
  if (field === 'copiesTo' && lost.length > 0) {
    return { event: 'copy-target-removed', severity: 'high', why: 'no further copies are made there' };
  }
  return { event: 'asset-changed', severity: 'low', why: `${field} changed` };
}

function meaning(
  asset: ApprovedAsset,
  field: string,
  before: Fact,
  after: Fact,
  complete: boolean,
): Meaning | null {
  if (Array.isArray(before) && Array.isArray(after)) return listChange(field, before, after, complete);
  const judge = judges[`${asset.kind}.${field}`] ?? (asset.kind === 'container' ? setting : undefined);
  return judge === undefined
    ? { event: 'asset-changed', severity: 'low', why: `${field} changed` }
    : judge(before, after);
}

/** One change for each fact that is known on both sides and differs. `complete`: nothing of the asset is unread. */
export function factChanges(
  before: ApprovedAsset,
  after: ApprovedAsset,
  complete: boolean,
): readonly Change[] {
  const changes: Change[] = [];
  for (const [field, was] of Object.entries(before.facts)) {
    const is = after.facts[field];
    if (is === undefined || unknown(was) || unknown(is) || text(was) === text(is)) continue;
    const found = meaning(after, field, was, is, complete);
    if (found === null) continue;
    changes.push({
      event: found.event,
      asset: after.id,
      name: after.name,
      detail: field,
      before: `${field}: ${text(was)}`,
      after: `${field}: ${text(is)}`,
      why: found.why,
      severity: found.severity === 'low' ? 'low' : inTier(found.severity, highestTier(after.environments)),
      touches: [after.id],
      wayBack: null,
    });
  }
  return changes;
}
