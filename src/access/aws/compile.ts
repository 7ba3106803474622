import { type Decision, decideOne } from './decide.ts';
import type { Policy } from './policy.ts';
import type { Layer } from './relevant.ts';
import type { Request } from './request.ts';
import { decideOnMany } from './several.ts';
import { type CompiledPolicy, compilePolicy, type PolicyKind, type Statement } from './statement.ts';

/** The policies that have a say in a principal's requests. */
export interface Policies {
  readonly identity: readonly (Policy | CompiledPolicy)[];
  readonly boundary?: Policy | CompiledPolicy;
  readonly session?: readonly (Policy | CompiledPolicy)[];
  /** One list a level, the organisation's root first. */
  readonly serviceControl?: readonly (readonly (Policy | CompiledPolicy)[])[];
  readonly resourceControl?: readonly (readonly (Policy | CompiledPolicy)[])[];
  readonly resource?: Policy | CompiledPolicy;
  /** Owner of the resource, where its ARN does not say. */
  readonly resourceAccount?: string;
}

/** Statements that take in one action, by layer; null where there is no such layer. */
export interface Candidates {
  readonly identity: readonly Statement[];
  readonly boundary: readonly Statement[] | null;
  readonly session: readonly Statement[] | null;
  readonly serviceControl: readonly (readonly Statement[])[];
  readonly resourceControl: readonly (readonly Statement[])[];
  readonly resource: readonly Statement[] | null;
}

/** Policies read once and ready to answer. */
export interface Compiled {
  decide(request: Request): Decision;
  readonly policies: CompiledPolicies;
}

/** The compiled form, for those that ask about many resources at once. */
export interface CompiledPolicies {
  readonly resourceAccount: string | undefined;
  candidates(action: string): Candidates;
}

function isCompiled(policy: Policy | CompiledPolicy): policy is CompiledPolicy {
  return typeof policy === 'object' && 'forAction' in policy && typeof policy.forAction === 'function';
}

function compiled(policy: Policy | CompiledPolicy, layer: Layer, index: number): CompiledPolicy {
  if (isCompiled(policy)) return policy;
  const kind: PolicyKind = layer === 'resource' || layer === 'resource-control' ? 'resource' : 'identity';
  return compilePolicy(policy, kind, `${layer}[${index}]`);
}

function listOf(policies: readonly (Policy | CompiledPolicy)[], layer: Layer): readonly CompiledPolicy[] {
  return policies.map((policy, i) => compiled(policy, layer, i));
}

/** Compiles policies; throws `PolicyError` for the first that can't be read. */
export function compilePolicies(policies: Policies): CompiledPolicies {
  const layers = {
    identity: listOf(policies.identity, 'identity'),
    boundary: policies.boundary === undefined ? null : listOf([policies.boundary], 'boundary'),
    session: policies.session === undefined ? null : listOf(policies.session, 'session'),
    serviceControl: (policies.serviceControl ?? []).map((level) => listOf(level, 'service-control')),
    resourceControl: (policies.resourceControl ?? []).map((level) => listOf(level, 'resource-control')),
    resource: policies.resource === undefined ? null : listOf([policies.resource], 'resource'),
  };
  const byAction = new Map<string, Candidates>();
  return {
    resourceAccount: policies.resourceAccount,
    candidates(action) {
      let found = byAction.get(action);
      if (found === undefined) {
        found = candidatesFor(layers, action);
        byAction.set(action, found);
      }
      return found;
    },
  };
}

type Layers = {
  readonly [K in keyof Candidates]: Candidates[K] extends readonly (readonly unknown[])[]
    ? readonly (readonly CompiledPolicy[])[]
    : readonly CompiledPolicy[] | null;
};

function candidatesFor(layers: Layers, action: string): Candidates {
  const pick = (policies: readonly CompiledPolicy[]) =>
    policies.flatMap((policy) => policy.forAction(action));
  return {
    identity: pick(layers.identity ?? []),
    boundary: layers.boundary && pick(layers.boundary),
    session: layers.session && pick(layers.session),
    serviceControl: layers.serviceControl.map(pick),
    resourceControl: layers.resourceControl.map(pick),
    resource: layers.resource && pick(layers.resource),
  };
}

/** Reads policies once; `decide` then answers any number of requests. */
export function compile(policies: Policies): Compiled {
  const ready = compilePolicies(policies);
  return { policies: ready, decide: (request) => decideOnMany(ready, request, decideOne) };
}

/** May this principal do this to that resource? One question; `compile` is for many. */
export function evaluate(request: Request, policies: Policies): Decision {
  return compile(policies).decide(request);
}
