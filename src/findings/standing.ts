import type { Tier } from '../model/asset.ts';
import type { Judging } from './check.ts';
import { isEntry, type Subject } from './subject.ts';
import { sortedTiers } from './wording.ts';

/**
 * The tier an asset is judged by. A store has the one it lies in; a credential or principal the highest it can
 * do harm in, whatever its name says; undefined when it can do none. What was declared or approved is about
 * production.
 */
export function standing(asset: Subject, judging: Judging): Tier | undefined {
  const { index } = judging;
  if (isEntry(asset)) return 'production';
  if (asset.kind === 'credential') return highest([asset.id], judging);
  if (asset.kind !== 'principal') return index.tier(asset.id);
  const held = index.from(asset.id, 'held-by').map(({ id }) => id);
  return highest(held, judging);
}

function highest(credentials: readonly string[], { reach }: Judging): Tier | undefined {
  const harmful = credentials
    .flatMap((id) => reach.ofCredential(id))
    .filter(({ verdict }) => verdict !== 'no-reach');
  return sortedTiers(harmful.flatMap(({ tiers }) => [...tiers.keys()]))[0];
}

/** What a finding is about when the judged asset comes and goes: a backup's store, a credential's principal. */
export function owner(asset: Subject, { index }: Judging): string {
  if (asset.kind === 'backup') return index.to(asset.id, 'copy-of')[0]?.id ?? asset.id;
  if (asset.kind !== 'credential') return asset.id;
  const principal = index.to(asset.id, 'held-by')[0]?.id ?? asset.id;
  return `${principal} ${asset.props.type}`;
}
