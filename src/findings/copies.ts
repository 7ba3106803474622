import type { AssetOf } from '../model/asset.ts';
import type { DeclaredCopy } from '../model/inventory.ts';
import type { Judging } from './check.ts';
import { isPast } from './wording.ts';

/** The backups of a store that are not known to be incomplete, newest first; undated ones last. */
export function backupsOf(store: AssetOf<'store'>, { index }: Judging): readonly AssetOf<'backup'>[] {
  return index
    .from(store.id, 'copy-of')
    .filter((asset) => asset.kind === 'backup')
    .filter(({ props }) => props.complete !== false)
    .toSorted((a, b) => newestFirst(a.createdAt, b.createdAt) || (a.id < b.id ? -1 : 1));
}

/** The copies a person declared for a store and still vouches for. */
export function declaredCopiesOf(store: AssetOf<'store'>, { index, now }: Judging): readonly DeclaredCopy[] {
  return index.inventory.settings.copies
    .filter(({ of, expires }) => of === store.id && (expires === null || !isPast(expires, now)))
    .toSorted((a, b) => (a.location < b.location ? -1 : 1));
}

/** Those of them that the blast radius counts as a way back; a copy that is only declared is no backup. */
export function countedCopiesOf(store: AssetOf<'store'>, judging: Judging): readonly DeclaredCopy[] {
  const views = judging.reach.onStore(store.id)?.copies ?? [];
  const counted = new Set(views.filter(({ counts }) => counts).map(({ asset }) => asset));
  return declaredCopiesOf(store, judging).filter(({ location }) => counted.has(`declared:${location}`));
}

/** The restore tests of a store and of its backups, oldest first. */
export function restoreTestsOf(
  store: AssetOf<'store'>,
  { index }: Judging,
): readonly AssetOf<'restore-test'>[] {
  return [store, ...index.from(store.id, 'copy-of')]
    .flatMap(({ id }) => index.from(id, 'tests'))
    .filter((asset) => asset.kind === 'restore-test')
    .toSorted((a, b) => Date.parse(a.props.at) - Date.parse(b.props.at) || (a.id < b.id ? -1 : 1));
}

function newestFirst(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? 1 : -1;
}
