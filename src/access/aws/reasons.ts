import type { Decision, Reason } from '../../model/access.ts';
import type { Because } from './because.ts';

/** A line of why, in the words of the model. */
export function reasonOf({ layer, policy, statement, effect, says }: Because): Reason {
  const effects = { Allow: 'allow', Deny: 'deny', 'implicit-deny': 'implicit-deny' } as const;
  const where =
    policy === null ? '' : statement === null ? `${policy}: ` : `${policy}, statement ${statement}: `;
  return { layer: layer === 'service-control' ? 'scp' : layer, effect: effects[effect], text: where + says };
}

/** What AWS itself refuses, whatever the policies say. */
export function refused(text: string): Decision {
  return {
    decision: 'denied',
    because: [{ layer: 'provider', effect: 'implicit-deny', text }],
    holdsOnlyIf: [],
    confidence: 'documented',
    unread: [],
  };
}
