import type { CredentialShape, ReachedStore } from '../model/baseline.ts';
import type { BlastRadius, Pair, Plan } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { PlanTouches } from './charge.ts';

/** Identities a plan acts as, with the policies that make or trust them. */
function identities(plan: Plan | undefined, index: InventoryIndex): readonly string[] {
  const ids = new Set((plan?.steps ?? []).flatMap((step) => (step.as === null ? [] : [step.as])));
  return [...ids].flatMap((id) => [
    id,
    ...index.to(id, 'attached').map((policy) => policy.id),
    ...index.to(id, 'bounds').map((policy) => policy.id),
    ...index.from(id, 'protects').map((policy) => policy.id),
  ]);
}

/** The classes that the credentials of a shape belong to. */
function classesOf(
  shape: CredentialShape,
  index: InventoryIndex,
  classOf: ReadonlyMap<string, string>,
): readonly string[] {
  const held = index.from(shape.principal, 'held-by').map((credential) => credential.id);
  const found = [shape.principal, ...held].map((id) => classOf.get(id));
  return [...new Set(found.filter((id) => id !== undefined))];
}

/** What the current plan of a pair touches beside its two ends, looked up when it is asked for. */
export function planTouches(index: InventoryIndex, radius: BlastRadius): PlanTouches {
  const classOf = new Map(
    radius.classes.flatMap(({ id, members }) => members.map((member) => [member, id] as const)),
  );
  const pairs = Map.groupBy(radius.pairs, (pair) => pair.class);
  const plans = new Map(radius.plans.map((plan) => [plan.id, plan]));
  const members = new Map<readonly string[], ReadonlySet<string>>();
  const holds = ({ stores }: Pair, store: string): boolean => {
    const known = members.get(stores) ?? new Set(stores);
    members.set(stores, known);
    return known.has(store);
  };
  return (shape: CredentialShape, { store }: ReachedStore) => {
    const found = classesOf(shape, index, classOf).flatMap((id) => pairs.get(id) ?? []);
    return found
      .filter((pair) => holds(pair, store))
      .flatMap((pair) => [...pair.restsOn, ...identities(plans.get(pair.plan ?? ''), index)]);
  };
}
