import type { Decision, Identity, IdentityStep, Reason } from '../model/access.ts';
import type { Asset } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Actor } from './answers.ts';
import type { Outcome } from './evaluate.ts';

/**
 * A control that takes something away from those who ask. Access names one way to each call and into each role, so
 * what is tried, and what the words ask for, is that no other way is left.
 */
export interface ActorChange {
  readonly control: string;
  readonly rank: number;
  readonly asset: string;
  readonly apply: (actors: readonly Actor[]) => readonly Actor[];
}

/** The controls worth trying against the plan of an outcome: its statements and roles withdrawn, its trusts narrowed. */
export function actorChanges(
  index: InventoryIndex,
  { case: given, judgement: { plan } }: Outcome,
): readonly ActorChange[] {
  const called = (plan?.needs ?? []).flatMap((need, i) => {
    const actor = given.actors[plan?.by[i] ?? -1];
    const because = actor?.decisions[need]?.because ?? [];
    return because.flatMap((reason) => grantOf(index, actor?.identity.principal ?? '', reason));
  });
  const become = (plan?.actors ?? []).flatMap((i) => given.actors[i]?.identity ?? []);
  const grants = [...called, ...become.flatMap((identity) => stepGrants(index, identity))];
  const roles = become.flatMap(({ steps }) => steps.filter(isAssumption).map(({ target }) => target));
  const distinct = new Map(grants.map((grant) => [`${grant.asset} ${grant.where}`, grant]));
  return [
    ...[...distinct.values()].map((grant) => withdrawal(index, grant)),
    ...[...new Set(roles)].map((role) => narrowed(index, role)),
  ];
}

function isAssumption({ operation }: IdentityStep): boolean {
  return operation === 'sts:AssumeRole';
}

/** What allows the steps of an identity, each taken as whom the step before made it. */
function stepGrants(index: InventoryIndex, { credential, steps }: Identity): readonly Grant[] {
  const holder = index.to(credential, 'held-by')[0]?.id ?? '';
  return steps.flatMap(({ because }, i) => {
    const before = steps.slice(0, i).findLast(({ target }) => index.get(target)?.kind === 'principal');
    return because.flatMap((reason) => grantOf(index, before?.target ?? holder, reason));
  });
}

/** What allows a call and can be taken away: a statement of a policy, or a person's role. */
interface Grant {
  readonly asset: string;
  readonly where: string;
  readonly kind: 'statement' | 'role';
}

function grantOf(
  index: InventoryIndex,
  principal: string,
  { layer, effect, text }: Reason,
): readonly Grant[] {
  if (effect !== 'allow' || (layer !== 'role' && layer !== 'identity')) return [];
  const where = text.replace(/: .*$/s, '');
  if (layer === 'role') {
    const holder = index.get(principal);
    const isPerson = holder?.kind === 'principal' && holder.props.type === 'user';
    return isPerson ? [{ asset: holder.id, where, kind: 'role' }] : [];
  }
  const policy = carriedBy(index, principal).find(
    ({ name }) => where === name || where.startsWith(`${name}, `),
  );
  return policy === undefined ? [] : [{ asset: policy.id, where, kind: 'statement' }];
}

/** Policies of a principal and of its groups. */
function carriedBy(index: InventoryIndex, principal: string): readonly Asset[] {
  const groups = index.to(principal, 'acts-in').filter(({ kind }) => kind === 'principal');
  return [principal, ...groups.map(({ id }) => id)].flatMap((id) => index.to(id, 'attached'));
}

function withdrawal(index: InventoryIndex, grant: Grant): ActorChange {
  const isSame = ({ asset, where }: Grant): boolean => asset === grant.asset && where === grant.where;
  const isGiven = (identity: Identity, { because }: Decision): boolean =>
    because.some((reason) => grantOf(index, identity.principal, reason).some(isSame));
  const name = index.get(grant.asset)?.name ?? grant.asset;
  return {
    control:
      grant.kind === 'role'
        ? `take ${grant.where} away from ${name}`
        : `withdraw ${grant.where}, and leave no other way to what it allows`,
    rank: 4,
    asset: grant.asset,
    apply: (actors) =>
      actors.map((actor) => {
        const isBarred = stepGrants(index, actor.identity).some(isSame);
        return denied(actor, (decision) => isBarred || isGiven(actor.identity, decision));
      }),
  };
}

/** Whoever signs in without MFA no longer gets into the role, unless by rewriting its trust first. */
function narrowed(index: InventoryIndex, role: string): ActorChange {
  const isKept = ({ credential, steps }: Identity): boolean => {
    const holder = index.get(credential);
    const into = steps.filter(({ target }) => target === role);
    return (
      holder?.kind === 'credential' &&
      holder.props.mfa === 'never' &&
      into.length > 0 &&
      into.every(isAssumption)
    );
  };
  return {
    control: 'ask for MFA in the trust of this role, and leave no other way into it',
    rank: 5,
    asset: role,
    apply: (actors) => actors.map((actor) => denied(actor, () => isKept(actor.identity))),
  };
}

/** The answer to a call that a control on trial takes away. */
export const DENIED: Decision = {
  decision: 'denied',
  because: [{ layer: 'provider', effect: 'deny', text: 'the control under trial forbids it' }],
  holdsOnlyIf: [],
  confidence: 'documented',
  unread: [],
};

function denied(actor: Actor, isDenied: (decision: Decision) => boolean): Actor {
  return {
    ...actor,
    decisions: actor.decisions.map((decision) => (isDenied(decision) ? DENIED : decision)),
  };
}
