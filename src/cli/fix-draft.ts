import { indexInventory } from '../inventory/index-inventory.ts';
import type { AssetOf } from '../model/asset.ts';
import type { BlastRadius, Pair, PlanStep, Verdict } from '../model/blast-radius.ts';
import type { Finding } from '../model/finding.ts';
import type { Inventory, InventoryIndex } from '../model/inventory.ts';
import { type Change, copyElsewhere, denial, lock, revocation } from './fix-change.ts';

/** A change after which the verdict is milder, worked out by judging again with the change in the inventory. */
export interface Draft {
  readonly change: Change;
  readonly proof: readonly { readonly store: string; readonly before: Verdict; readonly after: Verdict }[];
}

/** How an inventory's blast radius is worked out; the one thing a draft asks of the rest of the program. */
export type RadiusOf = (index: InventoryIndex) => BlastRadius;

const worstFirst: readonly Verdict[] = [
  'total-loss',
  'delayed-loss',
  'unknown',
  'recoverable',
  'copies-lost',
  'no-reach',
];

/** The most calls one denial is built from before it is given up as no small change. */
const mostCalls = 12;

/** A credential, and what it can do at the worst to some stores. */
interface Threat {
  readonly credential: AssetOf<'credential'>;
  readonly stores: readonly AssetOf<'store'>[];
  readonly verdict: Verdict;
}

interface Asked {
  readonly inventory: Inventory;
  readonly radiusOf: RadiusOf;
  readonly threat: Threat;
}

/** Changes after which the verdict behind a finding drops, smallest first; empty where none of those known does. */
export function draftsFor(finding: Finding, inventory: Inventory, radiusOf: RadiusOf): readonly Draft[] {
  const index = indexInventory(inventory);
  const threat = threatOf(finding, index, radiusOf(index));
  if (threat === null) return [];
  const asked = { inventory, radiusOf, threat };
  return changesAgainst(asked, index).flatMap((change) => proven(asked, change) ?? []);
}

/** The worst a finding's credential can do, or that anybody can to a finding's store. */
function threatOf(finding: Finding, index: InventoryIndex, radius: BlastRadius): Threat | null {
  const asset = index.get(finding.asset);
  const named = asset?.kind === 'store' ? radius.stores.find(({ store }) => store === asset.id) : undefined;
  const credential = asset?.kind === 'credential' ? asset : index.get(named?.worst?.credential ?? '');
  if (credential?.kind !== 'credential') return null;
  const pairs = pairsOf(radius, credential.id).filter(
    ({ stores }) => asset?.kind !== 'store' || stores.includes(asset.id),
  );
  const [worst] = pairs.toSorted((a, b) => rank(worse(a)) - rank(worse(b)));
  if (worst === undefined || worse(worst) === 'no-reach' || worse(worst) === 'unknown') return null;
  const verdict = worse(worst);
  const ids = pairs.filter((pair) => worse(pair) === verdict).flatMap(({ stores }) => stores);
  const stores = (asset?.kind === 'store' ? [asset.id] : ids)
    .map((id) => index.get(id))
    .filter((store) => store?.kind === 'store');
  return { credential, stores, verdict };
}

function changesAgainst(asked: Asked, index: InventoryIndex): readonly Change[] {
  const { credential, stores } = asked.threat;
  const now = new Date(asked.inventory.takenAt);
  const [principal] = index.to(credential.id, 'held-by').filter((asset) => asset.kind === 'principal');
  const deniable =
    credential.provider === 'aws' && principal !== undefined && principal.props.type !== 'root';
  const denied = deniable ? smallestDenial(asked, principal) : null;
  const [store] = stores;
  const lockable =
    stores.length === 1 && store !== undefined && store.provider === 'aws'
      ? newestComplete(store, index)
      : undefined;
  const days = 2 * asked.inventory.settings.limits.survivorHorizonDays;
  return [
    ...(denied === null ? [] : [denied]),
    ...(lockable === undefined ? [] : [lock(lockable, days, now)]),
    ...(['unlistable', 'root-password'].includes(credential.props.type) ? [] : [revocation(credential)]),
    copyElsewhere(stores, now),
  ];
}

function newestComplete(store: AssetOf<'store'>, index: InventoryIndex): AssetOf<'backup'> | undefined {
  return index
    .from(store.id, 'copy-of')
    .filter((asset) => asset.kind === 'backup')
    .filter(({ native, props }) => props.complete === true && /Snapshot$|RecoveryPoint$/.test(native))
    .toSorted((a, b) => ((a.createdAt ?? '') > (b.createdAt ?? '') ? -1 : 1))[0];
}

/**
 * Denies one call of the plan that is left, judges again, and goes on until no plan leads to that verdict; then
 * gives back every call that was denied in vain. null where some plan has no call of the principal's own.
 */
function smallestDenial(asked: Asked, principal: AssetOf<'principal'>): Change | null {
  const denied: string[] = [];
  while (!holds(asked, denied, principal)) {
    const next = callLeft(asked, denied, principal);
    if (next === null || denied.includes(next) || denied.length >= mostCalls) return null;
    denied.push(next);
  }
  for (const call of [...denied]) {
    const fewer = denied.filter((other) => other !== call);
    if (fewer.length > 0 && holds(asked, fewer, principal)) denied.splice(denied.indexOf(call), 1);
  }
  return denied.length === 0 ? null : denial(principal, denied);
}

function holds(asked: Asked, denied: readonly string[], principal: AssetOf<'principal'>): boolean {
  return denied.length > 0 && proven(asked, denial(principal, denied)) !== null;
}

/** The call to deny next: what ends a copy rather than the store, and never one made as somebody else. */
function callLeft(
  { inventory, radiusOf, threat }: Asked,
  denied: readonly string[],
  principal: AssetOf<'principal'>,
): string | null {
  const left = denied.length === 0 ? inventory : denial(principal, denied).apply(inventory);
  const radius = radiusOf(indexInventory(left));
  const wanted = new Set(threat.stores.map(({ id }) => id));
  const pair = pairsOf(radius, threat.credential.id).find(
    (each) => rank(worse(each)) <= rank(threat.verdict) && each.stores.some((store) => wanted.has(store)),
  );
  const steps = radius.plans.find(({ id }) => id === pair?.plan)?.steps ?? [];
  const own = steps.filter(({ as }) => as === null);
  return (own.toSorted((a, b) => endsCopy(b) - endsCopy(a))[0] ?? null)?.operation ?? null;
}

const endsCopy = ({ operation }: PlanStep): number =>
  /Snapshot|Backup|RecoveryPoint|Image/.test(operation) ? 1 : 0;

/** Judges again with the change in place; null where the verdict on some store does not drop, or is not known. */
function proven({ inventory, radiusOf, threat }: Asked, change: Change): Draft | null {
  const radius = radiusOf(indexInventory(change.apply(inventory)));
  const verdicts = new Map<string, Verdict>();
  for (const pair of pairsOf(radius, threat.credential.id)) {
    for (const store of pair.stores) verdicts.set(store, worse(pair));
  }
  const proof = threat.stores.map(({ id }) => ({
    store: id,
    before: threat.verdict,
    after: verdicts.get(id) ?? 'no-reach',
  }));
  const drops = proof.every(({ before, after }) => after !== 'unknown' && rank(after) > rank(before));
  return drops ? { change, proof } : null;
}

function pairsOf(radius: BlastRadius, credential: string): readonly Pair[] {
  const own = radius.classes.find(({ members }) => members.includes(credential));
  return radius.pairs.filter((pair) => pair.class === own?.id);
}

function worse({ verdict, possible }: Pair): Verdict {
  return possible !== null && rank(possible) < rank(verdict) ? possible : verdict;
}

function rank(verdict: Verdict): number {
  return worstFirst.indexOf(verdict);
}
