import { type Compiled, compile } from './compile.ts';
import type { Decision } from './decide.ts';
import { administratorPolicy, type CarriedPolicy, type EstateGroup, type EstatePrincipal } from './estate.ts';
import type { Context, Request } from './request.ts';
import type { CompiledPolicy } from './statement.ts';

/**
 * Whose word the tags of a session are. `own`: those the principal has in IAM, and no others. `chosen`: the caller
 * writes what it likes over them. `open`: somebody else may write them, or the caller may write some.
 */
export type Tags = 'own' | 'chosen' | 'open';

/** What was changed about a principal before it acts. */
export interface Changes {
  /** It carries a further policy that allows everything. */
  readonly administrator: boolean;
  /** Its boundary no longer limits it. */
  readonly unbounded: boolean;
  readonly tags: Tags;
  /** Policies taken off or overwritten. */
  readonly without: readonly CarriedPolicy[];
  /** Groups it was put into. */
  readonly joined: readonly EstateGroup[];
}

export const unchanged: Changes = {
  administrator: false,
  unbounded: false,
  tags: 'own',
  without: [],
  joined: [],
};

/** A call made to become someone else. */
export interface ActorStep {
  readonly action: string;
  readonly target: string;
  readonly decision: Decision;
}

/** Someone that whoever starts can act as; `steps` are the calls it takes. */
export interface Actor {
  readonly principal: EstatePrincipal;
  readonly changes: Changes;
  readonly context: Context;
  readonly steps: readonly ActorStep[];
  readonly escalated: boolean;
  readonly holdsOnlyIf: readonly string[];
}

function nameOf({ policy, arn, group }: CarriedPolicy): string {
  return [group ?? '', arn ?? policy.name].join(' ');
}

const namesOfChanges = new WeakMap<Changes, string>();

/** One name for equal changes, whatever the order they were made in. */
export function changesKey(changes: Changes): string {
  const known = namesOfChanges.get(changes);
  if (known !== undefined) return known;
  const { administrator, unbounded, tags, without, joined } = changes;
  const key = JSON.stringify([
    administrator,
    unbounded,
    tags,
    without.map(nameOf).sort(),
    joined.map(({ arn }) => arn).sort(),
  ]);
  namesOfChanges.set(changes, key);
  return key;
}

const namesOfContexts = new WeakMap<Context, string>();

/** One key for equal contexts. */
export function contextKey(context: Context): string {
  const known = namesOfContexts.get(context);
  if (known !== undefined) return known;
  const key = JSON.stringify(Object.entries(context).toSorted());
  namesOfContexts.set(context, key);
  return key;
}

/** One key for actors that get the same decision on everything. */
export function actorKey({ principal, changes, context }: Actor): string {
  return `${principal.arn}|${changes === unchanged ? '' : changesKey(changes)}|${contextKey(context)}`;
}

/** What a principal carries after its changes, ready to answer. */
export interface Carrying {
  readonly policies: readonly CarriedPolicy[];
  readonly boundary: CarriedPolicy | null;
  readonly own: Compiled;
  /** The same, with what its organisation lays on the resources of its own account. */
  readonly atHome: Compiled;
  /** Nothing in its account is out of its reach. */
  readonly isSovereign: boolean;
}

const known = new WeakMap<EstatePrincipal, Map<string, Carrying>>();

export function carrying({ principal, changes }: Pick<Actor, 'principal' | 'changes'>): Carrying {
  const ways = known.get(principal) ?? new Map<string, Carrying>();
  known.set(principal, ways);
  const key = changesKey(changes);
  const found = ways.get(key) ?? carry(principal, changes);
  ways.set(key, found);
  return found;
}

function carry(principal: EstatePrincipal, changes: Changes): Carrying {
  const taken = new Set(changes.without);
  const all = [...principal.identity, ...changes.joined.flatMap(({ policies }) => policies)];
  const policies = all.filter((one) => !taken.has(one));
  const boundary = changes.unbounded ? null : principal.boundary;
  const identity = [
    ...policies.map(({ policy }) => policy),
    ...(changes.administrator ? [administratorPolicy] : []),
  ];
  const { serviceControl = [], resourceControl = [] } = principal.limits ?? {};
  const carried = { identity, serviceControl, ...(boundary === null ? {} : { boundary: boundary.policy }) };
  const own = compile(carried);
  const atHome = resourceControl.length === 0 ? own : compile({ ...carried, resourceControl });
  const statements = identity.flatMap((policy) => policy.statements);
  // A limit may spare single principals of the account.
  const isLimited = serviceControl.flat().some(hasDeny);
  const isSovereign =
    (principal.arn.endsWith(':root') && !isLimited) ||
    (boundary === null &&
      !isLimited &&
      !statements.some(({ effect }) => effect === 'Deny') &&
      statements.some(({ actions, resources, tests }) => actions.all && resources.all && tests.length === 0));
  return { policies, boundary, own, atHome, isSovereign };
}

/** Nothing in its own account is out of its reach, so becoming someone else there gains nothing. */
export function isSovereign(actor: Actor): boolean {
  return carrying(actor).isSovereign;
}

/** Does a policy take something away? */
export function denies({ policy }: CarriedPolicy): boolean {
  return hasDeny(policy);
}

function hasDeny({ statements }: CompiledPolicy): boolean {
  return statements.some(({ effect }) => effect === 'Deny');
}

/** Does any policy of an actor allow an action, on whatever, under whatever condition? */
export function mayAtAll(actor: Actor, action: string): boolean {
  if (actor.principal.arn.endsWith(':root')) return true;
  const { identity } = carrying(actor).own.plan(action);
  return identity.some(({ statement }) => statement.effect === 'Allow');
}

/** Who asks, as every request of an actor says it. */
export function callerIn(actor: Actor): Pick<Request, 'principal' | 'context' | 'tagsOfChoice'> {
  const { principal, changes } = actor;
  const caller = { principal: principal.arn, context: contextOf(actor) };
  return changes.tags === 'chosen' ? { ...caller, tagsOfChoice: Object.keys(principal.tags) } : caller;
}

/** Tags of a principal are known, and so is that it has no others. */
function contextOf({ principal, changes, context }: Actor): Context {
  if (changes.tags !== 'own') return context;
  const tags = Object.entries(principal.tags).map(
    ([key, value]) => [`aws:PrincipalTag/${key}`, value] as const,
  );
  return { ...context, 'aws:PrincipalTag/*': [], ...Object.fromEntries(tags) };
}

/** Asks whether an actor may make a call, with what else the call carries. */
export function stepOf(actor: Actor, action: string, target: string, carries: Context = {}): ActorStep {
  const caller = callerIn(actor);
  const request = { ...caller, action, resource: target, context: { ...caller.context, ...carries } };
  const { own } = carrying(actor);
  const isOne = !target.includes('*');
  return { action, target, decision: isOne ? own.decide(request) : own.decideAny(request) };
}

/** A step that is made only under a condition beyond those of its policies. */
export function onlyIf(step: ActorStep, condition: string): ActorStep {
  const { decision } = step;
  if (decision.decision === 'denied') return step;
  return {
    ...step,
    decision: { ...decision, decision: 'conditional', holdsOnlyIf: [condition, ...decision.holdsOnlyIf] },
  };
}

export function isDenied({ decision }: ActorStep): boolean {
  return decision.decision === 'denied';
}
