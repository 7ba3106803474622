import type { CredentialView, StoreView, Verdict } from '../src/model/blast-radius.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Report, ReportGap } from '../src/model/report.ts';
import { alarms, providerOf } from './alarms.ts';
import { type Unread, unreadSince } from './unread-since.ts';
import { count, spoken, verdictRank, verdicts } from './words.ts';

/** A finding or drift event that is no longer reported and was not proven gone. */
export interface UnreadFinding {
  readonly finding: Finding;
  readonly why: string;
}

/** A store or credential at one time: its verdict, and the same in words with calls. */
export interface Standing {
  readonly verdict: Verdict;
  readonly said: string;
}

/** A store or credential whose standing is another; null: it was not there. */
export interface Moved {
  readonly id: string;
  readonly name: string;
  readonly before: Standing | null;
  readonly after: Standing | null;
  /** Why the standing of now may only look better; null where it is known. */
  readonly unread: string | null;
}

/** What differs between an earlier report and a later one. */
export interface Changes {
  readonly before: Report;
  readonly after: Report;
  /** Drift events are among them. */
  readonly findings: {
    readonly fresh: readonly Finding[];
    /** Judged again, and either passed or its asset is gone from a list read to the end. */
    readonly gone: readonly Finding[];
    readonly unread: readonly UnreadFinding[];
    readonly changed: readonly { readonly before: Finding; readonly after: Finding }[];
  };
  readonly stores: readonly Moved[];
  readonly credentials: readonly Moved[];
  readonly gaps: { readonly fresh: readonly ReportGap[]; readonly closed: readonly ReportGap[] };
}

/** Compares two reports by fingerprint and id. What the later one could not read is never counted as gone. */
export function changesSince(before: Report, after: Report): Changes {
  const unread = unreadSince(before, after);
  const radius = { before: before.blastRadius, after: after.blastRadius };
  return {
    before,
    after,
    findings: findingChanges(alarms(before), alarms(after), unread),
    stores: moved(radius.before.stores.map(storeStanding), radius.after.stores.map(storeStanding), unread),
    credentials: moved(
      radius.before.credentials.map(credentialStanding),
      radius.after.credentials.map(credentialStanding),
      unread,
    ),
    gaps: {
      fresh: without(after.coverage.gaps, before.coverage.gaps),
      closed: without(before.coverage.gaps, after.coverage.gaps),
    },
  };
}

function findingChanges(
  before: readonly Finding[],
  after: readonly Finding[],
  unread: Unread,
): Changes['findings'] {
  const now = new Map(after.map((finding) => [finding.fingerprint, finding]));
  const gone: Finding[] = [];
  const lost: UnreadFinding[] = [];
  const changed: { before: Finding; after: Finding }[] = [];
  for (const finding of before) {
    const later = now.get(finding.fingerprint);
    const why = unread.finding(finding, later);
    if (why !== null) lost.push({ finding: later ?? finding, why });
    else if (later === undefined) gone.push(finding);
    else if (!alike(finding, later)) changed.push({ before: finding, after: later });
  }
  return { fresh: without(after, before), gone, unread: lost, changed };
}

/** Messages hold ages and dates and change every night; what a reader acts on is this. */
function alike(a: Finding, b: Finding): boolean {
  return (
    a.severity === b.severity &&
    a.outcome === b.outcome &&
    a.status === b.status &&
    a.exception === b.exception
  );
}

function without<T extends { readonly fingerprint: string }>(
  list: readonly T[],
  others: readonly T[],
): readonly T[] {
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  return list.filter(({ fingerprint }) => !known.has(fingerprint));
}

interface Placed extends Standing {
  readonly id: string;
  readonly name: string;
}

function storeStanding({ store, name, worst }: StoreView): Placed {
  if (worst === null) return { id: store, name, verdict: 'no-reach', said: spoken('no-reach') };
  const { verdict, possible, calls } = worst;
  const said = `${possible ? 'possibly ' : ''}${spoken(verdict)}${calls > 0 ? ` in ${count(calls, 'call')}` : ''}`;
  return { id: store, name, verdict, said };
}

function credentialStanding({ credential, name, verdicts: of, leastCalls }: CredentialView): Placed {
  const ends = verdicts.flatMap((verdict) =>
    verdict !== 'no-reach' && of[verdict] > 0 ? [{ verdict, stores: of[verdict] }] : [],
  );
  const [worst] = ends;
  if (worst === undefined) return { id: credential, name, verdict: 'no-reach', said: spoken('no-reach') };
  const parts = ends.map(({ verdict, stores }) => `${spoken(verdict)} of ${count(stores, 'store')}`);
  const least = leastCalls === null ? '' : `, from ${count(leastCalls, 'call')}`;
  return { id: credential, name, verdict: worst.verdict, said: parts.join(', ') + least };
}

function moved(before: readonly Placed[], after: readonly Placed[], unread: Unread): readonly Moved[] {
  const then = new Map(before.map((each) => [each.id, each]));
  const now = new Map(after.map((each) => [each.id, each]));
  const ids = [...new Set([...then.keys(), ...now.keys()])].toSorted();
  return ids.flatMap((id) => {
    const [was, is] = [then.get(id) ?? null, now.get(id) ?? null];
    if (was?.said === is?.said) return [];
    const name = is?.name ?? was?.name ?? id;
    return [{ id, name, before: was, after: is, unread: unknownNow(was, is, unread.asset(providerOf(id))) }];
  });
}

/** A milder standing is a better one only where the later scan read as much as the earlier. */
function unknownNow(was: Standing | null, is: Standing | null, blind: string | null): string | null {
  if (was === null || was.verdict === 'no-reach') return null;
  const milder = verdictRank(is?.verdict ?? 'no-reach') > verdictRank(was.verdict);
  if (!milder) return null;
  return is?.verdict === 'unknown' ? (blind ?? 'something it rests on could not be read') : blind;
}
