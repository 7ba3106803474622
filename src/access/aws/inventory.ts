import type { Access, Decision, Identity, IdentityStep, Reason } from '../../model/access.ts';
import type { AssetOf } from '../../model/asset.ts';
import type { InventoryIndex } from '../../model/inventory.ts';
import { unreadAcross } from './across-accounts.ts';
import { type Actor, type ActorStep, actorKey, carrying, contextOf, isSovereign } from './actor.ts';
import { actorsFrom } from './actors.ts';
import type { Because } from './because.ts';
import { carriedBy } from './credentials.ts';
import type { Decision as Answer } from './decide.ts';
import { estateFrom, type ReadEstate } from './estate-inventory.ts';
import { contextOfTags } from './reach.ts';
import { anyOther } from './request.ts';
import { targetGroups } from './target-groups.ts';
import { wayIn } from './ways-in.ts';

type Credential = AssetOf<'credential'>;

/** AWS access over an inventory: every policy is compiled once, every principal's paths are followed once. */
export function awsAccess(index: InventoryIndex): Access {
  const read = estateFrom(index);
  const actors = new Map<string, Actor>();
  const outsiders = new Map<string, Decision>();
  let groups: ReadonlyMap<string, string> | undefined;
  const known = new Map<string, readonly Identity[]>();
  const identities = (id: string): readonly Identity[] => {
    let found = known.get(id);
    if (found === undefined) {
      found = identitiesOf(index, read, id, { actors, outsiders });
      known.set(id, found);
    }
    return found;
  };
  return {
    identities,
    decide(identity, operation, target) {
      identities(identity.credential);
      const actor = actors.get(identity.key);
      const outside = outsiders.get(identity.key);
      if (outside !== undefined) return outside;
      return actor === undefined ? unknownActor(identity) : decide(index, read, actor, operation, target);
    },
    targetKey(target) {
      groups ??= targetGroups(index, read);
      return groups.get(target) ?? target;
    },
    scopeOf: (target) => index.get(target)?.scope ?? 'aws',
  };
}

/** Who was found behind credentials so far, by key: actors, and holders that their role's trust keeps out. */
interface Found {
  readonly actors: Map<string, Actor>;
  readonly outsiders: Map<string, Decision>;
}

function identitiesOf(
  index: InventoryIndex,
  read: ReadEstate,
  id: string,
  { actors, outsiders }: Found,
): readonly Identity[] {
  const credential = index.get(id);
  const holder = index.to(id, 'held-by')[0];
  const principal = holder === undefined ? undefined : read.estate.principals.get(holder.id);
  if (credential?.kind !== 'credential' || principal === undefined) return [];
  const entry = wayIn(principal, credential.props, credential.id);
  if (entry?.decision.decision === 'denied') {
    const kept = keptOut(credential, entry, read);
    outsiders.set(kept.identity.key, kept.decision);
    return [kept.identity];
  }
  const start = actorsFrom(read.estate, principal, carriedBy(credential.props));
  return start.map((actor) => {
    actors.set(actorKey(actor), actor);
    return identityOf(credential, actor, entry, read);
  });
}

/** Somebody whom the trust policy of the role keeps out: every question is answered with that. */
function keptOut(credential: Credential, entry: ActorStep, read: ReadEstate) {
  const unread = read.unreadOf(entry.target);
  const identity: Identity = {
    key: `outside|${credential.id}`,
    credential: credential.id,
    principal: credential.id,
    steps: [],
    escalated: false,
    holdsOnlyIf: [],
    unread,
    via: `kept out of ${entry.target.slice(entry.target.lastIndexOf(':') + 1)} by its trust policy`,
  };
  const because = entry.decision.because.map(reasonOf).map((reason) => ({ ...reason, layer: 'trust' }));
  const decision: Decision = {
    decision: 'denied',
    because,
    holdsOnlyIf: [],
    confidence: 'documented',
    unread,
  };
  return { identity, decision };
}

function identityOf(
  credential: Credential,
  actor: Actor,
  entry: ActorStep | null,
  read: ReadEstate,
): Identity {
  const steps = entry === null ? actor.steps : [entry, ...actor.steps];
  const holdsOnlyIf = [...new Set(steps.flatMap(({ decision }) => decision.holdsOnlyIf))].sort();
  return {
    key: actorKey(actor),
    credential: credential.id,
    principal: actor.principal.arn,
    steps: steps.map(stepOf),
    escalated: actor.escalated,
    holdsOnlyIf,
    unread: [...read.unreadOf(actor.principal.arn), ...(isSovereign(actor) ? [] : unreadAcross(actor))],
    via: viaOf(actor),
  };
}

function stepOf({ action, target, decision }: ActorStep): IdentityStep {
  return { operation: action, target, because: decision.because.map(reasonOf) };
}

function viaOf({ principal, changes }: Actor): string {
  const name = principal.arn.slice(principal.arn.lastIndexOf(':') + 1);
  const isNew = name.includes(`/${anyOther}`);
  const { administrator, unbounded, retagged, without, joined } = changes;
  const words = [
    isNew ? `a ${name.slice(0, name.indexOf('/'))} it makes` : name,
    ...(administrator ? ['made administrator'] : []),
    ...(unbounded ? ['without its boundary'] : []),
    ...without.map(({ policy }) => `without ${policy.name}`),
    ...joined.map(({ arn }) => `put into ${arn.slice(arn.lastIndexOf(':') + 1)}`),
    ...(retagged ? ['with other tags'] : []),
  ];
  return `${words.join(', ')} in ${principal.account}`;
}

function reasonOf({ layer, policy, statement, effect, says }: Because): Reason {
  const effects = { Allow: 'allow', Deny: 'deny', 'implicit-deny': 'implicit-deny' } as const;
  const where =
    policy === null ? '' : statement === null ? `${policy}: ` : `${policy}, statement ${statement}: `;
  return { layer: layer === 'service-control' ? 'scp' : layer, effect: effects[effect], text: where + says };
}

/** An ARN to ask about: the account as a container stands for itself in requests to close it. */
function resourceOf(target: string): string {
  const account = /^aws:account:(\d{12})$/.exec(target)?.[1];
  return account === undefined ? target : `arn:aws:account::${account}:account`;
}

function decide(
  index: InventoryIndex,
  read: ReadEstate,
  actor: Actor,
  operation: string,
  target: string,
): Decision {
  const asset = index.get(target);
  const tags = asset === undefined || asset.kind === 'key' ? undefined : asset.tags;
  const context = contextOfTags(tags, contextOf(actor)) ?? {};
  const request = {
    principal: actor.principal.arn,
    action: operation,
    resource: resourceOf(target),
    context,
  };
  const { own } = carrying(actor);
  const account = asset?.scope ?? actor.principal.account;
  const answer =
    account === actor.principal.account || target.split(':')[4] !== ''
      ? own.decide(request, read.resourcePolicyOf(target))
      : foreign(operation);
  return decisionOf(operation === 'organizations:CloseAccount' ? onlyFromManagement(answer) : answer, read, {
    actor,
    target,
    account,
  });
}

/** Snapshots and images have no account in their ARN; those of another account can't be ended from here. */
function foreign(operation: string): Answer {
  const says = `${operation} takes no caller from another account`;
  return {
    decision: 'denied',
    because: [{ layer: 'provider', policy: 'AWS', statement: null, effect: 'implicit-deny', says }],
    holdsOnlyIf: [],
  };
}

function onlyFromManagement(answer: Answer): Answer {
  if (answer.decision === 'denied') return answer;
  const condition = "the caller's account manages the organisation";
  return { ...answer, decision: 'conditional', holdsOnlyIf: [condition, ...answer.holdsOnlyIf] };
}

interface Asked {
  readonly actor: Actor;
  readonly target: string;
  /** Account of the target. */
  readonly account: string;
}

/** An explicit deny stands whatever is unread, except that rights given across accounts come with another identity. */
function decisionOf(answer: Answer, read: ReadEstate, { actor, target, account }: Asked): Decision {
  const isExplicit = answer.because.some(({ effect }) => effect === 'Deny');
  const own = answer.decision === 'denied' && isExplicit ? [] : read.unreadOf(actor.principal.arn, target);
  const unread = account === actor.principal.account ? own : [...own, ...unreadAcross(actor)];
  return {
    decision: answer.decision,
    because: answer.because.map(reasonOf),
    holdsOnlyIf: answer.holdsOnlyIf,
    confidence: 'documented',
    unread: answer.decision === 'allowed' ? [] : unread,
  };
}

function unknownActor(identity: Identity): Decision {
  const text = `${identity.principal} is not in the inventory`;
  return {
    decision: 'denied',
    because: [{ layer: 'identity', effect: 'implicit-deny', text }],
    holdsOnlyIf: [],
    confidence: 'unverified',
    unread: [`aws:failed:principal:${identity.principal}`],
  };
}
