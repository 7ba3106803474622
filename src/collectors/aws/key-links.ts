import type { CollectedAsset } from '../../model/asset.ts';

/**
 * Names the key of each store and backup by its ARN, whichever way the service names it (ARN, alias or id), and links
 * it. `aliases`: alias ARN to key ARN.
 */
export function linkKeys(
  assets: readonly CollectedAsset[],
  aliases: ReadonlyMap<string, string>,
): readonly CollectedAsset[] {
  return assets.map((asset) => {
    if (asset.kind !== 'store' && asset.kind !== 'backup') return asset;
    if (asset.props.key === null) return asset;
    const key = keyArn(asset.props.key, asset, aliases);
    return linkedTo(asset, key);
  });
}

function keyArn(
  key: string,
  { id, region, scope }: CollectedAsset,
  aliases: ReadonlyMap<string, string>,
): string {
  const beginning = `arn:${id.split(':')[1] ?? 'aws'}:kms:${region}:${scope}:`;
  const named = key.startsWith('alias/') ? beginning + key : key;
  const resolved = aliases.get(named) ?? named;
  return /^(mrk-)?[0-9a-f-]{32,36}$/.test(resolved) ? `${beginning}key/${resolved}` : resolved;
}

function linkedTo(asset: Extract<CollectedAsset, { kind: 'store' | 'backup' }>, key: string): CollectedAsset {
  const isLinked = asset.links.some(({ to, as }) => as === 'encrypted-with' && to === key);
  const links = isLinked ? asset.links : [...asset.links, { to: key, as: 'encrypted-with' as const }];
  return asset.kind === 'store'
    ? { ...asset, links, props: { ...asset.props, key } }
    : { ...asset, links, props: { ...asset.props, key } };
}
