import type { Provider } from '../model/asset.ts';
import type { Collected } from '../model/inventory.ts';
import type { SharedBudgets } from './budgets.ts';
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
  /** Has sources read by another process; without it, every source is read here. */
  readonly elsewhere?: Elsewhere;
  /** Rates kept together with other processes; without them, every process keeps its own. */
  readonly budgets?: SharedBudgets;
}

/**
 * A list of reads as a value: any process with the same configuration reads the same with it. It is plain JSON and
 * never holds a secret.
 */
export interface SourceTask {
  readonly provider: Provider;
  /** Its name, as in `TapedRequest`: `aws 111111111111 us-east-1 ec2`. */
  readonly source: string;
  /** What the provider's collector is told to read. */
  readonly detail: unknown;
}

/** Hands a source over to be read: gives what a `TaskReader` read of it, or in words why nobody could. */
export type Elsewhere = (task: SourceTask) => Promise<{ readonly part: unknown } | { readonly lost: string }>;

/** Reads sources that were handed over, with the credentials of this process. */
export interface TaskReader {
  /** What the source gave, as plain JSON. Throws where this process can't read it at all. */
  read(task: SourceTask): Promise<unknown>;
  /** Lets go of connections. */
  close(): void;
}

/** Reads one provider. It never throws for a failed read: that becomes a gap. */
export type Collect = (io: CollectIO) => Promise<Collected>;
