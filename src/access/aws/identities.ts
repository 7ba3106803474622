import type { Decision, Identity, IdentityStep } from '../../model/access.ts';
import type { AssetOf } from '../../model/asset.ts';
import type { InventoryIndex } from '../../model/inventory.ts';
import { unreadAcross } from './across-accounts.ts';
import { type Actor, type ActorStep, actorKey, isSovereign } from './actor.ts';
import { actorsFrom } from './actors.ts';
import { carriedBy, signsFor, takenOnlyIf } from './credentials.ts';
import type { ReadEstate } from './estate-inventory.ts';
import { reasonOf, refused } from './reasons.ts';
import { anyOther } from './request.ts';
import { tagsOnEntry, wayIn } from './ways-in.ts';

type Credential = AssetOf<'credential'>;

/** Who answers for an identity: an actor, for all services or some; or one answer to everything. */
export type Holder =
  | { readonly actor: Actor; readonly services: readonly string[] | null }
  | { readonly answer: Decision };

interface Found {
  readonly identity: Identity;
  readonly holder: Holder;
}

/** Everyone a credential can act as; a person signed in once may hold several roles. */
export function identitiesOf(index: InventoryIndex, read: ReadEstate, id: string): readonly Found[] {
  const credential = index.get(id);
  if (credential?.kind !== 'credential') return [];
  const holders = credential.links.flatMap(({ as, to }) => (as === 'held-by' ? [to] : []));
  return (holders.length === 0 ? ['nobody'] : holders).flatMap((holder) => heldBy(read, credential, holder));
}

function heldBy(read: ReadEstate, credential: Credential, holder: string): readonly Found[] {
  const principal = read.estate.principals.get(holder);
  if (principal === undefined) return [unread(credential, holder)];
  const entry = wayIn(principal, credential.props, credential.id);
  if (entry?.decision.decision === 'denied') return [keptOut(credential, entry, read)];
  const services = signsFor(credential.props.type);
  const tagged = tagsOnEntry(read.estate, principal, credential);
  const actors = actorsFrom(read.estate, principal, carriedBy(credential.props), tagged);
  const found = actors.map((actor) => ({
    identity: identityOf(credential, actor, entry, read),
    holder: { actor, services },
  }));
  return services === null ? found : found.slice(0, 1).map((own) => narrowed(own, services));
}

/** It signs calls of some services only, so that no role and no other user can be had with it. */
function narrowed({ identity, holder }: Found, services: readonly string[]): Found {
  const key = `${identity.key}|${services.join(' ')}`;
  return { identity: { ...identity, key, unread: [] }, holder };
}

/** A credential of somebody that was not read: nothing it is denied is certain. */
function unread(credential: Credential, holder: string): Found {
  const gap = [`aws:failed:principal:${holder}`];
  const text = `${holder} is not in the inventory`;
  const identity = outside(credential, `somebody who was not read`, gap);
  return { identity, holder: { answer: { ...refused(text), confidence: 'unverified', unread: gap } } };
}

function outside(credential: Credential, via: string, gaps: readonly string[]): Identity {
  return {
    key: `outside|${credential.id}`,
    credential: credential.id,
    principal: credential.id,
    steps: [],
    escalated: false,
    holdsOnlyIf: [],
    unread: gaps,
    via,
  };
}

/** Somebody whom the trust policy of the role keeps out: every question is answered with that. */
function keptOut(credential: Credential, { action, target, decision }: ActorStep, read: ReadEstate): Found {
  const gaps = read.unreadOf(target);
  const via = `kept out of ${target.slice(target.lastIndexOf(':') + 1)} by its trust policy`;
  const because = decision.because.map((one) => reasonOf(one, { operation: action, boundary: null }));
  const answer: Decision = {
    decision: 'denied',
    because,
    holdsOnlyIf: [],
    confidence: 'documented',
    unread: gaps,
  };
  return { identity: outside(credential, via, gaps), holder: { answer } };
}

function identityOf(
  credential: Credential,
  actor: Actor,
  entry: ActorStep | null,
  read: ReadEstate,
): Identity {
  const steps = entry === null ? actor.steps : [entry, ...actor.steps];
  const left = [...takenOnlyIf(credential.props), ...steps.flatMap(({ decision }) => decision.holdsOnlyIf)];
  const holdsOnlyIf = [...new Set(left)].sort();
  return {
    key: actorKey(actor),
    credential: credential.id,
    principal: actor.principal.arn,
    steps: steps.map(stepOf),
    escalated: actor.escalated,
    holdsOnlyIf,
    unread: unreadOf(read, actor),
    via: viaOf(actor),
  };
}

const unreadKnown = new WeakMap<ReadEstate, Map<string, readonly string[]>>();

/** Gaps behind an actor, found once for all credentials that can be it. */
function unreadOf(read: ReadEstate, actor: Actor): readonly string[] {
  const known = unreadKnown.get(read) ?? new Map<string, readonly string[]>();
  unreadKnown.set(read, known);
  const key = actorKey(actor);
  const found = known.get(key) ?? [
    ...read.unreadOf(actor.principal.arn),
    ...(isSovereign(actor) ? [] : unreadAcross(actor)),
  ];
  known.set(key, found);
  return found;
}

function stepOf({ action, target, decision }: ActorStep): IdentityStep {
  const about = { operation: action, boundary: null };
  return { operation: action, target, because: decision.because.map((one) => reasonOf(one, about)) };
}

function viaOf({ principal, changes }: Actor): string {
  const name = principal.arn.slice(principal.arn.lastIndexOf(':') + 1);
  const isNew = name.includes(`/${anyOther}`);
  const { administrator, unbounded, tags, without, joined } = changes;
  const words = [
    isNew ? `a ${name.slice(0, name.indexOf('/'))} it makes` : name,
    ...(administrator ? ['made administrator'] : []),
    ...(unbounded ? ['without its boundary'] : []),
    ...without.map(({ policy }) => `without ${policy.name}`),
    ...joined.map(({ arn }) => `put into ${arn.slice(arn.lastIndexOf(':') + 1)}`),
    ...(tags === 'chosen' ? ['with tags of its choice'] : []),
    ...(tags === 'open' ? ['with other tags'] : []),
  ];
  return `${words.join(', ')} in ${principal.account}`;
}
