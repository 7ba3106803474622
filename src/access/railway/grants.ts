import type { Gap, InventoryIndex } from '../../model/inventory.ts';
import type { Standing } from './roles.ts';

/** A standing at a container or environment, as an `acts-in` link says it. */
export interface Grant {
  readonly standing: Standing;
  readonly at: string;
  /** For a person: `ADMIN of workspace acme`. */
  readonly text: string;
}

/** What a principal holds, and the gaps that could hide more, each with the places it is about. */
export interface Holding {
  readonly grants: readonly Grant[];
  readonly hidden: readonly { readonly gap: string; readonly at: string }[];
  /** Gaps about the principal itself: they could hide anything. */
  readonly unread: readonly string[];
}

const STANDINGS: Readonly<Record<string, Standing>> = {
  'railway.Workspace ADMIN': 'workspace-admin',
  'railway.Workspace MEMBER': 'workspace-member',
  'railway.Workspace VIEWER': 'workspace-viewer',
  'railway.Project ADMIN': 'project-admin',
  'railway.Project MEMBER': 'project-member',
  'railway.Project VIEWER': 'project-viewer',
  'railway.Environment PROJECT_TOKEN': 'project-token',
};

/** Widest first: of roles that answer alike, the one a person would name. */
const ORDER: readonly Standing[] = [...Object.values(STANDINGS), 'unread-role'];

/** What a principal holds by its links, and where a list that could not be read may hide a role of it. */
export function holdingOf(index: InventoryIndex, principal: string): Holding {
  const grants = grantsOf(index, principal);
  const near = new Set(grants.flatMap((grant) => [grant.at, ...workspaceOf(index, grant.at)]));
  const gaps = index.inventory.gaps.filter(hidesRoles);
  return {
    grants,
    hidden: [
      ...gaps
        .flatMap((gap) => placesOf(index, gap).map((at) => ({ gap: gap.fingerprint, at })))
        .filter(({ at }) => near.has(at) || workspaceOf(index, at).some((id) => near.has(id))),
      ...gaps
        .filter(({ target }) => target !== null && isEnvironment(index, target) && near.has(target))
        .flatMap(sharedIn(index)),
    ],
    unread: gaps.filter((gap) => hidesAll(index, gap, principal)).map((gap) => gap.fingerprint),
  };
}

/** A gap about the principal itself, or, for whoever the scan ran as, one about which places there are. */
function hidesAll(index: InventoryIndex, gap: Gap, principal: string): boolean {
  if (gap.target !== null) return gap.target === principal;
  const isCaller = index
    .from(principal, 'held-by')
    .some((credential) => credential.kind === 'credential' && credential.props.self);
  return isCaller && (gap.kind === 'container' || placesOf(index, gap).length === 0);
}

function grantsOf(index: InventoryIndex, principal: string): readonly Grant[] {
  const links = index.get(principal)?.links.filter((link) => link.as === 'acts-in') ?? [];
  return links
    .map(({ to, role }) => {
      const place = index.get(to);
      const standing = STANDINGS[`${place?.native} ${role}`] ?? 'unread-role';
      const word = place?.native.replace('railway.', '').toLowerCase() ?? 'place';
      return { standing, at: to, text: `${role ?? 'unread role'} of ${word} ${place?.name ?? to}` };
    })
    .sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || (a.at < b.at ? -1 : 1));
}

function hidesRoles(gap: Gap): boolean {
  return gap.provider === 'railway' && gap.direction === 'widens' && gap.kind !== 'credential';
}

const isEnvironment = (index: InventoryIndex, id: string): boolean => index.get(id)?.kind === 'environment';

/** The projects of an unread environment: any volume of theirs may have an instance in it. */
function sharedIn(index: InventoryIndex): (gap: Gap) => Holding['hidden'] {
  return ({ fingerprint, target }) =>
    index.from(target ?? '', 'contains').map(({ id }) => ({ gap: fingerprint, at: id }));
}

/** The containers a gap is about: its target, or else the workspace or project its scope names. */
function placesOf(index: InventoryIndex, gap: Gap): readonly string[] {
  const isContainer = (id: string): boolean => index.get(id)?.kind === 'container';
  if (gap.target !== null && isContainer(gap.target)) return [gap.target];
  if (gap.target !== null && isEnvironment(index, gap.target)) return [];
  return [`railway:workspace:${gap.scope}`, `railway:project:${gap.scope}`].filter(isContainer);
}

function workspaceOf(index: InventoryIndex, place: string): readonly string[] {
  const above = index.from(place, 'contains');
  return above.flatMap((asset) =>
    asset.native === 'railway.Workspace' ? [asset.id] : workspaceOf(index, asset.id),
  );
}
