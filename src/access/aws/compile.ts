import { type Decision, decideOne } from './decide.ts';
import { type Layers, type Plan, planFor, withResourcePolicy } from './plan.ts';
import type { Policy } from './policy.ts';
import type { Request } from './request.ts';
import { decideInFull, decideOnAny } from './several.ts';
import { type CompiledPolicy, compilePolicy, type PolicyKind } from './statement.ts';

/** A policy, or one that was compiled before and is shared. */
export type AnyPolicy = Policy | CompiledPolicy;

/** The policies that have a say in a principal's requests. */
export interface Policies {
  readonly identity: readonly AnyPolicy[];
  readonly boundary?: AnyPolicy;
  readonly session?: readonly AnyPolicy[];
  /** One list a level, the organisation's root first. */
  readonly serviceControl?: readonly (readonly AnyPolicy[])[];
  readonly resourceControl?: readonly (readonly AnyPolicy[])[];
  readonly resource?: AnyPolicy;
  /** Owner of the resource, where its ARN does not say. */
  readonly resourceAccount?: string;
}

/** Policies read once and ready to answer. */
export interface Compiled {
  /**
   * Decides a request; `resource` is the policy of its resource, and `owner` the account it belongs to where its ARN
   * does not say, where they differ from question to question.
   */
  decide(request: Request, resource?: CompiledPolicy, owner?: string): Decision;
  /** Is it allowed on some resource of those the request's pattern takes in? For what a caller makes itself. */
  decideAny(request: Request): Decision;
  /** The plan for an action, and who owns resources whose ARN does not say. */
  plan(action: string): Plan;
  readonly resourceAccount: string | undefined;
}

function isCompiled(policy: AnyPolicy): policy is CompiledPolicy {
  return typeof policy === 'object' && 'forAction' in policy && typeof policy.forAction === 'function';
}

function listOf(policies: readonly AnyPolicy[], kind: PolicyKind, layer: string): readonly CompiledPolicy[] {
  return policies.map((policy, i) =>
    isCompiled(policy) ? policy : compilePolicy(policy, kind, `${layer}[${i}]`),
  );
}

function layersFrom(policies: Policies): Layers {
  const { identity, boundary, session, serviceControl = [], resourceControl = [], resource } = policies;
  return {
    identity: listOf(identity, 'identity', 'identity'),
    boundary: boundary === undefined ? null : listOf([boundary], 'identity', 'boundary'),
    session: session === undefined ? null : listOf(session, 'identity', 'session'),
    serviceControl: serviceControl.map((level, i) => listOf(level, 'identity', `service-control[${i}]`)),
    resourceControl: resourceControl.map((level, i) => listOf(level, 'resource', `resource-control[${i}]`)),
    resource: resource === undefined ? null : listOf([resource], 'resource', 'resource'),
  };
}

/**
 * Reads policies once; `decide` then answers any number of requests. Throws `PolicyError` for the first policy
 * that can't be read.
 */
export function compile(policies: Policies): Compiled {
  const layers = layersFrom(policies);
  const plans = new Map<string, Plan>();
  const asked = (request: Request, resource?: CompiledPolicy, owner?: string) => {
    const plan = compiled.plan(request.action);
    return {
      plan: resource === undefined ? plan : withResourcePolicy(plan, resource, request.action),
      request,
      resourceAccount: owner ?? policies.resourceAccount,
    };
  };
  const compiled: Compiled = {
    resourceAccount: policies.resourceAccount,
    decide: (request, resource, owner) => decideInFull(asked(request, resource, owner), decideOne),
    decideAny: (request) => decideOnAny(asked(request), decideOne),
    plan(action) {
      let plan = plans.get(action);
      if (plan === undefined) {
        plan = planFor(layers, action);
        plans.set(action, plan);
      }
      return plan;
    },
  };
  return compiled;
}

/** May this principal do this to that resource? For one question; `compile` is for many. */
export function evaluate(request: Request, policies: Policies): Decision {
  return compile(policies).decide(request);
}
