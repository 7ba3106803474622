import {
  type Actor,
  type ActorStep,
  carrying,
  isDenied,
  isSovereign,
  mayAtAll,
  onlyIf,
  stepOf,
  unchanged,
} from './actor.ts';
import { lastSegment } from './caller.ts';
import { carriedBy } from './credentials.ts';
import { type Entry, trusting } from './entries.ts';
import type { CarriedPolicy, Estate, EstatePrincipal } from './estate.ts';
import { editedBy, entering } from './others.ts';
import { anyOther } from './request.ts';
import { mayAssume } from './role-chains.ts';
import { tagsAssumed } from './session-tags.ts';

/** Users and roles an actor makes for the purpose, gives rights and gets into. */
export function becomingNew(estate: Estate, actor: Actor): readonly Actor[] {
  if (isSovereign(actor)) return [];
  return (['user', 'role'] as const).flatMap((kind) => {
    const create = `iam:Create${kind === 'user' ? 'User' : 'Role'}`;
    if (!mayAtAll(actor, create)) return [];
    return madeBy(actor, kind, create).flatMap(({ principal, step }) => {
      const arn = `arn:aws:iam::${principal.account}:${kind}/*`;
      const entries = entriesInto(estate, actor, principal, arn);
      if (entries.length === 0) return [];
      return editedBy(estate, actor, { principal, changes: unchanged, arn })
        .filter(({ steps }) => steps.length > 0)
        .map((version) => ({ ...version, steps: [step, ...version.steps] }))
        .flatMap((version) => entries.map((entry) => entering(actor, principal, version, entry)));
    });
  });
}

interface Made {
  readonly principal: EstatePrincipal;
  readonly step: ActorStep;
}

/** Without a boundary where that is allowed, else under the caller's own, else under one nobody read. */
function madeBy(actor: Actor, kind: 'user' | 'role', create: string): readonly Made[] {
  const on = `arn:aws:iam::${actor.principal.account}:${kind}/*`;
  const own = carrying(actor).boundary;
  const free = stepOf(actor, create, on, { 'iam:PermissionsBoundary': [] });
  if (!isDenied(free)) return [{ principal: newcomer(actor, kind, null), step: free }];
  if (own?.arn != null) {
    const bounded = stepOf(actor, create, on, { 'iam:PermissionsBoundary': own.arn });
    if (!isDenied(bounded)) return [{ principal: newcomer(actor, kind, own), step: bounded }];
  }
  const somehow = stepOf(actor, create, on);
  if (isDenied(somehow)) return [];
  const step = onlyIf(somehow, `the boundary that a new ${kind} must have allows it`);
  return [{ principal: newcomer(actor, kind, null), step }];
}

/** The boundary is in its name, so that newcomers under different ones are not taken for each other. */
function newcomer({ principal }: Actor, kind: string, boundary: CarriedPolicy | null): EstatePrincipal {
  const { account, limits = null } = principal;
  const name =
    boundary === null ? anyOther : `${anyOther}-under-${lastSegment(boundary.arn ?? boundary.policy.name)}`;
  const arn = `arn:aws:iam::${account}:${kind}/${name}`;
  return { arn, account, identity: [], boundary, trust: null, trusts: [], tags: {}, groups: [], limits };
}

const keyContext = carriedBy({ type: 'access-key', mfa: 'never' });

function entriesInto(
  estate: Estate,
  actor: Actor,
  { arn }: EstatePrincipal,
  pattern: string,
): readonly Entry[] {
  if (arn.includes(':user/')) {
    const step = stepOf(actor, 'iam:CreateAccessKey', pattern);
    return isDenied(step) ? [] : [{ steps: [step], escalated: true, context: keyContext }];
  }
  const role = { arn, trust: trusting(actor.principal.arn) };
  const decision = mayAssume(actor, role);
  if (decision.decision === 'denied') return [];
  const steps = [{ action: 'sts:AssumeRole', target: arn, decision }];
  return tagsAssumed(estate, actor, role).map((tags) => ({ steps, escalated: true, tags }));
}
