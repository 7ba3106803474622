import type { World } from '../world.ts';

/** A world, the tokens to scan it with, and what would stand in firebreak.yaml beside the provider. */
export interface Scenario<Token extends string> {
  readonly world: World;
  /** Values, by what the tokens are for. */
  readonly tokens: Readonly<Record<Token, string>>;
  readonly config: {
    readonly name: string;
    readonly environments: readonly unknown[];
    readonly copies: readonly unknown[];
    readonly agents: readonly unknown[];
  };
}

/** An ISO time that many days before `now`; negative: after it. */
export function daysBefore(now: Date): (days: number) => string {
  return (days) => new Date(now.getTime() - days * 86_400_000).toISOString();
}

/** Environments by their usual names. */
export const usualEnvironments: readonly unknown[] = ['production', 'staging'].map((name) => ({
  name,
  tier: name,
  match: [{ provider: 'railway', environment: name }],
}));
