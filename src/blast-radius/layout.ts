/**
 * A store and everything around it with the names taken out: what can be ended, what operations can be called
 * on, and which guards hold. Stores with the same layout are planned once.
 */
export interface Layout {
  /** Items that have to end for the store to be lost; the store is the first. */
  readonly items: readonly Item[];
  readonly targets: readonly Target[];
  readonly attachments: readonly Attachment[];
  /** Targets that are secrets which open the store. */
  readonly secrets: readonly number[];
  /** Whether a public endpoint leads to a workload of the store. */
  readonly public: boolean;
  /** Something unread could only restrict: another copy, a guard, a boundary. */
  readonly restricted: boolean;
}

/** The store, or a group of its copies that are alike in everything that matters to a plan. */
export interface Item {
  readonly role: string;
  /** Index of its target; null for a declared copy, which no scanned operation can end. */
  readonly target: number | null;
  readonly count: number;
  /** Whether losing the store takes losing it: a copy that does not count is left out of plans. */
  readonly counts: boolean;
  /** It ends by itself within the survivor horizon. */
  readonly lapses: boolean;
  /** A copy that does not survive its store. */
  readonly goesWithStore: boolean;
  /** Operations on the store that carry over to it. */
  readonly follows: readonly string[];
  /** Targets that contain it, hold it, and encrypt it. */
  readonly within: readonly number[];
  readonly heldBy: readonly number[];
  readonly key: number | null;
}

/** Something an operation can be called on. */
export interface Target {
  /** How a plan step names it: `the store`, `its volume`, `its 14 snapshots`. */
  readonly role: string;
  /** For copies: `snapshot`, with the place where the store has copies in several. */
  readonly copies: CopyNoun | null;
  readonly kind: string;
  readonly native: string;
  readonly count: number;
  /** How many containers up from the store it is: of plans that are equal otherwise the narrowest is shown. */
  readonly depth: number;
  /** The target whose policy has a say in calls on this one: itself, or the vault or bucket it lies in. */
  readonly policyOn: number | null;
  /** For containers: it acts with the rights of a role of its own, whoever calls it. */
  readonly hasRole: boolean;
  readonly guards: readonly LayoutGuard[];
}

export interface LayoutGuard {
  readonly type: string;
  readonly clearedBy: readonly LayoutClearing[];
  /** Calls it is not known to hold. */
  readonly unheld: readonly string[];
  /** Hours until it ends by itself; null: it does not. */
  readonly endsInHours: number | null;
  /** For a recycle bin: hours for which what was deleted can be brought back. */
  readonly keepsHours: number | null;
}

/** A call that clears a guard: the target it is called on, and how long the guard holds on after it. */
export interface LayoutClearing {
  readonly operation: string;
  readonly on: number;
  readonly afterHours: number;
}

/** What copies are called, one of them and where. */
export interface CopyNoun {
  readonly one: string;
  readonly where: string;
}

/** `its snapshot`, `its 14 snapshots in 222222222222`. */
export function copiesText({ one, where }: CopyNoun, count: number): string {
  const many = one.endsWith('s') ? one : `${one}s`;
  return `its ${count === 1 ? one : `${count} ${many}`}${where === '' ? '' : ` in ${where}`}`;
}

export interface Attachment {
  readonly workload: number;
  readonly endsWithWorkload: boolean;
  readonly root: boolean;
  /** It has to be undone before the store can be deleted. */
  readonly blocks: boolean;
}

/** One store in its layout: the ids behind the roles. */
export interface Shape {
  readonly store: string;
  /** Index into the interned layouts. */
  readonly layout: number;
  /** Ids behind each target of the layout. */
  readonly targets: readonly (readonly string[])[];
  /** Ids behind each item; `declared:<location>` for a declared copy. */
  readonly items: readonly (readonly string[])[];
  /** ISO time the last lapsing copy ends by itself, per item; null where none does. */
  readonly lapsesAt: readonly (string | null)[];
}
