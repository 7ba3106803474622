import type { Decision, Reason } from '../../model/access.ts';
import type { Because } from './because.ts';

/** What a line of why is about. */
interface About {
  readonly operation: string;
  /** Name of the boundary that has a say. */
  readonly boundary: string | null;
}

const effects = { Allow: 'allow', Deny: 'deny', 'implicit-deny': 'implicit-deny' } as const;

/** A line of why, in the words of the model. */
export function reasonOf({ layer, policy, statement, effect, says }: Because, about: About): Reason {
  const named = policy ?? (layer === 'boundary' ? about.boundary : null);
  const where =
    named === null ? '' : statement === null ? `${named}: ` : `${named}, statement ${statement}: `;
  return { layer: layerOf(layer, about), effect: effects[effect], text: where + says };
}

function layerOf(layer: Because['layer'], { operation }: About): string {
  if (layer === 'service-control') return 'scp';
  return layer === 'resource' && operation.startsWith('sts:') ? 'trust' : layer;
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
