import type { BlastRadius, CredentialView, Pair, StoreView, Verdict } from '../model/blast-radius.ts';

const ends: ReadonlySet<Verdict> = new Set<Verdict>(['total-loss', 'delayed-loss', 'recoverable']);

/**
 * What of a blast radius a lighter pass may say: it reads no copies, so that of a store that can be ended nobody
 * knows what is left (`unknown`), and of what seems out of reach nothing is claimed at all.
 */
export function ofLighterPass(radius: BlastRadius): BlastRadius {
  const { pairs, stores, credentials, agents } = radius;
  return {
    ...radius,
    classes: radius.classes.map((one) => ({ ...one, stoppedBy: [] })),
    pairs: pairs.filter(isClaimed).map(withoutOutcome),
    stores: stores.flatMap((store) => storeOf(store) ?? []),
    credentials: credentials.map((view) => ({ ...view, ...tallyOf(view) })),
    agents: agents.map((view) => ({ ...view, ...tallyOf(view), worst: worstOf(view.worst) })),
    controls: [],
  };
}

const isOpen = (verdict: Verdict | null): boolean =>
  verdict !== null && (ends.has(verdict) || verdict === 'unknown');

const isClaimed = ({ verdict, possible }: Pair): boolean => isOpen(verdict) || isOpen(possible);

function withoutOutcome(pair: Pair): Pair {
  return { ...pair, verdict: 'unknown', possible: null, stoppedBy: [], lastWayBackUntil: null };
}

function worstOf<T extends { readonly verdict: Verdict }>(worst: T | null): T | null {
  return worst === null || !isOpen(worst.verdict) ? null : { ...worst, verdict: 'unknown', possible: false };
}

function storeOf(view: StoreView): StoreView | null {
  const worst = worstOf(view.worst);
  return worst === null
    ? null
    : { ...view, worst: { ...worst, undoUntilHours: null }, stoppedBy: [], copies: [] };
}

function tallyOf({
  verdicts,
}: Pick<CredentialView, 'verdicts'>): Pick<CredentialView, 'verdicts' | 'leastCalls'> {
  const { unknown } = verdicts;
  const ending = verdicts['total-loss'] + verdicts['delayed-loss'] + verdicts.recoverable;
  return {
    verdicts: {
      'total-loss': 0,
      'delayed-loss': 0,
      unknown: unknown + ending,
      recoverable: 0,
      'copies-lost': 0,
    },
    leastCalls: null,
  };
}
