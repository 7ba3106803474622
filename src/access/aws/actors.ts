import { type Compiled, compile } from './compile.ts';
import { carriedIntoRole } from './credentials.ts';
import type { Decision } from './decide.ts';
import { type Escalation, escalations } from './escalations.ts';
import { administratorPolicy, type Estate, type EstatePrincipal, trustKey } from './estate.ts';
import type { Context } from './request.ts';

/** What became of a principal: itself, with every permission, or without its boundary. */
export type Variant = 'itself' | 'administrator' | 'unbounded' | 'new-administrator';

/** A call made to become someone else. */
export interface ActorStep {
  readonly action: string;
  readonly target: string;
  readonly decision: Decision;
}

/** Someone that whoever starts can act as; `steps` are the calls it takes. */
export interface Actor {
  readonly principal: EstatePrincipal;
  readonly variant: Variant;
  readonly context: Context;
  readonly steps: readonly ActorStep[];
  readonly escalated: boolean;
  readonly holdsOnlyIf: readonly string[];
}

const maxHops = 6;

/** One key for actors that get the same decision on everything. */
export function actorKey({ principal, variant, context }: Actor): string {
  return `${principal.arn}|${variant}|${JSON.stringify(Object.entries(context).toSorted())}`;
}

const compiled = new WeakMap<EstatePrincipal, Map<Variant, Compiled>>();

/** The policies of an actor, ready to answer. */
export function policiesOf(principal: EstatePrincipal, variant: Variant): Compiled {
  const known = compiled.get(principal) ?? new Map<Variant, Compiled>();
  compiled.set(principal, known);
  let found = known.get(variant);
  if (found === undefined) {
    const own = variant === 'new-administrator' ? [] : principal.identity;
    const identity = variant === 'itself' || variant === 'unbounded' ? own : [...own, administratorPolicy];
    const isBounded = principal.boundary !== null && (variant === 'itself' || variant === 'administrator');
    found = compile({
      identity,
      ...(isBounded && principal.boundary ? { boundary: principal.boundary } : {}),
    });
    known.set(variant, found);
  }
  return found;
}

/** Everyone a principal can act as, itself first: by roles it may assume and by escalation, in at most six hops. */
export function actorsFrom(estate: Estate, principal: EstatePrincipal, context: Context): readonly Actor[] {
  const self: Actor = { principal, variant: 'itself', context, steps: [], escalated: false, holdsOnlyIf: [] };
  const found = new Map<string, Actor>([[actorKey(self), self]]);
  let frontier: readonly Actor[] = [self];
  for (let hop = 0; hop < maxHops && frontier.length > 0; hop++) {
    const next: Actor[] = [];
    for (const actor of frontier)
      for (const further of nextFrom(estate, actor))
        if (isBetter(further, found.get(actorKey(further)))) {
          found.set(actorKey(further), further);
          next.push(further);
        }
    frontier = next;
  }
  return [...found.values()];
}

const followed = new WeakMap<Estate, Map<string, readonly Actor[]>>();

/** Whom an actor can become in one hop; worked out once for all that pass through it. */
function nextFrom(estate: Estate, actor: Actor): readonly Actor[] {
  const known = followed.get(estate) ?? new Map<string, readonly Actor[]>();
  followed.set(estate, known);
  const key = actorKey(actor);
  let hops = known.get(key);
  if (hops === undefined) {
    const start: Actor = { ...actor, steps: [], escalated: false, holdsOnlyIf: [] };
    hops = [...assumed(estate, start), ...escalated(estate, start)];
    known.set(key, hops);
  }
  return hops.map((hop) => ({
    ...hop,
    steps: [...actor.steps, ...hop.steps],
    escalated: actor.escalated || hop.escalated,
    holdsOnlyIf: [...new Set([...actor.holdsOnlyIf, ...hop.holdsOnlyIf])],
  }));
}

/** Certain before possible, then fewer calls, then without escalation. */
function isBetter(a: Actor, b: Actor | undefined): boolean {
  if (b === undefined) return true;
  const rank = (actor: Actor) =>
    [Math.min(actor.holdsOnlyIf.length, 1), actor.steps.length, Number(actor.escalated)] as const;
  const [left, right] = [rank(a), rank(b)];
  const at = left.findIndex((value, i) => value !== right[i]);
  return at >= 0 && (left[at] as number) < (right[at] as number);
}

/** Nothing in its own account is out of its reach, so becoming someone else there gains nothing. */
export function isSovereign(actor: Actor): boolean {
  if (actor.principal.arn.endsWith(':root')) return true;
  const plan = policiesOf(actor.principal, actor.variant).plan('iam:*');
  if (plan.boundary !== null) return false;
  const all =
    actor.variant === 'new-administrator'
      ? []
      : actor.principal.identity.flatMap(({ statements }) => statements);
  if (all.some(({ effect }) => effect === 'Deny')) return false;
  if (actor.variant === 'administrator' || actor.variant === 'new-administrator') return true;
  return all.some(({ actions, resources, tests }) => actions.all && resources.all && tests.length === 0);
}

function rolesInView(estate: Estate, actor: Actor): readonly EstatePrincipal[] {
  const mayAsk = mayAtAll(policiesOf(actor.principal, actor.variant), 'sts:AssumeRole');
  const keys = [trustKey(actor.principal.arn), '*', ...(mayAsk ? [actor.principal.account] : [])];
  const roles = new Set(keys.flatMap((key) => estate.rolesTrusting.get(key) ?? []));
  const isHere = isSovereign(actor);
  return [...roles].filter(
    (role) => role !== actor.principal && !(isHere && role.account === actor.principal.account),
  );
}

function assumed(estate: Estate, actor: Actor): readonly Actor[] {
  return rolesInView(estate, actor).flatMap((role) => {
    const decision = mayAssume(actor, role);
    return decision.decision === 'denied'
      ? []
      : [become(actor, role, 'itself', [step('sts:AssumeRole', role.arn, decision)], false)];
  });
}

/** May an actor assume a role, by its own policies and the role's trust policy? */
export function mayAssume(actor: Actor, role: EstatePrincipal): Decision {
  const own = policiesOf(actor.principal, actor.variant);
  const request = {
    principal: arnOf(actor),
    action: 'sts:AssumeRole',
    resource: role.arn,
    context: contextOf(actor),
  };
  return own.decide(request, role.trust ?? undefined);
}

/** Tags of a principal are known, and so is that it has no others. */
export function contextOf({ principal, variant, context }: Actor): Context {
  if (variant === 'new-administrator') return { ...context, 'aws:PrincipalTag/*': [] };
  const tags = Object.entries(principal.tags).map(
    ([key, value]) => [`aws:PrincipalTag/${key}`, value] as const,
  );
  return { ...context, 'aws:PrincipalTag/*': [], ...Object.fromEntries(tags) };
}

export function arnOf({ principal, variant }: Actor): string {
  return variant === 'new-administrator'
    ? `arn:aws:iam::${principal.account}:user/any-other-name`
    : principal.arn;
}

function step(action: string, target: string, decision: Decision): ActorStep {
  return { action, target, decision };
}

function become(
  from: Actor,
  principal: EstatePrincipal,
  variant: Variant,
  steps: readonly ActorStep[],
  byEscalation: boolean,
): Actor {
  const isSame = principal === from.principal;
  return {
    principal,
    variant,
    context: isSame ? from.context : carriedIntoRole(from.context),
    steps: [...from.steps, ...steps],
    escalated: from.escalated || byEscalation,
    holdsOnlyIf: [
      ...new Set([...from.holdsOnlyIf, ...steps.flatMap(({ decision }) => decision.holdsOnlyIf)]),
    ],
  };
}

function escalated(estate: Estate, actor: Actor): readonly Actor[] {
  return escalations.flatMap((escalation) => byEscalation(estate, actor, escalation));
}

/** A target of an escalation: what its steps name, and whom it makes of the caller. */
interface Target {
  readonly arn: string;
  readonly becomes: EstatePrincipal;
}

function byEscalation(estate: Estate, actor: Actor, escalation: Escalation): readonly Actor[] {
  const own = policiesOf(actor.principal, actor.variant);
  const actions = [...escalation.needs, ...escalation.steps].map(({ action }) => action);
  if (!actor.principal.arn.endsWith(':root') && actions.some((action) => !mayAtAll(own, action))) return [];
  return targetsOf(estate, actor, escalation).flatMap(({ arn, becomes }) => {
    const steps = stepsOf(own, actor, escalation, arn);
    if (steps === null) return [];
    if (escalation.yields === 'target-administrator') return withRoleAssumed(actor, becomes, steps);
    if (escalation.id === 'iam:UpdateAssumeRolePolicy')
      return [
        become(
          actor,
          becomes,
          'itself',
          [...steps, ...steps.map((one) => ({ ...one, action: 'sts:AssumeRole' }))],
          true,
        ),
      ];
    return [
      become(actor, becomes, escalation.yields === 'target' ? 'itself' : escalation.yields, steps, true),
    ];
  });
}

function mayAtAll(own: Compiled, action: string): boolean {
  return own.plan(action).identity.some(({ statement }) => statement.effect === 'Allow');
}

function withRoleAssumed(actor: Actor, role: EstatePrincipal, steps: readonly ActorStep[]): readonly Actor[] {
  const decision = mayAssume(actor, role);
  if (decision.decision === 'denied') return [];
  return [become(actor, role, 'administrator', [...steps, step('sts:AssumeRole', role.arn, decision)], true)];
}

function targetsOf(
  estate: Estate,
  actor: Actor,
  { doneTo, service, workload }: Escalation,
): readonly Target[] {
  const { principal } = actor;
  const self = (arn: string): Target => ({ arn, becomes: principal });
  const isUser = arnOf(actor).includes(':user/');
  if (isSovereign(actor) && doneTo !== 'user' && doneTo !== 'role') return [];
  const inReach = isSovereign(actor) ? estate.namedAbroad : estate.byAccount;
  const others = (kind: string) =>
    (inReach.get(principal.account) ?? [])
      .filter((other) => other !== principal && other.arn.includes(kind) && !other.arn.includes(':role/aws-'))
      .map((other): Target => ({ arn: other.arn, becomes: other }));
  switch (doneTo) {
    case 'self-user':
      return isUser ? [self(principal.arn)] : [];
    case 'self-role':
      return isUser ? [] : [self(principal.arn)];
    case 'own-policy':
      return principal.ownPolicies.map(self);
    case 'own-group':
      return principal.ownGroups.map(self);
    case 'user':
      return others(':user/');
    case 'role':
      return others(':role/');
    case 'passed-role':
      return others(':role/').filter(({ becomes }) => service !== null && becomes.trusts.includes(service));
    case 'workload':
      return estate.workloads
        .filter(({ arn }) => workload !== null && arn.includes(workload))
        .flatMap(({ arn, role }) => {
          const becomes = estate.principals.get(role);
          return becomes === undefined || becomes.account !== principal.account ? [] : [{ arn, becomes }];
        });
  }
}

/** The steps with their decisions; null where one is denied. */
function stepsOf(
  own: Compiled,
  actor: Actor,
  escalation: Escalation,
  target: string,
): readonly ActorStep[] | null {
  const passed: Context = escalation.service === null ? {} : { 'iam:PassedToService': escalation.service };
  const context = { ...contextOf(actor), ...passed };
  const decide = (action: string, on: string) => {
    const isTarget = on === 'target';
    const resource = isTarget ? target : on.replaceAll('<Account>', actor.principal.account);
    const request = { principal: arnOf(actor), action, resource, context };
    return step(action, resource, isTarget ? own.decide(request) : own.decideAny(request));
  };
  const needs = escalation.needs.map(({ action, on }) => decide(action, on));
  const steps = escalation.steps.map(({ action, on }) => decide(action, on));
  if ([...needs, ...steps].some(({ decision }) => decision.decision === 'denied')) return null;
  const [first, ...rest] = steps;
  const left = needs.flatMap(({ decision }) => decision.holdsOnlyIf);
  if (first === undefined) return null;
  return [
    { ...first, decision: { ...first.decision, holdsOnlyIf: [...left, ...first.decision.holdsOnlyIf] } },
    ...rest,
  ];
}
