import { type Actor, isDenied, mayAtAll, stepOf } from './actor.ts';
import { acrossAccounts } from './escalations.ts';

/** Fingerprints for the calls of `acrossAccounts` that an actor may make: what they lead to is not read. */
export function unreadAcross(actor: Actor): readonly string[] {
  return acrossAccounts
    .filter((action) => mayAtAll(actor, action) && !isDenied(stepOf(actor, action, '*')))
    .map((action) => `aws:unsupported:${action}`);
}
