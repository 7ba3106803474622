import { type Actor, isDenied, stepOf } from './actor.ts';
import { carriedBy } from './credentials.ts';
import { type Estate, testsTags } from './estate.ts';
import { become } from './role-chains.ts';

const federation = carriedBy({ type: 'workload-identity', mfa: 'never' });

/**
 * A user who may federate itself and tag that session acts with other tags than its own. Which calls such a session
 * may make, and how policies of resources name it, is not followed: its tags are open, and not of its choice.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
export function withTags(estate: Estate, actor: Actor): readonly Actor[] {
  const { principal, changes } = actor;
  if (!principal.arn.includes(':user/') || changes.tags !== 'own' || !testsTags(estate)) return [];
  const sessions = `arn:aws:sts::${principal.account}:federated-user/*`;
  const steps = [
    stepOf(actor, 'sts:TagSession', sessions),
    stepOf(actor, 'sts:GetFederationToken', sessions),
  ];
  if (steps.some(isDenied)) return [];
  const tagged = { ...changes, tags: 'open' } as const;
  return [
    become(actor, {
      principal,
      changes: tagged,
      context: federation,
      steps: steps.slice(1),
      escalated: true,
    }),
  ];
}
