import { type ActionFacts, actionFacts } from './actions.ts';
import type { Because } from './because.ts';
import type { Decision } from './decide.ts';
import { type Memo, newMemo } from './memo.ts';
import { isOneAccountOnly, type ProviderRule, providerRulesFor } from './provider-rules.ts';
import { type Layer, type Relevant, relevantIn } from './relevant.ts';
import type { CompiledPolicy } from './statement.ts';

/** Compiled policies by layer; null where there is no such layer. */
export interface Layers {
  readonly identity: readonly CompiledPolicy[];
  readonly boundary: readonly CompiledPolicy[] | null;
  readonly session: readonly CompiledPolicy[] | null;
  readonly serviceControl: readonly (readonly CompiledPolicy[])[];
  readonly resourceControl: readonly (readonly CompiledPolicy[])[];
  readonly resource: readonly CompiledPolicy[] | null;
}

/** A resource standing for many, and which: `like arn:aws:s3:::logs/*`. */
export interface Sample {
  readonly arn: string;
  readonly says: string;
}

/** `complete`: no way in which the policies tell resources apart is missing. */
export interface Samples {
  readonly list: readonly Sample[];
  readonly complete: boolean;
}

/** All that is the same for every request for one action: worked out once. */
export interface Plan {
  readonly facts: ActionFacts | undefined;
  /** How many resource types the action requires. */
  readonly required: number;
  readonly rules: readonly ProviderRule[];
  readonly oneAccountOnly: boolean;
  /** `sts:AssumeRoleWithWebIdentity` and `…WithSAML`: the caller holds no AWS identity yet. */
  readonly bySignIn: boolean;
  readonly identity: readonly Relevant[];
  readonly boundary: readonly Relevant[] | null;
  readonly session: readonly Relevant[] | null;
  readonly serviceControl: readonly (readonly Relevant[])[];
  readonly resourceControl: readonly (readonly Relevant[])[];
  readonly resource: readonly Relevant[] | null;
  /** Samples of resource patterns asked about before. */
  readonly samples: Map<string, Samples>;
  /** Explanations already given, by the statements they name. */
  readonly explained: Memo<readonly Because[]>;
  /** Open cases settled before, by the statements and truths they rest on. */
  readonly settled: Memo<Decision>;
}

export function planFor(layers: Layers, action: string): Plan {
  const facts = actionFacts(action);
  const pick = (layer: Layer, policies: readonly CompiledPolicy[]) =>
    policies.flatMap((policy) => policy.forAction(action)).map((statement) => relevantIn(layer, statement));
  return {
    facts,
    required: facts?.types.filter(({ required }) => required).length ?? 0,
    rules: providerRulesFor(action),
    oneAccountOnly: isOneAccountOnly(action),
    bySignIn: /^sts:assumerolewith/i.test(action),
    identity: pick('identity', layers.identity),
    boundary: layers.boundary && pick('boundary', layers.boundary),
    session: layers.session && pick('session', layers.session),
    serviceControl: layers.serviceControl.map((level) => pick('service-control', level)),
    resourceControl: layers.resourceControl.map((level) => pick('resource-control', level)),
    resource: layers.resource && pick('resource', layers.resource),
    samples: new Map(),
    explained: newMemo(),
    settled: newMemo(),
  };
}

/** Every statement of a plan. */
export function statementsOf(plan: Plan): readonly Relevant[] {
  const { identity, boundary, session, serviceControl, resourceControl, resource } = plan;
  return [
    identity,
    boundary ?? [],
    session ?? [],
    ...serviceControl,
    ...resourceControl,
    resource ?? [],
  ].flat();
}

/** The same plan for a resource with a policy of its own. */
export function withResourcePolicy(plan: Plan, policy: CompiledPolicy, action: string): Plan {
  const resource = policy.forAction(action).map((statement) => relevantIn('resource', statement));
  return { ...plan, resource, samples: new Map() };
}
