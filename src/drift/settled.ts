import type { AssetKind } from '../model/asset.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { Absent } from '../model/history.ts';
import { readsAsMuch } from './since.ts';
import { subjectOf, type Unread, type View } from './unread.ts';

/** A comparison in which events of before are missing. */
export interface Comparison {
  /** What it found. */
  readonly drift: readonly DriftEvent[];
  readonly view: View;
  /** Why an absence proves nothing, held against what was read when the event was seen last. */
  readonly unreadSince: (absent: Absent) => Unread;
}

/** Kinds that hang on an asset and that a difference in it may rest on. */
const hanging: readonly AssetKind[] = ['credential', 'backup', 'policy', 'key'];

/** Events about what is read: where nothing says that less is, the comparison itself is the proof. */
const ofReading: ReadonlySet<string> = new Set([
  'gap-appeared',
  'source-unread',
  'caller-changed',
  'scope-narrowed',
  'pass-undeclared',
]);

/**
 * Whether an event that is no longer found is settled: undone, or approved. The comparison proves it only where the
 * asset and all that hangs on it was read by as good an eye as when the event was seen; what is about the reach of
 * everything, only where everything was.
 */
export function isSettled(absent: Absent, { drift, view, unreadSince }: Comparison): boolean {
  // It is found by that pass alone, so that only that pass can miss it.
  if (absent.of === 'pass-undeclared') return view.pass !== undefined;
  const place = absent.places.find(({ id }) => id === absent.asset);
  if (place === undefined || absent.of === 'reach-widened') {
    if (view.pass !== undefined) return false;
    const seesLess = drift.some(({ event }) => ofReading.has(event) && event !== 'gap-appeared');
    return ofReading.has(absent.of) ? !seesLess : readsAsMuch(view, absent.coverage);
  }
  const unread = unreadSince(absent);
  const subject = subjectOf(place);
  const around = hanging.map((kind) => ({ ...subject, id: null, kind, native: null, holders: [place.id] }));
  return [subject, ...around].every((each) => unread(each) === null);
}
