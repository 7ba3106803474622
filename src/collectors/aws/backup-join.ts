import type { CollectedAsset } from '../../model/asset.ts';
import { recoveryPointNative } from './backup-recovery-points.ts';
import type { CollectedBackup } from './ec2-snapshots.ts';

/**
 * Makes one asset of a recovery point and the copy another service lists under the same ARN. AWS Backup alone
 * deletes it, so it is a recovery point; what the other service knows of it (tags, sharing, holders, what it is a
 * copy of) stays.
 */
export function joinRecoveryPoints(assets: readonly CollectedAsset[]): readonly CollectedAsset[] {
  const points = new Map<string, CollectedBackup>();
  for (const asset of assets) {
    if (asset.kind === 'backup' && isPoint(asset)) points.set(asset.id, asset);
  }
  const rest = assets.filter((asset) => {
    const point = points.get(asset.id);
    if (point === undefined) return true;
    if (asset.kind === 'backup' && !isPoint(asset)) points.set(asset.id, joined(point, asset));
    return false;
  });
  return [...rest, ...points.values()];
}

const isPoint = ({ native }: CollectedBackup): boolean => native === recoveryPointNative;

function joined(point: CollectedBackup, copy: CollectedBackup): CollectedBackup {
  const heldBy = [...new Set([...(point.props.heldBy ?? []), ...(copy.props.heldBy ?? [])])].sort();
  const own = new Set(point.links.map(({ to, as }) => `${as} ${to}`));
  return {
    ...point,
    name: copy.name,
    tags: copy.tags,
    links: [...point.links, ...copy.links.filter(({ to, as }) => !own.has(`${as} ${to}`))],
    props: {
      ...point.props,
      complete: copy.props.complete === false ? false : point.props.complete,
      key: point.props.key ?? copy.props.key,
      sharedWith: copy.props.sharedWith,
      guards: [
        ...point.props.guards,
        // That only AWS Backup deletes it is what makes it a recovery point.
        ...copy.props.guards.filter(
          ({ clearedBy }) => !clearedBy.some(({ operation }) => operation === 'backup:DeleteRecoveryPoint'),
        ),
      ],
      ...(heldBy.length === 0 ? {} : { heldBy }),
    },
  };
}
