import type { Tier } from '../model/asset.ts';
import type { Severity } from '../model/inventory.ts';

/** A difference between what was approved and what is, before its severity is settled. */
export interface Change {
  readonly event: string;
  readonly asset: string;
  readonly name: string;
  /** Tells apart several events of a kind on one asset. */
  readonly detail?: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly why: string;
  /** Severity where no pair worsened by it. */
  readonly severity: Severity;
  /** Assets, credential shapes and gaps that a worsened pair has to touch to be charged to it. */
  readonly touches: readonly string[];
  readonly wayBack: string | null;
  /** What it is about, where another change may tell it better: a policy, or its attachment. */
  readonly kind?: 'policy' | 'attachment';
  /** Told only where a pair worsened by it: changes that the provider makes by itself. */
  readonly onlyIfWorse?: boolean;
}

const tierRank: readonly Tier[] = ['ephemeral', 'development', 'staging', 'production'];

/** The highest tier of an asset; production where nothing says. */
export function highestTier(environments: readonly { readonly tier: Tier }[]): Tier {
  return environments
    .map(({ tier }) => tier)
    .reduce<Tier>(
      (a, b) => (tierRank.indexOf(b) > tierRank.indexOf(a) ? b : a),
      environments[0]?.tier ?? 'production',
    );
}

const steps: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** A severity that is meant for production, one step lower elsewhere. */
export function inTier(severity: Severity, tier: Tier): Severity {
  return tier === 'production' ? severity : (steps[steps.indexOf(severity) + 1] ?? 'low');
}

export function worstSeverity(severities: Iterable<Severity>): Severity {
  return [...severities].reduce<Severity>((a, b) => (steps.indexOf(b) < steps.indexOf(a) ? b : a), 'low');
}

/** Text order by code unit. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const shown = 8;

/** A list as a person reads it; a long one is cut and says so. */
export function listed(items: readonly string[]): string {
  const rest = items.length - shown;
  return rest > 0 ? `${items.slice(0, shown).join(', ')} and ${rest} more` : items.join(', ');
}
