import type { Access } from '../model/access.ts';
import type { Asset } from '../model/asset.ts';
import type { TenantView } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Operation } from '../model/operation.ts';
import type { ClassOfCredentials } from './classes.ts';
import { storesBelow } from './store-views.ts';

/** Who can end a whole tenant that has stores: a line of its own, kept out of every plan. */
export function tenantViews(
  index: InventoryIndex,
  access: Access,
  operations: readonly Operation[],
  classes: readonly ClassOfCredentials[],
): readonly TenantView[] {
  const ending = operations.filter(({ effect }) => effect === 'end-tenant');
  const tenants = ending.flatMap((operation) => {
    const { kind, natives } = operation.actsOn;
    const named: readonly Asset[] = index.ofKind(kind) as readonly Asset[];
    return named.filter(({ native }) => natives.includes(native)).map((target) => ({ operation, target }));
  });
  if (tenants.length === 0) return [];
  const storesOf = storesTaken(index);
  const targets = tenants.filter(({ target }) => storesOf(target) > 0);
  const byScope = Map.groupBy(targets, ({ target }) => access.scopeOf?.(target.id) ?? '');
  const within = ({ identities }: ClassOfCredentials): typeof targets => {
    const scopes = identities.map((identity) => access.scopes?.(identity) ?? null);
    if (scopes.some((list) => list === null)) return targets;
    return [...new Set(scopes.flatMap((list) => list ?? []))].flatMap((scope) => byScope.get(scope) ?? []);
  };
  return classes.flatMap((group) =>
    within(group)
      .filter(({ operation, target }) =>
        group.identities.some(
          (identity) => access.decide(identity, operation.id, target.id).decision === 'allowed',
        ),
      )
      .flatMap(({ operation, target }) =>
        group.members.map((credential) => ({
          credential,
          operation: operation.id,
          ends: endsOf(target, storesOf(target)),
          window:
            operation.undo?.hours == null ? null : `${operation.undo.hours} hours (${operation.undo.by})`,
        })),
      ),
  );
}

/** Counts the stores that go with a tenant: those it contains, or for an account those in its scope. */
function storesTaken(index: InventoryIndex): (target: Asset) => number {
  const below = storesBelow(index);
  const inScope = new Map<string, number>();
  for (const { provider, scope } of index.ofKind('store')) {
    inScope.set(`${provider} ${scope}`, (inScope.get(`${provider} ${scope}`) ?? 0) + 1);
  }
  return ({ id, kind, provider, scope }) =>
    below.get(id) ?? (kind === 'container' ? (inScope.get(`${provider} ${scope}`) ?? 0) : 0);
}

function endsOf({ kind, name, props }: Asset, stores: number): string {
  const what = 'type' in props ? props.type : kind;
  return `the ${what} ${name} and ${stores === 1 ? 'its store' : `its ${stores} stores`}`;
}
