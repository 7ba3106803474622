import type { AssetKind, CollectedAsset, PropsByKind } from '../../model/asset.ts';

type Common = Omit<CollectedAsset, 'kind' | 'provider' | 'props'>;

/** Fields most Railway assets leave at their default. */
export type Draft<K extends AssetKind> = Pick<Common, 'id' | 'native' | 'name' | 'scope'> &
  Partial<Common> & { readonly props: PropsByKind[K] };

/** A Railway asset of a kind, with defaults for what it does not say. */
export function assetOf<K extends AssetKind>(kind: K, draft: Draft<K>): CollectedAsset {
  const asset = { region: null, createdAt: null, tags: {}, links: [], ...draft, kind, provider: 'railway' };
  return asset as unknown as CollectedAsset;
}
