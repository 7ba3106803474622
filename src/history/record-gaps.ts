import type { Delta } from '../model/history.ts';
import type { Report, ReportGap } from '../model/report.ts';
import type { Recording } from './recording.ts';
import { parts, stored } from './rows.ts';

interface Kept {
  readonly pass: string;
  readonly fingerprint: string;
  readonly provider: string;
  readonly scope: string;
  readonly since: string;
}

const standing: ReadonlySet<string> = new Set(['unlistable', 'unsupported']);

/** A read that did not succeed, and that nobody accepted: what makes a scan incomplete. */
export function isOpenGap({ accepted, reason }: ReportGap): boolean {
  return !accepted && !standing.has(reason);
}

type GapRecording = Pick<Recording, 'queries' | 'seen'>;

interface GapNews {
  readonly gaps: Delta['gaps'];
  /** Since when the newest gap is there; null: there is none. */
  readonly blindSince: string | null;
}

/**
 * What became unreadable, and what can be read again. A full scan speaks for every pass, a lighter one for itself;
 * a gap in a scope of which nothing could be read stays.
 */
export async function recordGaps(recording: GapRecording): Promise<GapNews> {
  const { queries, seen } = recording;
  const kept: readonly Kept[] = await queries
    .selectFrom('firebreak_gaps')
    .selectAll()
    .where('target', '=', seen.target)
    .execute();
  const now = new Map(
    seen.report.coverage.gaps.filter(isOpenGap).map((gap) => [String(stored(gap.fingerprint)), gap]),
  );
  const known = new Map(kept.map((gap) => [gap.fingerprint, gap.since]));
  await write(recording, now, known);
  const { read, unread } = scopesOf(seen.report);
  const own = kept.filter(({ pass }) => seen.pass === 'full' || pass === seen.pass);
  const over = own.filter((gap) => !now.has(gap.fingerprint) && !unread.has(`${gap.provider} ${gap.scope}`));
  await remove(recording, over);
  const left = new Set(kept.filter((gap) => !over.includes(gap)).map(({ fingerprint }) => fingerprint));
  const closed = over.filter(
    ({ fingerprint, provider, scope }) => !left.has(fingerprint) && read.has(`${provider} ${scope}`),
  );
  const since = [...now.keys()].map((fingerprint) => known.get(fingerprint) ?? seen.report.scan.finishedAt);
  return {
    blindSince: since.toSorted().at(-1) ?? null,
    gaps: {
      appeared: [...now.keys()].filter((fingerprint) => !known.has(fingerprint)).toSorted(),
      closed: [...new Set(closed.map(({ fingerprint }) => fingerprint))].toSorted(),
    },
  };
}

/** The scopes of which anything was read, and those of which nothing could be. */
function scopesOf({ coverage }: Report): { readonly read: Set<string>; readonly unread: Set<string> } {
  const scopes = (failed: boolean) =>
    new Set(
      coverage.sources
        .filter(({ status }) => (status === 'failed') === failed)
        .map(({ provider, scope }) => `${provider} ${scope}`),
    );
  const read = scopes(false);
  return { read, unread: new Set([...scopes(true)].filter((scope) => !read.has(scope))) };
}

async function write(
  { queries, seen }: GapRecording,
  now: ReadonlyMap<string, ReportGap>,
  known: ReadonlyMap<string, string>,
): Promise<void> {
  const { target, pass, report } = seen;
  for (const part of parts(now, 500)) {
    await queries
      .insertInto('firebreak_gaps')
      .values(
        part.map(([fingerprint, { provider, scope }]) => ({
          target,
          pass,
          fingerprint,
          provider,
          scope: String(stored(scope)),
          since: known.get(fingerprint) ?? report.scan.finishedAt,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function remove({ queries, seen }: GapRecording, over: readonly Kept[]): Promise<void> {
  for (const [pass, gaps] of Map.groupBy(over, (gap) => gap.pass)) {
    for (const part of parts(gaps, 500)) {
      await queries
        .deleteFrom('firebreak_gaps')
        .where('target', '=', seen.target)
        .where('pass', '=', pass)
        .where(
          'fingerprint',
          'in',
          part.map(({ fingerprint }) => fingerprint),
        )
        .execute();
    }
  }
}
