import type { Decision, Identity, Reason } from '../../model/access.ts';
import type { Context } from './context.ts';
import type { Grant } from './grants.ts';
import type { Place } from './place.ts';
import { type RoleAnswer, roleAnswer } from './roles.ts';

const SHELL = 'railway:ssh';

/** The answer of the best role held where the target lies; what could not be read turns a denial into not known. */
export function decide(context: Context, who: Identity, operation: string, target: string): Decision {
  const place = context.place(target);
  if (operation === 'railway:userDelete') return selfDeletion(context, who, target);
  const refusal = refuses(who, operation, place);
  if (refusal !== null) return decision('denied', 'documented', [deny('token-kind', refusal)], [], []);
  const { grants, hidden } = context.holding(who.principal);
  const answers = grants
    .filter((grant) => appliesAt(context, grant, place, who, target))
    .map((grant) => answer(context, grant, operation, target, place))
    .sort((a, b) => rank(a) - rank(b));
  const best = answers[0] ?? nothingHere(context, place);
  const unread = hidden.filter(({ at }) => at === place.project || at === place.workspace);
  return unread.length > 0 && !isSettled(best) ? hiddenBy(best, unread) : best;
}

/** What could not be read turns a denial around, and settles nothing that was open. */
function isSettled({ decision: word, confidence }: Decision): boolean {
  return word === 'allowed' && confidence !== 'unverified';
}

function hiddenBy(best: Decision, unread: readonly { readonly gap: string }[]): Decision {
  const gaps = [...new Set(unread.map(({ gap }) => gap))].sort();
  return { ...best, decision: 'denied', holdsOnlyIf: [], unread: gaps };
}

/** Whoever acts as a user may delete that user, and nobody else. */
function selfDeletion({ index }: Context, who: Identity, target: string): Decision {
  const isSelf = target === who.principal && index.get(target)?.native === 'railway.User';
  if (!isSelf || who.key.startsWith('railway:ssh:')) {
    return decision('denied', 'documented', [deny('token-kind', 'it is not a login of that user')], [], []);
  }
  const reason: Reason = { layer: 'token-kind', effect: 'allow', text: 'it authenticates as that user' };
  return decision('allowed', 'documented', [reason], [], []);
}

/** What a kind of credential can never do, whatever its roles. */
function refuses(who: Identity, operation: string, place: Place): string | null {
  const byShell = who.key.startsWith('railway:ssh:');
  if (byShell !== (operation === SHELL)) {
    return byShell ? 'an SSH key opens shells and calls no API' : 'it is not an SSH key';
  }
  return byShell && !place.attached ? 'no service is attached, so there is no shell to open' : null;
}

function appliesAt(context: Context, grant: Grant, place: Place, who: Identity, target: string): boolean {
  return (
    grant.at === place.workspace ||
    grant.at === place.project ||
    place.environments.includes(grant.at) ||
    target === who.principal ||
    isBucketBeside(context, grant, place, target)
  );
}

/** A bucket belongs to a project and has contents in each environment; no list says in which. */
function isBucketBeside(
  { index, place: placeOf }: Context,
  grant: Grant,
  place: Place,
  target: string,
): boolean {
  const isBucket = index.get(target)?.native === 'railway.Bucket' && place.environments.length === 0;
  return isBucket && grant.standing === 'project-token' && placeOf(grant.at).project === place.project;
}

function answer(context: Context, grant: Grant, operation: string, target: string, place: Place): Decision {
  const given = narrowed(context, grant, operation, target, place) ?? roleAnswer(grant.standing, operation);
  const layer = grant.standing === 'project-token' ? 'token-kind' : 'role';
  const text = `${grant.text}: ${given.why}`;
  const effect = given.decision === 'allowed' ? 'allow' : 'implicit-deny';
  const left = given.decision === 'conditional' ? [given.why] : [];
  return decision(given.decision, given.confidence, [{ layer, effect, text }], left, []);
}

/** Where the target itself changes what a role may do. */
function narrowed(
  context: Context,
  grant: Grant,
  operation: string,
  target: string,
  place: Place,
): RoleAnswer | null {
  if (isBucketBeside(context, grant, place, target)) {
    const why = 'the bucket has contents in its environment (buckets are listed by project)';
    return { decision: 'conditional', confidence: 'unverified', why };
  }
  const spans = place.environments.length > 1;
  const isVolume = context.index.get(target)?.native === 'railway.Volume';
  if (grant.standing === 'project-token' && isVolume && !spans && operation === 'railway:volumeDelete') {
    return { decision: 'allowed', confidence: 'inferred', why: 'the volume lies in its environment alone' };
  }
  if (grant.standing === 'workspace-admin' && isVolume && spans) {
    return {
      decision: 'allowed',
      confidence: 'inferred',
      why: 'a workspace admin may delete volumes; that every environment loses its instance is read from the schema',
    };
  }
  const limited = grant.standing === 'workspace-member' || grant.standing === 'project-member';
  if (
    limited &&
    place.environments.length > 0 &&
    place.environments.every((id) => isRestricted(context, id))
  ) {
    return { decision: 'denied', confidence: 'documented', why: 'the environment is restricted to admins' };
  }
  return null;
}

function isRestricted(context: Context, environment: string): boolean {
  const asset = context.index.get(environment);
  return asset?.kind === 'environment' && asset.props.restricted === true;
}

function nothingHere(context: Context, place: Place): Decision {
  const at = place.project ?? place.workspace;
  const name = at === null ? 'it' : (context.index.get(at)?.name ?? at);
  return decision('denied', 'documented', [deny('role', `it holds no role that reaches ${name}`)], [], []);
}

function rank({ decision: word, confidence }: Decision): number {
  const words = ['allowed', 'conditional', 'denied'];
  const sureness = ['documented', 'inferred', 'unverified'];
  return words.indexOf(word) * 3 + sureness.indexOf(confidence);
}

function deny(layer: string, text: string): Reason {
  return { layer, effect: 'implicit-deny', text };
}

function decision(
  word: Decision['decision'],
  confidence: Decision['confidence'],
  because: readonly Reason[],
  holdsOnlyIf: readonly string[],
  unread: readonly string[],
): Decision {
  return { decision: word, confidence, because, holdsOnlyIf, unread };
}
