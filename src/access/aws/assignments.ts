import { holds, type Lookup, matcherOf, type Test, type Values } from './condition.ts';
import { isConsistent } from './consistent.ts';
import type { KeyClass } from './context-keys.ts';
import { type Case, judge, layersOf } from './judge.ts';
import { type Option, optionsFor } from './options.ts';
import { applies, type Relevant } from './relevant.ts';
import type { Question } from './request.ts';
import type { Statement } from './statement.ts';
import { MAYBE, NO, type Truth, YES } from './truth.ts';
import { wording } from './wording.ts';

/** Beyond this many assignments nothing is enumerated: what is not certain either way stays conditional. */
export const maxAssignments = 4096;

/** What the enumeration found. `witness`: one context that allows and one that denies, by key in lower case. */
export interface Outcome {
  readonly decision: 'allowed' | 'denied' | 'conditional';
  readonly holdsOnlyIf: readonly string[];
  readonly witness?: { readonly allowed: Assignment; readonly denied: Assignment };
}

/** Values by key; an empty list: absent. */
export type Assignment = Readonly<Record<string, readonly string[]>>;

/** Something that is not known: a key, or (`atom`) a comparison between two things that are not. */
interface Open {
  readonly key: string;
  readonly atom: Test | Statement | null;
  readonly class: KeyClass;
  readonly tests: readonly Test[];
  readonly options: readonly Option[];
  readonly complete: boolean;
}

/** Settles a case that its known keys alone do not decide. */
export function settleOpen(one: Case, question: Question): Outcome {
  const undecided = layersOf(one)
    .flatMap((layer) => [...layer.allow, ...layer.deny])
    .filter((relevant) => applies(relevant, question.lookup) === MAYBE);
  const opens = opensOf(undecided, question);
  const outer = opens.filter((open) => open.class !== 'chosen');
  const inner = opens.filter((open) => open.class === 'chosen');
  const count = opens.reduce((product, open) => product * open.options.length, 1);
  if (count > maxAssignments) return tooMany(opens);
  const allows = judgeUnder(one, question, undecided, opens);
  const results = runThrough(outer, (settled) => bestOf(inner, settled, question.lookup, allows));
  return summarise(
    results,
    outer,
    opens.every((open) => open.complete),
    question,
  );
}

function tooMany(opens: readonly Open[]): Outcome {
  const keys = opens.map((open) => open.tests[0]?.label ?? open.key).toSorted();
  const named = keys.slice(0, 5).join(', ') + (keys.length > 5 ? ` and ${keys.length - 5} more` : '');
  return { decision: 'conditional', holdsOnlyIf: [`its conditions on ${named} hold (too many to try each)`] };
}

function opensOf(undecided: readonly Relevant[], question: Question): readonly Open[] {
  const byKey = new Map<string, Map<string, Test>>();
  const atoms = new Map<string, Open>();
  for (const relevant of undecided) {
    const { statement } = relevant;
    if (relevant.resource === MAYBE) {
      const key = `resource ${statement.policy} ${statement.id}`;
      atoms.set(key, atom(key, statement, [], 'environment'));
    }
    const principalTests = relevant.principalTest === null ? [] : [relevant.principalTest];
    for (const test of [...statement.tests, ...principalTests]) {
      if (holds(test, question.lookup) !== MAYBE) continue;
      if (hasOpenVariable(test, question.lookup)) {
        const isChosen =
          question.lookup(test.key) === undefined && question.rule(test.key).class === 'chosen';
        atoms.set(test.id, atom(test.id, test, [test], isChosen ? 'chosen' : 'environment'));
      } else byKey.set(test.key, (byKey.get(test.key) ?? new Map<string, Test>()).set(test.id, test));
    }
  }
  const keys = [...byKey].map(([key, tests]) => openKey(key, [...tests.values()], question, byKey));
  return [...keys, ...atoms.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function hasOpenVariable(test: Test, lookup: Lookup): boolean {
  return test.variables.length > 0 && matcherOf(test, lookup) === undefined;
}

function atom(key: string, subject: Test | Statement, tests: readonly Test[], keyClass: KeyClass): Open {
  return { key, atom: subject, class: keyClass, tests, options: [['false'], ['true']], complete: true };
}

function openKey(
  key: string,
  tests: readonly Test[],
  question: Question,
  byKey: ReadonlyMap<string, ReadonlyMap<string, Test>>,
): Open {
  const rule = question.rule(key);
  const tagNames =
    key === 'aws:tagkeys' ? [...byKey.keys()].filter((other) => other.startsWith('aws:requesttag/')) : [];
  const extra = tagNames.map((name) => name.slice('aws:requesttag/'.length));
  const sorted = tests.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    key,
    atom: null,
    class: rule.class,
    tests: sorted,
    ...optionsFor(key, sorted, rule, question.lookup, extra),
  };
}

type Settled = ReadonlyMap<Open, Option>;
type Allows = (settled: Settled) => boolean;

function lookupUnder(settled: Settled, base: Lookup): Lookup {
  const values = new Map<string, Values>();
  for (const [open, option] of settled) if (open.atom === null) values.set(open.key, option);
  return (key) => (values.has(key) ? values.get(key) : base(key));
}

function judgeUnder(
  one: Case,
  question: Question,
  undecided: readonly Relevant[],
  opens: readonly Open[],
): Allows {
  const open = new Set(undecided);
  const hasAtoms = opens.some(({ atom: subject }) => subject !== null);
  return (settled) => {
    const lookup = lookupUnder(settled, question.lookup);
    const assumed = hasAtoms ? assumedOf(settled) : undefined;
    const settle = (relevant: Relevant): Truth =>
      open.has(relevant) ? applies(relevant, lookup, assumed) : applies(relevant, question.lookup);
    return judge(one, settle) === YES;
  };
}

function assumedOf(settled: Settled): ReadonlyMap<string | Statement, Truth> {
  const assumed = new Map<string | Statement, Truth>();
  for (const [{ atom: subject }, option] of settled)
    if (subject !== null)
      assumed.set('operator' in subject ? subject.id : subject, option?.[0] === 'true' ? YES : NO);
  return assumed;
}

/** Calls `visit` with every combination of options. */
function everyCombination(
  opens: readonly Open[],
  visit: (settled: Map<Open, Option>, index: number) => boolean,
): void {
  const at = opens.map(() => 0);
  const settled = new Map(opens.map((open) => [open, open.options[0] ?? null]));
  for (let index = 0; visit(settled, index); index++) {
    let place = opens.length - 1;
    for (; place >= 0; place--) {
      const open = opens[place] as Open;
      at[place] = ((at[place] as number) + 1) % open.options.length;
      settled.set(open, open.options[at[place] as number] as Option);
      if (at[place] !== 0) break;
    }
    if (place < 0) return;
  }
}

/** Can the caller choose so that it is allowed? undefined: no request looks like this. */
function bestOf(inner: readonly Open[], outer: Settled, base: Lookup, allows: Allows): boolean | undefined {
  let best: boolean | undefined;
  everyCombination(inner, (chosen) => {
    const settled = new Map([...outer, ...chosen]);
    const keys = [...settled.keys()].map((open) => open.key);
    if (isConsistent(keys, lookupUnder(settled, base))) best = allows(settled);
    return best !== true;
  });
  return best;
}

/** Results in the order of the combinations. */
function runThrough(outer: readonly Open[], best: (settled: Settled) => boolean | undefined) {
  const results: (boolean | undefined)[] = [];
  everyCombination(outer, (settled) => {
    results.push(best(settled));
    return true;
  });
  return results;
}

function summarise(
  results: readonly (boolean | undefined)[],
  outer: readonly Open[],
  complete: boolean,
  question: Question,
): Outcome {
  const allowedAt = results.indexOf(true);
  const deniedAt = results.indexOf(false);
  if (allowedAt < 0) {
    if (complete && deniedAt >= 0) return { decision: 'denied', holdsOnlyIf: [] };
    return {
      decision: 'conditional',
      holdsOnlyIf: ['its conditions hold together, which could not be tried in full'],
    };
  }
  if (deniedAt < 0 && complete) return { decision: 'allowed', holdsOnlyIf: [] };
  const holdsOnlyIf = outer.flatMap((open, place) =>
    leftToHold(open, place, allowedAt, results, outer, question.lookup),
  );
  const fallback = outer.map((open, place) =>
    wording(open.key, open.tests, [optionAt(outer, place, allowedAt)], question.lookup),
  );
  const outcome = {
    decision: 'conditional',
    holdsOnlyIf: holdsOnlyIf.length > 0 ? holdsOnlyIf : fallback,
  } as const;
  const isPure = deniedAt >= 0 && outer.every((open) => open.atom === null && !open.key.startsWith('?'));
  if (!isPure) return outcome;
  return {
    ...outcome,
    witness: { allowed: assignmentAt(outer, allowedAt), denied: assignmentAt(outer, deniedAt) },
  };
}

function strideOf(outer: readonly Open[], place: number): number {
  return outer.slice(place + 1).reduce((product, open) => product * open.options.length, 1);
}

function optionAt(outer: readonly Open[], place: number, index: number): Option {
  const { options } = outer[place] as Open;
  return options[Math.floor(index / strideOf(outer, place)) % options.length] as Option;
}

function assignmentAt(outer: readonly Open[], index: number): Assignment {
  return Object.fromEntries(outer.map((open, place) => [open.key, optionAt(outer, place, index) ?? []]));
}

/** What must be so of one open thing while the others stay as they are; nothing where it does not matter. */
function leftToHold(
  open: Open,
  place: number,
  allowedAt: number,
  results: readonly (boolean | undefined)[],
  outer: readonly Open[],
  lookup: Lookup,
): readonly string[] {
  const stride = strideOf(outer, place);
  const own = Math.floor(allowedAt / stride) % open.options.length;
  const allowed = open.options.filter((_, i) => results[allowedAt + (i - own) * stride] === true);
  return allowed.length === open.options.length ? [] : [wording(open.key, open.tests, allowed, lookup)];
}
