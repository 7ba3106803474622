import { type Actor, isDenied, mayAtAll, stepOf } from './actor.ts';
import { acrossAccounts } from './escalations.ts';

/**
 * Fingerprints for calls that an actor may make and whose outcome is not read: those of `acrossAccounts`, but
 * for an account that is known to give no rights in others, and taking its account out of the organisation whose policies limit it.
 */
export function unreadAcross(actor: Actor): readonly string[] {
  const { limits, reachesOthers } = actor.principal;
  const isLimited = (limits?.serviceControl ?? []).length > 0;
  return [
    ...(reachesOthers === false ? [] : acrossAccounts),
    ...(isLimited ? ['organizations:LeaveOrganization'] : []),
  ]
    .filter((action) => mayAtAll(actor, action) && !isDenied(stepOf(actor, action, '*')))
    .map((action) => `aws:unsupported:${action}`);
}
