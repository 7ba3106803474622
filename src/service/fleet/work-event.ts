/** What happens in a worker, for its metrics and its health. */
export type WorkEvent =
  /** Another look at what is to be done, whether there is room for more or not. */
  | { readonly type: 'looked' }
  /** The queue was asked for something. */
  | { readonly type: 'asked'; readonly answered: boolean }
  | { readonly type: 'took'; readonly job: string }
  | { readonly type: 'ended'; readonly job: string; readonly outcome: JobOutcome }
  /** So many runs are left to workers of their version and configuration. */
  | { readonly type: 'others'; readonly runs: number };

/** `refused`: the job was of another version or configuration. */
export type JobOutcome = 'read' | 'failed' | 'refused';

/** Takes events as they come; it never throws. */
export type ObserveWork = (event: WorkEvent) => void;
