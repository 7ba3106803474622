import type { Turn } from '../findings/lifecycle.ts';
import type { Finding } from '../model/finding.ts';
import type { Seen } from '../model/history.ts';
import type { Engine, Queries } from './database.ts';
import type { Footing } from './subjects.ts';

/** The scan that is being recorded, and where. */
export interface Recording {
  readonly queries: Queries;
  readonly engine: Engine;
  readonly seen: Seen;
  /** The id of the scan's row. */
  readonly scan: number;
  /** Since when the newest gap is there that nobody accepted; null: there is none. */
  readonly blindSince: string | null;
  /** The full scan before; null: there was none. */
  readonly before: FullScan | null;
}

export interface FullScan {
  readonly id: number;
  readonly finishedAt: string;
}

/** A turn that is to be written, of a finding that failed before and does not now. */
export interface Left {
  /** The id of the finding's row. */
  readonly id: number;
  readonly turn: Turn;
  readonly finding: Finding;
}

/** The same of a finding that fails now. */
export interface Taken extends Left {
  readonly footing: Footing;
}
