import type { ControlView, Plan, StoppedBy, StoreView, Verdict } from '../src/model/blast-radius.ts';
import type { Gap, Severity } from '../src/model/inventory.ts';

/** Worst first. */
export const verdicts: readonly Verdict[] = [
  'total-loss',
  'delayed-loss',
  'unknown',
  'recoverable',
  'copies-lost',
  'no-reach',
];

/** Gravest first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** What each verdict means, for a reader who meets the word for the first time. */
export const meaning: Readonly<Record<Verdict, string>> = {
  'total-loss': 'The store and every copy that counts are gone for good.',
  'delayed-loss': 'The store and every copy that counts go, and the last way back closes on a known date.',
  unknown: 'Something that could not be read may let it reach further; nothing certain says worse.',
  recoverable: 'The store goes, but a copy that counts survives out of its reach.',
  'copies-lost': 'The store stays, but every copy that counts goes: one accident from total loss.',
  'no-reach': 'It can end neither the store nor its copies.',
};

/** Why something could not be read; a failure says what failed, for nothing else does. */
export function cause({ reason, detail }: Pick<Gap, 'reason' | 'detail'>): string {
  return reason === 'failed' && detail !== '' ? `${reason}, ${detail}` : reason;
}

/** 0 is the worst. */
export function verdictRank(verdict: Verdict): number {
  return verdicts.indexOf(verdict);
}

/** The worse of the certain and the possible verdict. */
export function worse(certain: Verdict, possible: Verdict | null): Verdict {
  return possible !== null && verdictRank(possible) < verdictRank(certain) ? possible : certain;
}

/** A verdict or a type name as a word in a sentence: `total-loss` -> `total loss`. */
export function spoken(word: string): string {
  return word.replaceAll('-', ' ');
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}

/** `1 call`, `at least 3 calls`, `at most 40 calls`. */
export function calls(plan: Pick<Plan, 'calls' | 'atLeast' | 'atMost'>): string {
  const bound = plan.atLeast ? 'at least ' : plan.atMost ? 'at most ' : '';
  return bound + count(plan.calls, 'call');
}

/** Hours as a person would say them: `9 hours`, `92 days`. */
export function duration(hours: number): string {
  return hours < 48 ? count(Math.round(hours), 'hour') : count(Math.round(hours / 24), 'day');
}

/** The time between two ISO times, as a person would say it. */
export function timeBetween(since: string, now: string): string {
  const hours = (Date.parse(now) - Date.parse(since)) / 3_600_000;
  return hours < 1 ? 'less than an hour' : duration(hours);
}

/** An ISO time as `2026-11-22 12:00 UTC`; anything else as it is. */
export function moment(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
}

const holdsNothing: Readonly<Partial<Record<Verdict, string>>> = {
  unknown: 'not known',
  'no-reach': 'no credential that was read reaches it',
};

/** What holds, each with how long; `nothing` where nothing does, `not known` where that could not be read. */
export function controls(verdict: Verdict, stoppedBy: readonly StoppedBy[]): readonly string[] {
  const holding = stoppedBy.filter(({ control }) => control !== 'nothing');
  if (holding.length === 0) return [holdsNothing[verdict] ?? 'nothing'];
  return holding.map(({ control, until }) => {
    if (until === null) return control;
    return /^\d+$/.test(until)
      ? `${control}, for ${duration(Number(until))}`
      : `${control}, until ${moment(until)}`;
  });
}

/** The environments of a store, where its name does not tell them already. */
export function placeOf({ name, environments }: Pick<StoreView, 'name' | 'environments'>): string {
  return environments.filter((environment) => !name.includes(environment)).join(', ');
}

/** Up to `most` stores with their environments, and how many more. */
export function storeNames(
  stores: readonly StoreView[],
  most: number,
  name: (text: string) => string,
): string {
  const first = stores.slice(0, most).map((store) => {
    const where = placeOf(store);
    return where === '' ? name(store.name) : `${name(store.name)} (${name(where)})`;
  });
  const more = stores.length - first.length;
  return more > 0 ? `${first.join(', ')} and ${count(more, 'more store')}` : first.join(', ');
}

/** A control as what it would do: `keep a tested copy of it …: would end 6 of 14 losses`. */
export function promise({ control, ends, of }: ControlView): string {
  return `${control}: would end ${ends.toLocaleString('en-US')} of ${count(of, 'loss', 'losses')}`;
}
