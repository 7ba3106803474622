import type { Check, Judging } from './check.ts';
import type { GapFinder } from './gaps.ts';
import { notInPass, type PassLimits } from './left-out.ts';
import { overridesOf } from './overrides.ts';
import { type Ruling, unknown } from './ruling.ts';
import type { Subject } from './subject.ts';

/** What every check of a scan is asked with. */
export interface Question {
  readonly judging: Judging;
  readonly gaps: GapFinder;
  readonly limits: PassLimits;
}

/** What a check says of a subject; `error`: the check itself failed, or the pass leaves it out. */
export type Answer = Ruling | { readonly error: unknown };

/** Asks one check about one subject after another. */
export function questioner(check: Check, { judging, gaps, limits }: Question): (subject: Subject) => Answer {
  const open = limits.seal(judging);
  const overrides = overridesOf(check.id, judging.index.inventory.settings.overrides ?? []);
  return (subject) => {
    if (limits.leavesOut(check, subject)) return { error: notInPass };
    const held =
      overrides === null
        ? open
        : limits.seal({ ...judging, limits: overrides.limits(subject, judging.limits) });
    return attempt(check, subject, held, gaps);
  };
}

/** One of the three places that catch: a check that throws must not cost the other checks' answers. */
function attempt(check: Check, asset: Subject, judging: Judging, gaps: GapFinder): Answer {
  try {
    // The subject is of the kind the check judges, which the type of a union of kinds can't say.
    return settle(check, asset, check.evaluate(asset as never, judging), gaps);
  } catch (error) {
    return { error };
  }
}

/** Turns into `unknown` what a gap leaves unproved: a pass by absence, a fail or silence for want of presence. */
function settle(check: Check, asset: Subject, ruling: Ruling, gaps: GapFinder): Ruling {
  const doubtful = check.proof === 'absence' ? 'pass' : 'fail';
  const unproved =
    ruling.outcome === 'not-applicable'
      ? ruling.noneSeen === true
      : ruling.outcome !== 'unknown' && ruling.outcome === doubtful && ruling.seen !== true;
  if (!unproved) return ruling;
  const touching = gaps.touching(asset, check);
  if (touching.length === 0) return ruling;
  return unknown(
    'something it rests on could not be read',
    touching.map(({ fingerprint }) => fingerprint),
  );
}
