import { isBaselineRepaired } from './baseline/baseline-findings.ts';
import { comesAndGoes } from './baseline/credential-shape.ts';
import type { BaselineInUse } from './baseline/in-use.ts';
import { lastingId } from './baseline/lasting.ts';
import { coverageOf } from './baseline/propose.ts';
import { placesIn, placesOf } from './drift/placed.ts';
import { isSettled } from './drift/settled.ts';
import { unreadSince } from './drift/since.ts';
import { subjectOf } from './drift/unread.ts';
import type { CheckRun } from './findings/run.ts';
import type { DriftEvent } from './model/drift.ts';
import type { Absences, Absent, Ending, Proofs, Seen } from './model/history.ts';
import type { InventoryIndex } from './model/inventory.ts';

/** What a scan can say of what was seen before it, and what later scans need to know of it. */
export interface Hindsight extends Pick<Seen, 'coverage' | 'subjectsOf' | 'placesOf' | 'newcomer'> {
  /** Why what was open is not in this scan's report; what is not among the proofs is not known. */
  readonly prove: (absences: Absences) => Proofs;
}

interface Judged {
  readonly index: InventoryIndex;
  readonly drift: readonly DriftEvent[];
  readonly checked: Pick<CheckRun, 'subjectsOf' | 'prove'>;
  readonly baseline: BaselineInUse | null;
}

/** Nothing counts as repaired but what was judged again and passed, or is gone from a list read to its end. */
export function hindsight(judged: Judged): Hindsight {
  const { index, checked, baseline } = judged;
  const coverage = coverageOf(index.inventory);
  const placeOf = placesIn(index, baseline?.baseline.assets ?? []);
  return {
    coverage,
    subjectsOf: (alarm) => ('check' in alarm ? checked.subjectsOf(alarm) : [alarm.asset]),
    placesOf: (subjects) => placesOf(subjects, placeOf),
    newcomer: (subject) => newcomer(subject, index),
    prove: (absences) => proofs(absences, judged, coverage),
  };
}

/**
 * Who logs in, what is backed up by schedule, who joins a fleet and what this scan was made with is no news; nor is a
 * stand-in for what is not listed.
 */
function newcomer(id: string, index: InventoryIndex): string | null {
  const asset = index.get(id);
  if (asset === undefined || asset.kind === 'backup' || lastingId(asset, index) !== id) return null;
  if (asset.kind !== 'credential') return asset.name;
  const { type, self } = asset.props;
  return self || type === 'unlistable' || comesAndGoes.has(type) ? null : asset.name;
}

function proofs({ findings, drift }: Absences, judged: Judged, coverage: Hindsight['coverage']): Proofs {
  const { inventory } = judged.index;
  const { pass } = inventory;
  const view = { ...coverage, ...(pass === undefined ? {} : { pass }), assets: inventory.assets };
  const unread = unreadSince(view, [...findings, ...drift]);
  const comparison = { drift: judged.drift, view, unreadSince: unread };
  const compared = judged.baseline?.trusted === true;
  const settled = new Set(
    drift.flatMap((each) => (compared && isSettled(each, comparison) ? [each.fingerprint] : [])),
  );
  const isGone = (absent: Absent, id: string): boolean => {
    if (settled.has(id)) return true;
    const place = absent.places.find((each) => each.id === id);
    return (
      place !== undefined && judged.index.get(id) === undefined && unread(absent)(subjectOf(place)) === null
    );
  };
  const proofOf = (absent: Absent): Ending | null =>
    isBaselineRepaired(absent.of, judged.baseline)
      ? 'passed'
      : judged.checked.prove(absent, (id) => isGone(absent, id));
  return {
    findings: new Map(
      findings.flatMap((absent): readonly (readonly [string, Ending])[] => {
        const proof = proofOf(absent);
        return proof === null ? [] : [[absent.fingerprint, proof]];
      }),
    ),
    drift: settled,
  };
}
