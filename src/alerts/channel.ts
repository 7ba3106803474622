import type { AlertBody } from './body.ts';

/** A message as a channel is handed it. */
export interface Outgoing {
  /** The same on every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly body: AlertBody;
}

/** What became of an attempt. Reasons never hold an address, a key or what the other side echoed of them. */
export type Outcome =
  | {
      readonly taken: true;
      /** What is still to be told, such as a recipient that was refused; null: nothing. */
      readonly remark: string | null;
    }
  | {
      readonly taken: false;
      readonly reason: string;
      /**
       * `refused`: this message, as it is; `gone`: nothing will be taken until a person sees to it; `later`: the same
       * may be taken another time.
       */
      readonly why: 'refused' | 'gone' | 'later';
      /** What the other side asked for, in milliseconds; null: nothing. */
      readonly retryAfter: number | null;
    };

/** The outside as a channel sees it. */
export interface ChannelIO {
  readonly clock: () => Date;
  /** Ends every attempt. */
  readonly signal: AbortSignal;
}

/** A place messages go to, with its secrets in hand. */
export interface Channel {
  readonly name: string;
  /** Never throws for what the other side does. */
  readonly send: (outgoing: Outgoing, io: ChannelIO) => Promise<Outcome>;
}

/** A failure that passes or does not. */
export function failed(
  reason: string,
  why: 'refused' | 'gone' | 'later',
  retryAfter: number | null = null,
): Outcome {
  return { taken: false, reason, why, retryAfter };
}
