import type { Absent, Ending } from '../model/history.ts';
import { type Answer, type Question, questioner } from './asking.ts';
import type { Check } from './check.ts';
import { fingerprint } from './fingerprint.ts';
import { owner } from './standing.ts';
import { isEntry, type Subject, type SubjectKind, subjectsOf } from './subject.ts';

/** Whether something a finding stood on is proven gone, by its id. */
export type IsGone = (id: string) => boolean;

/** Why a finding that was open is not found any more; null: not known, so it counts as open. */
export type Prove = (absent: Absent, isGone: IsGone) => Ending | null;

/** A check that was run, and the subjects it could not tell of. */
interface Run {
  readonly check: Check;
  readonly doubtful: readonly Subject[];
}

/**
 * Asks each check again about everything a finding stood on. It takes one answer for each: the check has nothing
 * against it now, or it is proven gone. A check that was not run, did not know or failed proves nothing, nor does
 * one that could not tell of another thing of the same owner.
 */
export function prover(runs: readonly Run[], question: Question): Prove {
  const byId = new Map(runs.map((run) => [run.check.id, onDemand(() => answering(run, question))]));
  return (absent, isGone) => {
    const answer = byId.get(absent.of)?.();
    if (answer === undefined || answer.isDoubtful(absent.fingerprint)) return null;
    const proofs = absent.subjects.map(
      (id) => answer.of(id) ?? (isGone(id) ? endOfGone(id, absent, answer) : null),
    );
    if (proofs.length === 0 || proofs.includes('standing') || proofs.includes(null)) return null;
    if (proofs.includes('moved')) return isPlaced(absent, question, isGone) ? 'moved' : null;
    return (['lapsed', 'passed'] as const).find((proof) => proofs.includes(proof)) ?? 'gone';
  };
}

/** What stands for credentials that could not be listed: it goes once they are, and they stay. */
const isStandIn = (id: string): boolean => /^[a-z]+:unlistable:/.test(id);

/** A stand-in is no repaired thing where its owner holds one now that fails: that one tells of it. */
function endOfGone(id: string, { places }: Absent, answer: Answering): Ending | null {
  if (!isStandIn(id)) return 'gone';
  const owners = places.find((place) => place.id === id)?.within ?? [];
  const told = owners.flatMap(answer.ofThoseHeldBy);
  return told.includes('standing') ? null : told.includes('moved') ? 'moved' : 'gone';
}

/** Whether everything that held it is still seen or proven gone: only then is its owner certain. */
function isPlaced({ places }: Absent, { judging }: Question, isGone: IsGone): boolean {
  return places.every(({ id }) => judging.index.get(id) !== undefined || isGone(id));
}

interface Answering {
  /** `standing`: it may still be so. null: there is no such subject any more. */
  readonly of: (id: string) => Ending | 'standing' | null;
  /** Of every credential of a principal. */
  readonly ofThoseHeldBy: (principal: string) => readonly (Ending | 'standing' | null)[];
  /** By a finding's fingerprint: whether something of its owner could not be told. */
  readonly isDoubtful: (fingerprint: string) => boolean;
}

/** Kinds whose list is always read whole: what is not in the configuration is gone. */
const ofConfiguration: ReadonlySet<SubjectKind> = new Set<SubjectKind>(['agent', 'declared-copy']);

function answering({ check, doubtful }: Run, question: Question): Answering {
  const ask = questioner(check, question);
  const find = finder(check.judges, question);
  const untold = new Set(doubtful.map((asset) => fingerprint(check.id, owner(asset, question.judging))));
  const of: Answering['of'] = (id) => {
    const subject = find(id);
    if (subject === undefined) return ofConfiguration.has(check.judges) ? 'gone' : null;
    return endingBy(ask(subject), () => question.gaps.touching(subject, check).length > 0) ?? 'standing';
  };
  return {
    of,
    ofThoseHeldBy: (principal) => question.judging.index.from(principal, 'held-by').map(({ id }) => of(id)),
    isDoubtful: (print) => untold.has(print),
  };
}

/**
 * A pass ends a finding; so does a rule that no longer applies, unless the provider can't say or something it needs was
 * not read. What still fails is told by another finding, as this one is absent: under an owner that is certain only
 * where all was read.
 */
function endingBy(answer: Answer, isTouched: () => boolean): Ending | null {
  if ('error' in answer) return null;
  switch (answer.outcome) {
    case 'pass':
      return 'passed';
    case 'not-applicable':
      return answer.note !== undefined || isTouched() ? null : 'lapsed';
    case 'fail':
      return isTouched() ? null : 'moved';
    default:
      return null;
  }
}

function finder(kind: SubjectKind, { judging }: Question): (id: string) => Subject | undefined {
  const entries = onDemand(
    () =>
      new Map(subjectsOf(kind, judging).flatMap((each) => (isEntry(each) ? [[each.id, each] as const] : []))),
  );
  return (id) => {
    const asset = judging.index.get(id);
    return asset?.kind === kind ? asset : entries().get(id);
  };
}

function onDemand<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
