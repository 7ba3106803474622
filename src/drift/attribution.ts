import type { Attribution, Unattributed } from '../model/attribution.ts';
import type { Baseline } from '../model/baseline.ts';
import { type DriftEvent, nobodysAct } from '../model/drift.ts';
import type { InventoryIndex } from '../model/inventory.ts';

const added: ReadonlySet<string> = new Set(['asset-added', 'member-added']);
const removed: ReadonlySet<string> = new Set(['asset-removed', 'member-removed']);

/** The events that an audit log may know the author of, with where to look. */
export function unattributed(
  events: readonly DriftEvent[],
  index: InventoryIndex,
  { assets }: Baseline,
): readonly Unattributed[] {
  const approved = new Map(assets.map((asset) => [asset.id, asset]));
  const holdersOf = (id: string): readonly string[] => [
    ...[...index.from(id, 'contains'), ...index.to(id, 'acts-in'), ...index.to(id, 'in')].map((it) => it.id),
    ...(approved.get(id)?.within ?? []),
  ];
  return events.flatMap(({ fingerprint, event, asset }) => {
    const known = index.get(asset) ?? approved.get(asset);
    if (known === undefined || nobodysAct.has(event)) return [];
    const change = added.has(event) ? 'added' : removed.has(event) ? 'removed' : 'changed';
    const { native, provider, scope, region } = known;
    return [{ fingerprint, change, asset, native, provider, scope, region, within: above(asset, holdersOf) }];
  });
}

/** Everything that holds an asset, directly or not. */
function above(id: string, holdersOf: (id: string) => readonly string[]): readonly string[] {
  const found = new Set<string>();
  let next: readonly string[] = [id];
  while (next.length > 0) {
    next = next.flatMap(holdersOf).filter((holder) => !found.has(holder));
    for (const holder of next) found.add(holder);
  }
  return [...found].sort();
}

/** The events with who made them and when, or with why that is not known. */
export function withAttributions(
  events: readonly DriftEvent[],
  attributions: readonly Attribution[],
): readonly DriftEvent[] {
  const told = new Map(attributions.map((attribution) => [attribution.fingerprint, attribution]));
  return events.map((event) => {
    const attribution = told.get(event.fingerprint);
    if (attribution === undefined) return event;
    if ('actor' in attribution) return { ...event, actor: attribution.actor, at: attribution.at };
    return { ...event, why: `${event.why}; by whom is not known: ${attribution.because}` };
  });
}
