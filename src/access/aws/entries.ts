import {
  type Actor,
  type ActorStep,
  carrying,
  isDenied,
  mayAtAll,
  onlyIf,
  stepOf,
  type Tags,
} from './actor.ts';
import { compile } from './compile.ts';
import { carriedBy } from './credentials.ts';
import {
  minting,
  type Passing,
  passings,
  takeovers,
  type UnseenTakeover,
  unseenTakeovers,
} from './escalations.ts';
import { administratorPolicy, type Estate, type EstatePrincipal } from './estate.ts';
import { matchesGlob } from './glob.ts';
import type { Context } from './request.ts';
import { mayAssume } from './role-chains.ts';
import { tagsAssumed, tagsBrought, tagsSaid } from './session-tags.ts';
import { compilePolicy } from './statement.ts';

/** Calls by which an actor gets into another principal. */
export interface Entry {
  readonly steps: readonly ActorStep[];
  readonly escalated: boolean;
  readonly context?: Context;
  /** Whose word the tags of the session it gives are; absent: as they are. */
  readonly tags?: Tags;
}

/** What is the same for whomever an actor tries to get into, worked out once. */
export interface WaysIn {
  readonly mints: boolean;
  readonly editsTrust: boolean;
  readonly editsSaml: boolean;
  readonly passes: readonly { readonly passing: Passing; readonly steps: readonly ActorStep[] }[];
  readonly mayPass: boolean;
  readonly unseen: readonly { readonly takeover: UnseenTakeover; readonly step: ActorStep }[];
  readonly workloadsOf: ReadonlyMap<string, readonly string[]>;
  /** Is there anything to try on that principal? */
  into(principal: EstatePrincipal): boolean;
}

const keyContext = carriedBy({ type: 'access-key', mfa: 'never' });
const consoleContext = carriedBy({ type: 'console-password', mfa: 'may' });

/** What an actor can try on others; null for the many who can try nothing. */
export function waysFor(estate: Estate, actor: Actor): WaysIn | null {
  const can = (action: string) => mayAtAll(actor, action);
  const mints = minting.some(({ action }) => can(action));
  const editsTrust = can('iam:UpdateAssumeRolePolicy');
  const editsSaml = can('iam:UpdateSAMLProvider');
  const mayPass = can('iam:PassRole');
  const passes = mayPass ? passesOf(actor) : [];
  const unseen = unseenOf(actor);
  const workloadsOf = takeovers.some(({ actions }) => actions.every(can))
    ? workloadsByRole(estate)
    : new Map();
  if (!(mints || editsTrust || editsSaml || mayPass || unseen.length > 0 || workloadsOf.size > 0))
    return null;
  return {
    mints,
    editsTrust,
    editsSaml,
    passes,
    mayPass,
    unseen,
    workloadsOf,
    into({ arn, trusts }) {
      if (arn.includes(':user/')) return mints;
      if (editsTrust || workloadsOf.has(arn)) return true;
      return trusts.some(
        (name) =>
          (mayPass && isService(name)) ||
          (editsSaml && name.includes(':saml-provider/')) ||
          unseen.some(({ takeover }) => takeover.trusts.test(name)),
      );
    },
  };
}

function isService(name: string): boolean {
  return /\.amazonaws\.com(\.cn)?$/.test(name);
}

function passesOf(actor: Actor): WaysIn['passes'] {
  return passings.flatMap((passing) => {
    const on = (pattern: string) => pattern.replaceAll('<Account>', actor.principal.account);
    if (!passing.steps.every(({ action }) => mayAtAll(actor, action))) return [];
    const steps = passing.steps.map((one) => stepOf(actor, one.action, on(one.on)));
    return steps.some(isDenied) ? [] : [{ passing, steps }];
  });
}

function unseenOf(actor: Actor): WaysIn['unseen'] {
  return unseenTakeovers.flatMap((takeover) => {
    const tried = takeover.actions
      .filter((action) => mayAtAll(actor, action))
      .map((action) => {
        const prefix = action.slice(0, action.indexOf(':'));
        const region = prefix === 'iam' ? '' : '*';
        return stepOf(actor, action, `arn:aws:${prefix}:${region}:${actor.principal.account}:*`);
      });
    const step = tried.find((one) => !isDenied(one));
    return step === undefined ? [] : [{ takeover, step: onlyIf(step, takeover.onlyIf) }];
  });
}

const workloads = new WeakMap<Estate, ReadonlyMap<string, readonly string[]>>();

function workloadsByRole(estate: Estate): ReadonlyMap<string, readonly string[]> {
  const known = workloads.get(estate);
  if (known !== undefined) return known;
  const byRole = Map.groupBy(estate.workloads, ({ role }) => role);
  const found = new Map([...byRole].map(([role, list]) => [role, list.map(({ arn }) => arn)]));
  workloads.set(estate, found);
  return found;
}

/** Every way an actor has into a principal as its trust policy and the services it trusts stand. */
export function entriesTo(
  estate: Estate,
  actor: Actor,
  principal: EstatePrincipal,
  ways: WaysIn | null,
): readonly Entry[] {
  if (principal.arn.includes(':user/')) return ways?.mints ? byMinting(actor, principal) : [];
  const assuming = byAssuming(estate, actor, principal);
  if (ways === null) return assuming;
  return [
    ...assuming,
    ...(ways.editsTrust ? byNewTrust(estate, actor, principal) : []),
    ...(ways.editsSaml ? bySaml(estate, actor, principal) : []),
    ...withTagsBrought(estate, principal, byOthers(actor, principal, ways)),
  ];
}

/** Sessions that a service or provider opens carry the tags it says, where the role's trust lets it tag them. */
function withTagsBrought(estate: Estate, role: EstatePrincipal, entries: readonly Entry[]): readonly Entry[] {
  if (entries.length === 0) return entries;
  const openers = role.trusts.filter((name) => !/^\d{12}$|:(user|role|root)\b| /.test(name));
  const brought = tagsBrought(
    estate,
    role,
    openers.map((principal) => ({ principal })),
  );
  return entries.flatMap((entry) => brought.map((tags) => ({ ...entry, tags })));
}

/** Through services that run as the role, and providers that sign in to it. */
function byOthers(actor: Actor, role: EstatePrincipal, ways: WaysIn): readonly Entry[] {
  return [
    ...(ways.mayPass ? byPassing(actor, role, ways) : []),
    ...byTakeover(actor, role, ways),
    ...ways.unseen
      .filter(({ takeover }) => role.trusts.some((name) => takeover.trusts.test(name)))
      .map(({ step }) => ({ steps: [step], escalated: true })),
  ];
}

function byMinting(actor: Actor, { arn }: EstatePrincipal): readonly Entry[] {
  return minting.flatMap(({ action, gives, onlyIf: condition }) => {
    const step = stepOf(actor, action, arn);
    if (isDenied(step)) return [];
    return {
      steps: [condition === null ? step : onlyIf(step, condition)],
      escalated: true,
      context: gives === 'access-key' ? keyContext : consoleContext,
    };
  });
}

function byAssuming(estate: Estate, actor: Actor, role: EstatePrincipal): readonly Entry[] {
  const decision = mayAssume(actor, role);
  if (decision.decision === 'denied') return [];
  const steps = [{ action: 'sts:AssumeRole', target: role.arn, decision }];
  return tagsAssumed(estate, actor, role).map((tags) => ({ steps, escalated: false, tags }));
}

/** A trust policy rewritten to name the caller. */
export function trusting(arn: string) {
  const Action = ['sts:AssumeRole', 'sts:TagSession'];
  const statement = { Effect: 'Allow', Action, Principal: { AWS: arn } };
  return compilePolicy(
    { Version: '2012-10-17', Statement: statement },
    'resource',
    'a trust policy the caller writes',
  );
}

function byNewTrust(estate: Estate, actor: Actor, role: EstatePrincipal): readonly Entry[] {
  const edit = stepOf(actor, 'iam:UpdateAssumeRolePolicy', role.arn);
  if (isDenied(edit)) return [];
  const trust = trusting(actor.principal.arn);
  const decision = mayAssume(actor, role, trust);
  if (decision.decision === 'denied') return [];
  const steps = [edit, { action: 'sts:AssumeRole', target: role.arn, decision }];
  return tagsAssumed(estate, actor, role, trust).map((tags) => ({ steps, escalated: true, tags }));
}

const outsider = compile({ identity: [administratorPolicy] });

/** Whoever writes a SAML provider's metadata signs the assertions itself, and says in them what it likes. */
function bySaml(estate: Estate, actor: Actor, role: EstatePrincipal): readonly Entry[] {
  const chosen = (role.trust?.statements ?? []).flatMap(({ tests }) => tests.map(({ key }) => key));
  return role.trusts
    .filter((name) => name.includes(':saml-provider/'))
    .flatMap((provider) => {
      const edit = stepOf(actor, 'iam:UpdateSAMLProvider', provider);
      const action = 'sts:AssumeRoleWithSAML';
      const caller = { principal: provider, chosen: chosen.filter((key) => key.startsWith('saml:')) };
      const request = { ...caller, action, resource: role.arn };
      const decision = outsider.decide(request, role.trust ?? undefined);
      if (isDenied(edit) || decision.decision === 'denied') return [];
      const steps = [edit, { action, target: role.arn, decision }];
      return tagsSaid(estate, role, caller).map((tags) => ({ steps, escalated: true, tags }));
    });
}

function byPassing(actor: Actor, role: EstatePrincipal, { passes }: WaysIn): readonly Entry[] {
  return role.trusts.filter(isService).flatMap((name) => {
    const service = name.replace(/\.cn$/, '');
    const pass = stepOf(actor, 'iam:PassRole', role.arn, { 'iam:PassedToService': name });
    if (isDenied(pass)) return [];
    const known = passes.filter(({ passing }) => passing.service === service);
    const entries = known.map(({ steps }) => ({ steps: withNeed(pass, steps), escalated: true }));
    const isElsewhere = !entries.length && holdsSomethingOf(actor, serviceOf(service));
    return isElsewhere
      ? [{ steps: [onlyIf(pass, `${service} lets whoever passes it the role act as it`)], escalated: true }]
      : entries;
  });
}

/** What is left to hold of a permission that is no call of its own is left to hold of the first call. */
function withNeed({ decision }: ActorStep, [first, ...rest]: readonly ActorStep[]): readonly ActorStep[] {
  if (first === undefined) return [];
  const holdsOnlyIf = [...decision.holdsOnlyIf, ...first.decision.holdsOnlyIf];
  return [{ ...first, decision: { ...first.decision, holdsOnlyIf } }, ...rest];
}

const otherNames: Readonly<Record<string, string>> = {
  'ecs-tasks': 'ecs',
  'vpc-flow-logs': 'ec2',
  spotfleet: 'ec2',
  edgelambda: 'lambda',
  delivery: 'logs',
};

/** The prefix of a service's actions, from the name by which roles trust it: `tasks.apprunner…` is `apprunner`. */
function serviceOf(host: string): string {
  const labels = host.replace(/\.amazonaws\.com$/, '').split('.');
  const name = labels.at(-1) ?? '';
  return otherNames[name] ?? name;
}

function holdsSomethingOf(actor: Actor, service: string): boolean {
  if (actor.changes.administrator) return true;
  return carrying(actor).policies.some(({ policy }) =>
    policy.statements.some(
      ({ effect, actions }) =>
        effect === 'Allow' &&
        (actions.not || actions.patterns.some((pattern) => matchesGlob(pattern.service, service))),
    ),
  );
}

function byTakeover(actor: Actor, role: EstatePrincipal, { workloadsOf }: WaysIn): readonly Entry[] {
  return (workloadsOf.get(role.arn) ?? []).flatMap((workload) =>
    takeovers
      .filter((takeover) => workload.includes(takeover.workload))
      .flatMap(({ actions }) => {
        const steps = actions.map((action) => stepOf(actor, action, workload));
        return steps.some(isDenied) ? [] : [{ steps, escalated: true }];
      }),
  );
}
