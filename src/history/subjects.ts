import type { Finding } from '../model/finding.ts';
import type { PlacedAsset } from '../model/history.ts';
import type { Recording } from './recording.ts';
import { stored } from './rows.ts';
import type { FindingRow } from './schema.ts';

/** What a finding stands on as it is kept, and what of that is news. */
export interface Footing {
  readonly subjects: readonly string[];
  /** Names of what was not there before. */
  readonly joined: readonly string[];
  /** Whether some of it was only not seen this time, so that where it stood is kept as well. */
  readonly unseen: boolean;
}

type Kept = Pick<FindingRow, 'asset' | 'subjects'>;

/**
 * What a finding stands on now. A scan that sees less takes nothing away: what it did not see would be news again once
 * it can be read, and might be called gone without a look.
 */
export function footingOf(finding: Finding, kept: Kept | null, { seen, blindSince }: Recording): Footing {
  const subjects = seen.subjectsOf(finding);
  if (kept === null || isKept(kept, finding, subjects)) return { subjects, joined: [], unseen: false };
  const had = new Set(subjectsKept(kept));
  const now = new Set(subjects);
  const fresh = subjects.filter((id) => !had.has(id) && !had.has(String(stored(id))));
  const joined = fresh.flatMap((id) => seen.newcomer(id) ?? []);
  const seesLess = seen.pass !== 'full' || blindSince !== null;
  if (!seesLess || [...had].every((id) => now.has(id))) return { subjects, joined, unseen: false };
  const lasting = fresh.filter((id) => seen.newcomer(id) !== null);
  return { subjects: [...had, ...lasting].toSorted(), joined, unseen: true };
}

/** Whether it is kept that a finding stands on just this. */
export function isKept(kept: Kept, finding: Pick<Finding, 'asset'>, subjects: readonly string[]): boolean {
  return kept.asset === stored(finding.asset) && kept.subjects === subjectsText(finding, subjects);
}

/** Most findings stand on their own asset alone, which is not written twice. */
export function subjectsText({ asset }: Pick<Finding, 'asset'>, subjects: readonly string[]): string | null {
  return subjects.length === 1 && subjects[0] === asset ? null : JSON.stringify(subjects);
}

function subjectsKept({ asset, subjects }: Kept): readonly string[] {
  return subjects === null ? [asset] : (JSON.parse(subjects) as readonly string[]);
}

/** Places of now, and of before what is not there now. */
export function placesAndBefore(
  now: readonly PlacedAsset[],
  before: readonly PlacedAsset[],
): readonly PlacedAsset[] {
  const seen = new Set(now.map(({ id }) => id));
  return [...now, ...before.filter(({ id }) => !seen.has(id))];
}
