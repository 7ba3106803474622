import type { Access, Identity } from '../../model/access.ts';
import type { InventoryIndex } from '../../model/inventory.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import { type Holding, holdingOf } from './grants.ts';
import { identitiesOf } from './identities.ts';
import { type Place, railwayPlaces } from './place.ts';

/**
 * Who may call what on Railway, by token kind and role: an account token or session is its user, a workspace
 * token an admin of its workspace, a project token its one environment, an SSH key a shell and nothing else.
 */
export function railwayAccess(index: InventoryIndex): Access {
  const holdings = new Map<string, Holding>();
  const context: Context = {
    index,
    place: railwayPlaces(index),
    holding: (principal) => {
      const found = holdings.get(principal) ?? holdingOf(index, principal);
      holdings.set(principal, found);
      return found;
    },
  };
  return {
    identities: (credential) => identitiesOf(context, credential),
    decide: (identity, operation, target) => decide(context, identity, operation, target),
    targetKey: (target) => placeKey(context.place(target)),
    scopeOf: (target) => scopeOf(context.place(target), target),
    scopes: (identity) => scopesOf(context, identity),
  };
}

function placeKey({ workspace, project, environments, attached }: Place): string {
  return JSON.stringify([workspace, project, environments, attached]);
}

function scopeOf(place: Place, target: string): string {
  return place.project ?? place.workspace ?? target;
}

/** The projects and workspaces somebody may reach anything in, gaps included. */
function scopesOf(context: Context, who: Identity): readonly string[] {
  const { grants, hidden } = context.holding(who.principal);
  const places = [...grants.map((grant) => grant.at), ...hidden.map(({ at }) => at), who.principal];
  const projects = places.flatMap((at) => {
    const { project, workspace } = context.place(at);
    if (project !== null || workspace === null) return [project ?? at];
    return [workspace, ...context.index.to(at, 'contains').map((asset) => asset.id)];
  });
  return [...new Set(projects)].sort();
}
