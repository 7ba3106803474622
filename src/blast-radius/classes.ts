import type { Access, Identity } from '../model/access.ts';
import type { AssetOf } from '../model/asset.ts';
import type { CredentialClass } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';

/** Credentials that can act as the same identities by the same steps, and who those are for one of them. */
export interface ClassOfCredentials extends Omit<CredentialClass, 'stoppedBy'> {
  readonly identities: readonly Identity[];
}

/** Groups the usable credentials of an inventory; an expired or inactive one reaches nothing. */
export function classesOf(index: InventoryIndex, access: Access, now: Date): readonly ClassOfCredentials[] {
  const grouped = new Map<string, { members: string[]; identities: readonly Identity[] }>();
  for (const credential of index.ofKind('credential')) {
    const identities = isUsable(credential, now) ? identitiesOf(access, credential) : [];
    const key = identities.map(signature).sort().join('\n');
    const known = grouped.get(key);
    if (known === undefined) grouped.set(key, { members: [credential.id], identities });
    else known.members.push(credential.id);
  }
  return [...grouped.values()].map(({ members, identities }, i) => ({
    id: `class-${i + 1}`,
    members,
    via: viaOf(index, identities),
    identities,
  }));
}

/** Nobody behind a credential that is in use means that it is not known who is, never that nobody is. */
function identitiesOf(access: Access, { id, provider }: AssetOf<'credential'>): readonly Identity[] {
  const found = access.identities(id);
  if (found.length > 0) return found;
  return [
    {
      key: `unknown ${id}`,
      credential: id,
      principal: id,
      steps: [],
      escalated: false,
      holdsOnlyIf: [],
      unread: [`${provider}:failed:identities:${id}`],
      via: 'a holder that is not known',
    },
  ];
}

function isUsable({ props }: AssetOf<'credential'>, now: Date): boolean {
  const ends = typeof props.expires === 'string' ? Date.parse(props.expires) : Number.POSITIVE_INFINITY;
  return props.status !== 'inactive' && !(ends <= now.getTime());
}

function signature({ key, steps, holdsOnlyIf, unread, escalated }: Identity): string {
  return JSON.stringify([key, steps.map(stepText), holdsOnlyIf, unread, escalated]);
}

function stepText({ operation, target }: Identity['steps'][number]): string {
  return `${operation} ${target}`;
}

function viaOf(index: InventoryIndex, identities: readonly Identity[]): string {
  const own = identities.find(({ steps }) => steps.length === 0) ?? identities[0];
  if (own === undefined) return 'no usable way in';
  const name = own.via ?? index.get(own.principal)?.name ?? own.principal;
  const further = identities
    .filter(({ steps, principal }) => steps.length > 0 && principal !== own.principal)
    .map((identity) => nameOf(index, identity));
  return [name, ...new Set(further)].slice(0, 4).join(' -> ') + (further.length > 3 ? ' …' : '');
}

function nameOf(index: InventoryIndex, { principal }: Identity): string {
  return index.get(principal)?.name ?? principal;
}
