import type { Collected } from '../model/inventory.ts';
import type { Tape } from './tape.ts';

/** What a source is doing now; shown as one live line a source. */
export interface Progress {
  readonly provider: string;
  /** Account or workspace, region and service, as a person reads it: `111111111111 us-east-1 ec2`. */
  readonly source: string;
  readonly state: 'started' | 'reading' | 'waiting' | 'done' | 'failed';
  readonly calls: number;
  readonly assets: number;
  /** What is waited for, in `waiting`. */
  readonly note?: string;
}

/** The outside world as a collector sees it; everything else is its own configuration. */
export interface CollectIO {
  readonly clock: () => Date;
  /** Resolves after that many milliseconds, or when `signal` aborts. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly progress: (event: Progress) => void;
  readonly signal?: AbortSignal;
  /** Keeps what comes over the wire, or stands in for it; without it, nothing is kept. */
  readonly tape?: Tape;
}

/** Reads one provider. It never throws for a failed read: that becomes a gap. */
export type Collect = (io: CollectIO) => Promise<Collected>;
