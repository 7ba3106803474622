import type { Access, Decision, Identity, PolicyChange } from '../../model/access.ts';
import type { InventoryIndex } from '../../model/inventory.ts';
import { unreadAcross } from './across-accounts.ts';
import { type Actor, callerIn, carrying } from './actor.ts';
import type { Decision as Answer } from './decide.ts';
import { openPolicy } from './estate.ts';
import { estateFrom, type ReadEstate } from './estate-inventory.ts';
import { type Holder, identitiesOf } from './identities.ts';
import { managesOrganization } from './management.ts';
import { contextOfTags } from './reach.ts';
import { reasonOf, refused } from './reasons.ts';
import type { CompiledPolicy } from './statement.ts';
import { arnOfTarget, asksOwnPolicy, isBucket, resourceOf } from './target-arn.ts';
import { targetGroups } from './target-groups.ts';

/** AWS access over an inventory: every policy is compiled once, every principal's paths are followed once. */
export function awsAccess(index: InventoryIndex): Access {
  const read = estateFrom(index);
  const holders = new Map<string, Holder>();
  let groups: ReadonlyMap<string, string> | undefined;
  const known = new Map<string, readonly Identity[]>();
  const identities = (id: string): readonly Identity[] => {
    let found = known.get(id);
    if (found === undefined) {
      const all = identitiesOf(index, read, id);
      for (const { identity, holder } of all) holders.set(identity.key, holder);
      found = all.map(({ identity }) => identity);
      known.set(id, found);
    }
    return found;
  };
  return {
    identities,
    decide(identity, operation, target, policy) {
      identities(identity.credential);
      const holder = holders.get(identity.key);
      if (holder === undefined) throw new Error(`${identity.key} is no identity of ${identity.credential}`);
      if ('answer' in holder) return holder.answer;
      const { actor, services } = holder;
      const service = operation.slice(0, operation.indexOf(':'));
      if (services !== null && !services.includes(service))
        return refused(`this kind of credential signs no calls of ${service}`);
      return decide(index, read, actor, { operation, target, policy });
    },
    targetKey(target) {
      groups ??= targetGroups(index, read);
      return groups.get(target) ?? target;
    },
    scopeOf: (target) => index.get(target)?.scope ?? 'aws',
  };
}

interface Call {
  readonly operation: string;
  readonly target: string;
  readonly policy: PolicyChange | undefined;
}

function decide(
  index: InventoryIndex,
  read: ReadEstate,
  actor: Actor,
  { operation, target, policy }: Call,
): Decision {
  if (operation === 'organizations:CloseAccount') return closing(index, read, actor, target);
  const asset = index.get(target);
  const tags = asset === undefined || read.hasUnreadTags(asset) ? undefined : asset.tags;
  const caller = callerIn(actor);
  const context = contextOfTags(tags, caller.context) ?? {};
  const request = {
    ...caller,
    action: operation,
    resource: resourceOf(operation, target),
    context,
  };
  const { own, atHome } = carrying(actor);
  const account = asset?.scope ?? actor.principal.account;
  const isHome = account === actor.principal.account;
  const arn = arnOfTarget(target);
  const isForeign = !isHome && target.split(':')[4] === '' && !isBucket(arn);
  const answer = isForeign
    ? foreign(operation)
    : (isHome ? atHome : own).decide(
        request,
        asksOwnPolicy(operation, arn) ? policyAfter(read, arn, policy) : undefined,
        isBucket(arn) ? account : undefined,
      );
  return decisionOf(answer, read, { actor, operation, target, account });
}

/** The policy of a resource, after what was made of it. */
function policyAfter(
  read: ReadEstate,
  arn: string,
  change: PolicyChange | undefined,
): CompiledPolicy | undefined {
  if (change === 'removed') return undefined;
  return change === 'replaced' ? openPolicy : read.resourcePolicyOf(arn);
}

/** Snapshots and images have no account in their ARN; those of another account can't be ended from here. */
function foreign(operation: string): Answer {
  return refusedByAws(`${operation} takes no caller from another account`);
}

function refusedByAws(says: string): Answer {
  return {
    decision: 'denied',
    because: [{ layer: 'provider', policy: 'AWS', statement: null, effect: 'implicit-deny', says }],
    holdsOnlyIf: [],
  };
}

/** The managing account closes accounts of its organisation, by an ARN of its own. */
function closing(index: InventoryIndex, read: ReadEstate, actor: Actor, target: string): Decision {
  const { account } = actor.principal;
  const member = target.slice(target.lastIndexOf(':') + 1);
  const action = 'organizations:CloseAccount';
  const resource = `arn:aws:organizations::${account}:account/*/${member}`;
  const answer = carrying(actor).own.decide({ ...callerIn(actor), action, resource });
  const isOne = managesOrganization(index, account, member);
  return decisionOf(onlyFromManagement(answer, isOne), read, { actor, operation: action, target, account });
}

function onlyFromManagement(answer: Answer, isOne: boolean | null): Answer {
  if (answer.decision === 'denied' || isOne === true) return answer;
  if (isOne === false) return refusedByAws("the caller's account does not manage the organisation");
  const condition = "the caller's account manages the organisation";
  return { ...answer, decision: 'conditional', holdsOnlyIf: [condition, ...answer.holdsOnlyIf] };
}

interface Asked {
  readonly actor: Actor;
  readonly operation: string;
  readonly target: string;
  /** Account of the target. */
  readonly account: string;
}

/** An explicit deny stands whatever is unread, except that rights given across accounts come with another identity. */
function decisionOf(answer: Answer, read: ReadEstate, asked: Asked): Decision {
  const { actor, operation, target, account } = asked;
  const boundary = carrying(actor).boundary?.policy.name ?? null;
  const isExplicit = answer.because.some(({ effect }) => effect === 'Deny');
  const own = answer.decision === 'denied' && isExplicit ? [] : read.unreadOf(actor.principal.arn, target);
  const unread = account === actor.principal.account ? own : [...own, ...unreadAcross(actor)];
  return {
    decision: answer.decision,
    because: answer.because.map((because) => reasonOf(because, { operation, boundary })),
    holdsOnlyIf: answer.holdsOnlyIf,
    confidence: 'documented',
    unread: answer.decision === 'allowed' ? [] : unread,
  };
}
