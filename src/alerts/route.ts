import { severities } from '../../reports/words.ts';
import type { AlertConfig } from '../config/config.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { Agent } from '../model/inventory.ts';
import type { NewsItem } from './news-item.ts';

/** What is known of assets beside the news themselves: where they are, and whose. */
export interface Whereabouts {
  readonly environmentsOf: (item: NewsItem) => readonly string[];
  readonly agentsOf: (item: NewsItem) => readonly string[];
}

/** Looks environments and agents up in the blast radius and in the declared badges. */
export function whereabouts(radius: BlastRadius | null, agents: readonly Agent[]): Whereabouts {
  const places = new Map(radius?.stores.map(({ store, environments }) => [store, environments]));
  const holders = new Map<string, Set<string>>();
  const hold = (id: string | null | undefined, agent: string | null): void => {
    if (id == null || agent === null) return;
    holders.set(id, (holders.get(id) ?? new Set()).add(agent));
  };
  for (const { name, credentials } of agents) for (const id of credentials) hold(id, name);
  for (const { credential, principal, agent } of radius?.credentials ?? []) {
    hold(credential, agent);
    hold(principal, agent);
  }
  for (const { store, worst } of radius?.stores ?? []) {
    for (const agent of holders.get(worst?.credential ?? '') ?? []) hold(store, agent);
  }
  return {
    environmentsOf: ({ asset, environments }) =>
      environments.length > 0 ? environments : (places.get(asset) ?? []),
    agentsOf: ({ asset, agent }) => [...(holders.get(asset) ?? []), ...(agent === null ? [] : [agent])],
  };
}

type Route = Pick<AlertConfig, 'when' | 'minSeverity' | 'environments' | 'providers' | 'agents'>;

/**
 * Whether a route takes a piece of news. What is about no one environment may touch any of them, so that no route
 * by environment misses it.
 */
export function routeTest(
  route: Route,
  { environmentsOf, agentsOf }: Whereabouts,
): (item: NewsItem) => boolean {
  const lowest = severities.indexOf(route.minSeverity);
  return (item) => {
    if (!route.when.includes(item.news) || severities.indexOf(item.severity) > lowest) return false;
    if (route.providers.length > 0 && !route.providers.includes(item.provider)) return false;
    const places = route.environments.length === 0 ? [] : environmentsOf(item);
    if (places.length > 0 && !places.some((place) => route.environments.includes(place))) return false;
    return route.agents.length === 0 || agentsOf(item).some((agent) => route.agents.includes(agent));
  };
}

/** Those gaps that make a scan incomplete and are the route's: `railway:denied:…`, not what can never be read. */
export function routedGaps({ when, providers }: Route, gaps: readonly string[]): readonly string[] {
  if (!when.includes('incomplete')) return [];
  return gaps.filter((fingerprint) => {
    const [provider = '', reason = ''] = fingerprint.split(':');
    return (
      !/^(unlistable|unsupported)$/.test(reason) && (providers.length === 0 || providers.includes(provider))
    );
  });
}
