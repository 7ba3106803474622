import type { Confidence, Decision, Identity } from '../model/access.ts';
import type { Need } from './workbench.ts';

/** How far a reach goes beyond what is certain. */
export interface Reach {
  /** Take conditions as met. */
  readonly possible: boolean;
  /** Take what is unread or unverified as allowed. */
  readonly unread: boolean;
}

/** Someone to act as, and what it was told about each need of a layout. */
export interface Actor {
  readonly identity: Identity;
  readonly decisions: readonly Decision[];
}

/** Whether an actor makes a call under a reach. */
export function mayCall({ identity, decisions }: Actor, need: Need, at: number, reach: Reach): boolean {
  const decision = decisions[at];
  if (decision === undefined) return false;
  const unsure = decision.confidence === 'unverified' || need.row?.confidence === 'unverified';
  if (decision.decision === 'denied') return reach.unread && isHidden(identity, decision);
  if (unsure) return reach.unread;
  const left = decision.decision === 'conditional' || identity.holdsOnlyIf.length > 0;
  return !left || reach.possible || (reach.unread && isHidden(identity, decision));
}

/** Whether something unread could turn a denial around; that a provider does not know the caller never turns. */
export function isHidden(identity: Identity, decision: Decision): boolean {
  if (decision.unread.length > 0) return true;
  return identity.unread.length > 0 && !decision.because.some(({ layer }) => layer === 'provider');
}

const SURENESS: readonly Confidence[] = ['documented', 'inferred', 'unverified'];

/** The weaker of two confidences. */
export function weaker(a: Confidence, b: Confidence): Confidence {
  return SURENESS.indexOf(a) >= SURENESS.indexOf(b) ? a : b;
}
