import type { BaselineInUse } from '../baseline/in-use.ts';
import type { Attribute } from '../collectors/attribution.ts';
import type { CollectIO } from '../collectors/collector.ts';
import { unattributed, withAttributions } from '../drift/attribution.ts';
import type { Attribution } from '../model/attribution.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { Compared } from '../scan.ts';

/** A provider's audit log, by the provider's name. */
export type Attributors = Readonly<Partial<Record<string, Attribute>>>;

/** The drift with who made each change since the approval, asked of the providers' audit logs where there is any. */
export async function attributeDrift(
  { index, drift }: Compared,
  baseline: BaselineInUse | null,
  attributors: Attributors,
  io: CollectIO,
): Promise<readonly DriftEvent[]> {
  const since = baseline?.verification.entry?.approvedAt;
  if (baseline === null || since === undefined || drift.length === 0) return drift;
  const window = { since, until: index.inventory.takenAt };
  const asked = Map.groupBy(unattributed(drift, index, baseline.baseline), ({ provider }) => provider);
  const told = await Promise.all(
    [...asked].map(([provider, changes]): Promise<readonly Attribution[]> => {
      const attribute = attributors[provider];
      if (attribute !== undefined) return attribute(changes, window, io);
      const because = 'this scan left the provider out';
      return Promise.resolve(changes.map(({ fingerprint }) => ({ fingerprint, because })));
    }),
  );
  return withAttributions(drift, told.flat());
}
