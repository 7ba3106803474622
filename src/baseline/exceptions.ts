import type { Verdict } from '../model/blast-radius.ts';
import type { Finding } from '../model/finding.ts';
import type { Severity } from '../model/inventory.ts';
import { verdictRank } from './verdict-order.ts';

/** A verdict on a store that was looked at and excepted. */
export interface Cover {
  readonly store: string;
  readonly verdict: Verdict;
}

/** A finding that somebody answers for, until a day. */
export interface Exception {
  readonly check: string;
  /** An exact id, or a pattern for the whole id in which `*` stands for any text. */
  readonly asset: string;
  readonly reason: string;
  readonly approver: string;
  readonly ticket: string | null;
  /** A day (`2027-01-31`, through its end in UTC) or an ISO time. */
  readonly expires: string;
  /** The severity it was excepted at. */
  readonly severity: Severity;
  readonly covers: readonly Cover[];
}

export interface Excepting {
  readonly now: Date;
  /** What a finding is about now; see `findingCovers`. */
  readonly covers: (finding: Finding) => readonly Cover[];
}

export interface Excepted {
  readonly findings: readonly Finding[];
  /** Exceptions that no finding needs any more. */
  readonly unused: readonly Exception[];
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
/** Whether a pattern fits the whole of an id: parts between `*` in order, the first and last at the ends. */
export function fitsPattern(pattern: string, id: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return pattern === id;
  if (!id.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = id.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return id.length - last.length >= from && id.endsWith(last);
}

function isExpired({ expires }: Exception, now: Date): boolean {
  const end = /^\d{4}-\d{2}-\d{2}$/.test(expires) ? `${expires}T23:59:59.999Z` : expires;
  return !(Date.parse(end) >= now.getTime());
}

/** Whether there is more now than was excepted: another store, a worse verdict, a worse finding. */
function isOutgrown(exception: Exception, finding: Finding, now: readonly Cover[]): boolean {
  if (severities.indexOf(finding.severity) < severities.indexOf(exception.severity)) return true;
  const allowed = new Map(exception.covers.map(({ store, verdict }) => [store, verdictRank(verdict)]));
  return now.some(({ store, verdict }) => {
    const worst = allowed.get(store);
    return worst === undefined ? verdict !== 'no-reach' : verdictRank(verdict) < worst;
  });
}

const louder = (severity: Severity): Severity =>
  severities[Math.max(0, severities.indexOf(severity) - 1)] ?? severity;

const told = ({ reason, approver, ticket, expires }: Exception): string =>
  `${reason} (${approver}${ticket === null ? '' : `, ${ticket}`}, until ${expires})`;

function returned(finding: Finding, exception: Exception, why: string): Finding {
  return {
    ...finding,
    status: 'expired-exception',
    severity: louder(finding.severity),
    message: `${finding.message} Its exception ${why}.`,
    exception: told(exception),
  };
}

function applyTo(finding: Finding, fitting: readonly Exception[], { now, covers }: Excepting): Finding {
  const [first] = fitting;
  if (first === undefined) return finding;
  const valid = fitting.filter((exception) => !isExpired(exception, now));
  if (valid.length === 0) return returned(finding, first, `expired on ${first.expires}`);
  const current = covers(finding);
  const enough = valid.find((exception) => !isOutgrown(exception, finding, current));
  if (enough === undefined) return returned(finding, valid[0] ?? first, 'covers less than there is now');
  return { ...finding, status: 'excepted', severity: 'low', exception: told(enough) };
}

/**
 * Lowers what somebody answers for, and raises what nobody does any more: expired or outgrown, a finding returns
 * louder. Excepted findings stay in the list.
 */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  excepting: Excepting,
): Excepted {
  const used = new Set<Exception>();
  const byCheck = Map.groupBy(exceptions, ({ check }) => check);
  const applied = findings.map((finding) => {
    const fitting = (byCheck.get(finding.check) ?? []).filter(({ asset }) =>
      fitsPattern(asset, finding.asset),
    );
    for (const exception of fitting) used.add(exception);
    return applyTo(finding, fitting, excepting);
  });
  return { findings: applied, unused: exceptions.filter((exception) => !used.has(exception)) };
}
