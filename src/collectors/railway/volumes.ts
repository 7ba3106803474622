import { assetOf } from './assets.ts';
import type { VolumeInstance } from './environments.ts';
import { idOf } from './ids.ts';
import type { EnvironmentNode, NamedNode } from './projects.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';

/** An instance with the environment it was listed in. `doomed`: that, or its project, is being deleted. */
export interface Placed {
  readonly instance: VolumeInstance;
  readonly environment: EnvironmentNode;
  readonly doomed: boolean;
}

/**
 * Volumes with their instances: one volume id groups an instance with its own data in each environment, and
 * it is the id that `volumeDelete` names. An instance whose volume was not listed still gets its volume.
 * Answers the ids of all volumes.
 */
export function addVolumes(
  source: SourceReader,
  listed: readonly NamedNode[],
  placed: readonly Placed[],
): readonly string[] {
  const names = new Map(listed.map(({ id, name }) => [id, String(name)]));
  const created = new Map(listed.map(({ id, createdAt }) => [id, isoTime(createdAt)]));
  const instances = Map.groupBy(placed, ({ instance }) => instance.volumeId);
  const ids = [...new Set([...names.keys(), ...instances.keys()])];
  for (const id of ids) {
    const held = instances.get(id) ?? [];
    source.add(
      assetOf('container', {
        id: idOf.volume(id),
        native: 'railway.Volume',
        name: names.get(id) ?? id,
        scope: source.scope,
        createdAt: created.get(id) ?? null,
        links: held.map(({ instance }) => ({ to: idOf.volumeInstance(instance.id), as: 'contains' })),
        props: { type: 'volume', guards: [] },
      }),
    );
    for (const it of held) addStore(source, it, names.get(id) ?? id);
  }
  return ids;
}

/**
 * A volume instance as a store. While a deletion is pending, `deletedAt` lies ahead: it is the time of the
 * purge, not of a deletion that is over (railwayapp/cli prints it as "Deletes on").
 */
function addStore(source: SourceReader, { instance, environment, doomed }: Placed, volume: string): void {
  const dying =
    doomed ||
    instance.isPendingDeletion ||
    instance.deletedAt !== null ||
    instance.state === 'DELETING' ||
    instance.state === 'DELETED';
  source.add(
    assetOf('store', {
      id: idOf.volumeInstance(instance.id),
      native: 'railway.VolumeInstance',
      name: `${volume} (${String(environment.name)})`,
      scope: source.scope,
      region: instance.region,
      createdAt: isoTime(instance.createdAt),
      links: [{ to: idOf.environment(environment.id), as: 'in' }],
      props: {
        type: 'volume',
        sizeBytes: Number.isFinite(instance.sizeMB) ? instance.sizeMB * 1_000_000 : null,
        key: null,
        guards: [],
        pendingDeletion: dying ? { at: isoTime(instance.deletedAt) } : null,
      },
    }),
  );
}
