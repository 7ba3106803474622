import type { ApprovedAsset, ApprovedLink, Baseline } from '../model/baseline.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import { assetChanges } from './asset-changes.ts';
import { backupChanges } from './backup-changes.ts';
import { byText, type Change, highestTier } from './change.ts';
import { charge, type PlanTouches } from './charge.ts';
import { credentialChanges } from './credential-changes.ts';
import { planTouches } from './plan-touches.ts';
import { presenceChanges } from './presence-changes.ts';
import { findReplacements, withReplacements } from './replacement.ts';
import { scopeChanges } from './scope-changes.ts';
import type { Sides } from './sides.ts';
import { type Subject, subjectOf, type Unread, unreadIn } from './unread.ts';
import { wayBack } from './way-back.ts';
import { worsenedPairs } from './worsened.ts';

export interface CompareInput {
  /** What was approved. */
  readonly baseline: Baseline;
  /** What is, in the form it would be approved in: `proposeBaseline({ index, radius, findings: [] })`. */
  readonly current: Baseline;
  readonly index: InventoryIndex;
  readonly radius: BlastRadius;
}

/** A link whose other end is unread, or gone and told there, is not told again; a policy is told by its links. */
function linkGone(complete: (asset: ApprovedAsset) => boolean, present: ReadonlySet<string>, unread: Unread) {
  return (asset: ApprovedAsset, { as, to }: ApprovedLink): boolean => {
    const byLink = as === 'attached' || as === 'bounds';
    if (!complete(asset) || !(byLink || present.has(to))) return false;
    const kind = byLink ? 'policy' : as === 'encrypted-with' ? 'key' : asset.kind;
    const link: Subject = { ...subjectOf(asset), id: null, kind, native: null, holders: [asset.id, to] };
    return unread(link) === null;
  };
}

/** An asset below what is there alone: what holds it may be unread while it is read itself. */
function inPresence(asset: ApprovedAsset, present: ReadonlySet<string>): Subject {
  const subject = subjectOf(asset);
  return { ...subject, holders: subject.holders.filter((id) => present.has(id)) };
}

function changedAssets(before: Baseline, after: Baseline, unreadNow: Unread): readonly Change[] {
  const is = new Map(after.assets.map((asset) => [asset.id, asset]));
  const present = new Set(is.keys());
  const complete = (asset: ApprovedAsset): boolean => unreadNow(subjectOf(asset)) === null;
  const gone = linkGone(complete, present, unreadNow);
  return before.assets.flatMap((was) => {
    const now = is.get(was.id);
    if (now === undefined || JSON.stringify(was) === JSON.stringify(now)) return [];
    const completeness = { whole: complete(was), itself: unreadNow(inPresence(was, present)) === null };
    return assetChanges(was, now, completeness, gone);
  });
}

/** A policy that came or went with an attachment is that attachment. */
function withoutTold(presence: readonly Change[], changed: readonly Change[]): readonly Change[] {
  const byLink = new Set(
    changed.filter(({ kind }) => kind === 'attachment').flatMap(({ touches }) => touches),
  );
  return presence.filter(({ kind, asset }) => kind !== 'policy' || !byLink.has(asset));
}

function names(views: readonly Baseline[]): (id: string) => string {
  const known = new Map(views.flatMap(({ assets }) => assets.map(({ id, name }) => [id, name] as const)));
  return (id) => known.get(id) ?? id;
}

/** Everything that is different, with the pairs that worsened charged to it. */
function changesBetween(approved: Baseline, after: Baseline, touches: PlanTouches): readonly Change[] {
  const replaced = findReplacements(approved, after, unreadIn(after, approved));
  const before = withReplacements(approved, replaced.map, after);
  const [unreadNow, unreadThen] = [unreadIn(after, before), unreadIn(before, after)];
  const nameOf = names([approved, after]);
  const presence = presenceChanges(before, after, unreadNow, unreadThen);
  const sides: Sides = {
    before,
    after,
    told: new Set([...presence.told, ...replaced.map.keys()]),
    unreadNow,
    unreadThen,
    nameOf,
  };
  const tiers = new Map(
    [...before.assets, ...after.assets].map(({ id, environments }) => [id, highestTier(environments)]),
  );
  const changed = changedAssets(before, after, unreadNow);
  const changes = [
    ...replaced.changes,
    ...withoutTold(presence.changes, changed),
    ...changed,
    ...credentialChanges(sides),
    ...backupChanges(sides, (store) => tiers.get(store) ?? 'production'),
    ...scopeChanges(sides),
  ];
  return charge(changes, worsenedPairs(before, after), [before, after], touches, nameOf);
}

function fingerprint({ event, asset, detail }: Change): string {
  return `drift:${event}:${asset}${detail === undefined ? '' : `:${detail}`}`;
}

const longest = 2000;

/** Ids and names can be of any length; what is cut is marked. */
function shortened(text: string | null): string | null {
  return text !== null && text.length > longest ? `${text.slice(0, longest)} …` : text;
}

const severities = ['critical', 'high', 'medium', 'low'] as const;

function toEvent(
  change: Change,
  before: ReadonlyMap<string, ApprovedAsset>,
  after: ReadonlyMap<string, ApprovedAsset>,
): DriftEvent {
  const { event, asset, name, severity, why } = change;
  return {
    fingerprint: fingerprint(change),
    event,
    asset,
    name,
    before: shortened(change.before),
    after: shortened(change.after),
    severity,
    why: shortened(why) ?? '',
    actor: null,
    at: null,
    wayBack: change.wayBack ?? wayBack(change, before.get(asset), after.get(asset)),
    new: true,
    status: 'open',
  };
}

function sorted(events: readonly DriftEvent[]): readonly DriftEvent[] {
  return [...events].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) || byText(a.fingerprint, b.fingerprint),
  );
}

/** What is different between two versions of a baseline, worst first. */
export function compareBaselines(
  before: Baseline,
  after: Baseline,
  touches: PlanTouches = () => [],
): readonly DriftEvent[] {
  const [was, is] = [before, after].map(({ assets }) => new Map(assets.map((asset) => [asset.id, asset])));
  return sorted(
    changesBetween(before, after, touches).map((change) =>
      toEvent(change, was ?? new Map(), is ?? new Map()),
    ),
  );
}

/**
 * What is different from what was approved, worst first. What lies in a gap, out of scope or beyond a narrower
 * caller is unread, never removed; each worsened pair is charged to the events its plan touches.
 */
export function compareWithBaseline({
  baseline,
  current,
  index,
  radius,
}: CompareInput): readonly DriftEvent[] {
  return compareBaselines(baseline, current, planTouches(index, radius));
}
