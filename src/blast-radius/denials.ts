import type { Decision, Reason } from '../model/access.ts';
import type { StoppedBy } from '../model/blast-radius.ts';

/** A call that was refused, and why. */
export interface Refusal {
  readonly operation: string;
  readonly decision: Decision;
}

const MOST_OPERATIONS = 3;
const MOST_DENIALS = 8;
/** Takes the place of the operation in a reason, so that refusals of several operations read as one. */
const CALL = '\u0000';

/**
 * What refuses calls, those refused for the same reason in one line. What forbids in so many words comes before
 * what merely fails to allow; at most eight lines.
 */
export function denials(refusals: Iterable<Refusal>): readonly StoppedBy[] {
  const alike = new Map<string, { readonly rank: number; readonly operations: Set<string> }>();
  for (const [because, operations] of byReasons(refusals)) {
    for (const reason of because) {
      for (const operation of operations) {
        const text = withoutCall(reason, operation);
        const known = alike.get(text) ?? { rank: rankOf(reason), operations: new Set<string>() };
        known.operations.add(operation);
        alike.set(text, known);
      }
    }
  }
  return [...alike]
    .sort(([a, one], [b, other]) => one.rank - other.rank || (a < b ? -1 : 1))
    .slice(0, MOST_DENIALS)
    .map(([text, { operations }]) => ({ control: written(text, operations), asset: null, until: null }));
}

/** Whether only a prohibition, a boundary or a role stands between an identity and a call it was granted. */
export function isNearMiss({ decision, because }: Decision): boolean {
  return decision === 'denied' && because.length > 0 && because.every((reason) => rankOf(reason) < PLAIN);
}

/** Refusals mostly share the very list of their reasons. */
function byReasons(refusals: Iterable<Refusal>): ReadonlyMap<readonly Reason[], ReadonlySet<string>> {
  const found = new Map<readonly Reason[], Set<string>>();
  for (const { operation, decision } of refusals) {
    const known = found.get(decision.because);
    if (known === undefined) found.set(decision.because, new Set([operation]));
    else known.add(operation);
  }
  return found;
}

const PLAIN = 2;

function rankOf({ layer, effect }: Reason): number {
  if (effect === 'deny') return 0;
  return layer === 'identity' || layer === 'provider' ? PLAIN : 1;
}

function withoutCall({ text }: Reason, operation: string): string {
  if (text.includes(operation)) return text.replaceAll(operation, CALL);
  return text.endsWith(' it') ? `${text.slice(0, -2)}${CALL}` : `${CALL}: ${text}`;
}

function written(text: string, operations: ReadonlySet<string>): string {
  const sorted = [...operations].sort();
  const more = sorted.length - MOST_OPERATIONS;
  const named = sorted.slice(0, MOST_OPERATIONS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return text.replaceAll(CALL, named);
}
