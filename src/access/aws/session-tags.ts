import { type Actor, callerIn, carrying, type Tags } from './actor.ts';
import { compile } from './compile.ts';
import { chosenBesideTags } from './context-keys.ts';
import type { Decision } from './decide.ts';
import { administratorPolicy, type Estate, type EstatePrincipal, testsTags } from './estate.ts';
import type { Request } from './request.ts';
import type { CompiledPolicy } from './statement.ts';

type Role = Pick<EstatePrincipal, 'arn' | 'trust'>;

const action = 'sts:TagSession';
const outsider = compile({ identity: [administratorPolicy] });

/**
 * The tags with which a session of a role can be opened: the role's own, and, where `sts:TagSession` is allowed,
 * those passed with the call, which go before the role's. Nothing is tried where no policy asks for tags.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
function withOwn(estate: Estate, passed: () => Tags): readonly Tags[] {
  const tags = testsTags(estate) ? passed() : 'own';
  return tags === 'own' ? ['own'] : ['own', tags];
}

/** Which tags are allowed is asked as well: only where all are is there a free choice. */
function freedom({ decision }: Decision): Tags {
  if (decision === 'denied') return 'own';
  return decision === 'allowed' ? 'chosen' : 'open';
}

/** With which tags an actor may assume a role. Tags it has from others may be transitive: it can't write over those. */
export function tagsAssumed(
  estate: Estate,
  actor: Actor,
  role: Role,
  trust: CompiledPolicy | null = role.trust,
): readonly Tags[] {
  return withOwn(estate, () => {
    const request = { ...callerIn(actor), action, resource: role.arn, chosen: chosenBesideTags };
    const tags = freedom(carrying(actor).own.decide(request, trust ?? undefined));
    return tags === 'chosen' && actor.changes.tags === 'open' ? 'open' : tags;
  });
}

/** With which tags somebody from outside gets into a role, who says of itself what `caller` holds. */
export function tagsSaid(
  estate: Estate,
  role: Role,
  caller: Pick<Request, 'principal' | 'context' | 'chosen'>,
): readonly Tags[] {
  return withOwn(estate, () => freedom(asOutsider(role, caller)));
}

/** The same where a provider or service, and not the caller, says which tags there are: nobody read that. */
export function tagsBrought(
  estate: Estate,
  role: Role,
  callers: readonly Pick<Request, 'principal' | 'context' | 'chosen'>[],
): readonly Tags[] {
  const isAllowed = (caller: (typeof callers)[number]) => asOutsider(role, caller).decision !== 'denied';
  return withOwn(estate, () => (callers.some(isAllowed) ? 'open' : 'own'));
}

function asOutsider(
  { arn, trust }: Role,
  caller: Pick<Request, 'principal' | 'context' | 'chosen'>,
): Decision {
  return outsider.decide({ ...caller, action, resource: arn }, trust ?? undefined);
}
