import type { StoppedBy } from '../model/blast-radius.ts';
import type { ClassOfCredentials } from './classes.ts';
import type { ClosedDoors } from './closed-doors.ts';
import { denials, isNearMiss } from './denials.ts';
import type { Evaluator, Outcome } from './evaluate.ts';
import type { Kin } from './kin.ts';
import { worseOf } from './stopped-by.ts';

/** A class with what it ends, by group of stores. */
export interface Judged {
  readonly group: ClassOfCredentials;
  readonly outcomes: ReadonlyMap<Kin, Outcome>;
}

const MOST_NEAR = 5;

/** What keeps a class from ending the stores in its reach that it does not end; empty where it ends them all. */
export function classStops(
  { group, outcomes }: Judged,
  evaluator: Evaluator,
  doors: ClosedDoors,
): readonly StoppedBy[] {
  const { identities } = group;
  if (identities.length === 0) return [{ control: 'it is inactive or expired', asset: null, until: null }];
  const isIdle = ![...outcomes.values()].some(isEnding);
  const refused = isIdle
    ? evaluator.refusals(identities)
    : evaluator.refusals(
        identities,
        [...evaluator.inReach(identities)].filter((kin) => !isEnding(outcomes.get(kin))),
      );
  const own = identities.filter(({ steps }) => steps.length === 0);
  return [...denials(refused), ...(isIdle ? own.flatMap(doors) : [])];
}

function isEnding(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && worseOf(outcome.judgement) !== 'no-reach';
}

/** For groups that nobody ends: who comes nearest, and what keeps them off; at most five lines a group. */
export function nearMisses(
  judged: readonly Judged[],
  evaluator: Evaluator,
  unreached: ReadonlySet<Kin>,
): ReadonlyMap<Kin, readonly StoppedBy[]> {
  const found = new Map<Kin, StoppedBy[]>();
  if (unreached.size === 0) return found;
  for (const { group } of judged) {
    for (const kin of evaluator.inReach(group.identities)) {
      const known = found.get(kin) ?? [];
      if (!unreached.has(kin) || known.length >= MOST_NEAR) continue;
      const near = evaluator.refusals(group.identities, [kin]).filter(({ decision }) => isNearMiss(decision));
      const lines = denials(near).map((stop) => ({ ...stop, control: `${group.via}: ${stop.control}` }));
      found.set(kin, [...known, ...lines].slice(0, MOST_NEAR));
    }
  }
  return found;
}
