import type { EnvironmentRef, Tier } from '../model/asset.ts';

/** How much is at stake; the highest among an asset's environments judges it. */
export const tierRank: Readonly<Record<Tier, number>> = {
  production: 3,
  staging: 2,
  development: 1,
  ephemeral: 0,
};

/** The highest tier among environments; `production` when there is none, since unclassified counts as it. */
export function highestTier(environments: readonly EnvironmentRef[]): Tier {
  const [first, ...rest] = environments;
  if (first === undefined) return 'production';
  return rest.reduce((high, next) => (tierRank[next.tier] > tierRank[high] ? next.tier : high), first.tier);
}
