import {
  type Actor,
  type ActorStep,
  type Changes,
  callerIn,
  carrying,
  isSovereign,
  mayAtAll,
  unchanged,
} from './actor.ts';
import { carriedIntoRole } from './credentials.ts';
import type { Decision } from './decide.ts';
import { type Estate, type EstatePrincipal, trustKey } from './estate.ts';
import type { Context } from './request.ts';
import { tagsAssumed } from './session-tags.ts';
import type { CompiledPolicy } from './statement.ts';

function rolesInView(estate: Estate, actor: Actor): readonly EstatePrincipal[] {
  const { arn, account } = actor.principal;
  const keys = [trustKey(arn), '*', ...(mayAtAll(actor, 'sts:AssumeRole') ? [account] : [])];
  const roles = new Set(keys.flatMap((key) => estate.rolesTrusting.get(key) ?? []));
  const isHere = isSovereign(actor);
  return isHere ? [...roles].filter((role) => role.account !== account) : [...roles];
}

/** Roles an actor may assume; itself among them, where its trust lets it. */
export function assumed(estate: Estate, actor: Actor): readonly Actor[] {
  const context = carriedIntoRole(actor.context);
  return rolesInView(estate, actor).flatMap((role) => {
    const decision = mayAssume(actor, role);
    if (decision.decision === 'denied') return [];
    const steps = [{ action: 'sts:AssumeRole', target: role.arn, decision }];
    const plain = become(actor, { principal: role, steps, escalated: false, context });
    return tagsAssumed(estate, actor, role).map((tags) =>
      tags === 'own' ? plain : { ...plain, changes: { ...unchanged, tags }, escalated: true },
    );
  });
}

/** May an actor assume a role, by its own policies and the role's trust policy? */
export function mayAssume(
  actor: Actor,
  role: Pick<EstatePrincipal, 'arn' | 'trust'>,
  trust: CompiledPolicy | null = role.trust,
): Decision {
  const request = { ...callerIn(actor), action: 'sts:AssumeRole', resource: role.arn };
  return carrying(actor).own.decide(request, trust ?? undefined);
}

interface Becoming {
  readonly principal: EstatePrincipal;
  readonly steps: readonly ActorStep[];
  readonly escalated: boolean;
  readonly changes?: Changes;
  /** What a session of it carries; else what is passed on into a role. */
  readonly context?: Context;
}

/** The actor that somebody becomes by some calls. */
export function become(from: Actor, { principal, steps, escalated, changes, context }: Becoming): Actor {
  const isSame = principal === from.principal;
  const left = steps.flatMap(({ decision }) => decision.holdsOnlyIf);
  return {
    principal,
    changes: changes ?? unchanged,
    context: context ?? (isSame ? from.context : carriedIntoRole(from.context)),
    steps: [...from.steps, ...steps],
    escalated: from.escalated || escalated,
    holdsOnlyIf: left.length === 0 ? from.holdsOnlyIf : [...new Set([...from.holdsOnlyIf, ...left])],
  };
}
