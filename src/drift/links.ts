import type { LinkType } from '../model/asset.ts';
import type { ApprovedAsset, ApprovedLink } from '../model/baseline.ts';
import type { Severity } from '../model/inventory.ts';
import { byText, type Change, highestTier, inTier, listed } from './change.ts';

interface Meaning {
  readonly event: string;
  readonly severity: Severity;
  readonly why: string;
}

interface Meanings {
  readonly added: Meaning;
  readonly removed: Meaning;
  readonly moved: Meaning;
}

const low = (event: string, why: string): Meaning => ({ event, severity: 'low', why });

function meanings(added: Meaning, removed: Meaning, moved: Meaning = added): Meanings {
  return { added, removed, moved };
}

const byLink: Partial<Record<LinkType, Meanings>> = {
  'acts-in': meanings(
    { event: 'scope-widened', severity: 'medium', why: 'it acts in more places than approved' },
    low('scope-reduced', 'it acts in fewer places than approved'),
    { event: 'role-changed', severity: 'medium', why: 'it holds another role there' },
  ),
  attached: meanings(
    { event: 'policy-attached', severity: 'medium', why: 'what this policy says applies to it now' },
    { event: 'policy-detached', severity: 'medium', why: 'what this policy says no longer applies to it' },
  ),
  bounds: meanings(low('boundary-added', 'a boundary limits it now'), {
    event: 'boundary-removed',
    severity: 'high',
    why: 'the boundary no longer limits it',
  }),
  'may-assume': meanings(
    { event: 'assumption-added', severity: 'medium', why: 'it may become somebody else' },
    low('assumption-removed', 'it may no longer become them'),
  ),
  uses: meanings(
    { event: 'attachment-added', severity: 'medium', why: 'one more store is attached to it' },
    low('attachment-removed', 'a store is no longer attached to it'),
    { event: 'attachment-moved', severity: 'high', why: 'it uses other data than approved' },
  ),
  covers: meanings(low('schedule-extended', 'it makes copies of more than approved'), {
    event: 'schedule-removed',
    severity: 'high',
    why: 'nothing makes copies of it by this schedule any more',
  }),
  protects: meanings(low('guard-added', 'it protects more than approved'), {
    event: 'guard-removed',
    severity: 'high',
    why: 'it protects this no longer',
  }),
  'encrypted-with': meanings(
    { event: 'key-changed', severity: 'medium', why: 'it depends on another key now' },
    low('key-changed', 'it depends on this key no longer'),
  ),
  'in-vault': meanings(low('vault-changed', 'it lies in a vault'), {
    event: 'vault-changed',
    severity: 'high',
    why: 'the vault protects it no longer',
  }),
  'runs-as': meanings(
    { event: 'identity-changed', severity: 'medium', why: 'whoever runs code in it has these rights' },
    low('identity-changed', 'it has these rights no longer'),
  ),
  watches: meanings(low('trail-extended', 'it records more than approved'), {
    event: 'trail-narrowed',
    severity: 'high',
    why: 'what happens there is no longer recorded',
  }),
};

const linkText = ({ to, role }: ApprovedLink): string => (role === undefined ? to : `${role} in ${to}`);

function grouped(links: readonly ApprovedLink[]): ReadonlyMap<LinkType, readonly ApprovedLink[]> {
  return Map.groupBy(links, ({ as }) => as);
}

/** Whether a link that is missing now is truly gone, and not unread. */
export type LinkGone = (asset: ApprovedAsset, link: ApprovedLink) => boolean;

/** One change for each kind of link that differs: added, removed, or both at once, which is a move. */
export function linkChanges(before: ApprovedAsset, after: ApprovedAsset, gone: LinkGone): readonly Change[] {
  const [was, is] = [grouped(before.links), grouped(after.links)];
  const changes: Change[] = [];
  for (const [as, meaning] of Object.entries(byLink) as [LinkType, Meanings][]) {
    const [old, now] = [was.get(as) ?? [], is.get(as) ?? []];
    const texts = { old: new Set(old.map(linkText)), now: new Set(now.map(linkText)) };
    const added = now.filter((link) => !texts.old.has(linkText(link)));
    const removed = old.filter((link) => !texts.now.has(linkText(link)) && gone(before, link));
    if (added.length === 0 && removed.length === 0) continue;
    const found = removed.length === 0 ? meaning.added : added.length === 0 ? meaning.removed : meaning.moved;
    changes.push(change(after, found, as, { removed, added }));
  }
  return changes;
}

/** Links whose other end changed by it too. */
const touched: ReadonlySet<LinkType> = new Set<LinkType>([
  'uses',
  'covers',
  'protects',
  'attached',
  'bounds',
]);

function change(
  asset: ApprovedAsset,
  { event, severity, why }: Meaning,
  as: LinkType,
  { removed, added }: { readonly removed: readonly ApprovedLink[]; readonly added: readonly ApprovedLink[] },
): Change {
  const texts = (links: readonly ApprovedLink[]): string | null =>
    links.length === 0 ? null : `${as} ${listed(links.map(linkText).sort(byText))}`;
  const told = touched.has(as) ? [...removed, ...added].map(({ to }) => to) : [];
  return {
    event,
    asset: asset.id,
    name: asset.name,
    detail: as,
    before: texts(removed),
    after: texts(added),
    why,
    severity: severity === 'low' ? 'low' : inTier(severity, highestTier(asset.environments)),
    touches: [asset.id, ...told],
    ...((as === 'attached' || as === 'bounds') && { kind: 'attachment' as const }),
    wayBack: null,
  };
}
