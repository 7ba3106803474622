/** A request as it is kept: without its headers, so without the credential that signed it. */
export interface TapedRequest {
  /** The list of reads it belongs to: `aws 111111111111 us-east-1 ec2`. */
  readonly source: string;
  readonly method: string;
  /** Path and query, and the host where it tells requests apart. */
  readonly target: string;
  readonly body: string;
  /** The same request once more, because its last answer was no use: the new answer takes the old one's place. */
  readonly again: boolean;
}

/** What came back, or why nothing did. */
export type TapedAnswer =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly failed: { readonly name: string; readonly code: string; readonly message: string } };

/** Stands between the collectors and the wire: keeps what comes back, or gives back what was kept. */
export interface Tape {
  /** Answers from what is kept, or by `send`. A kept answer that is missing or damaged comes as `failed`. */
  exchange(request: TapedRequest, send: () => Promise<TapedAnswer>): Promise<TapedAnswer>;
  /**
   * Something worked out from a credential in hand, which a replay does not have: kept under its name, and given
   * back in a replay. It must be fit to be written down.
   */
  fact(name: string, value: string | null): string | null;
  /** Says who asks, once that is known. `OperatorError` where the kept answers were given to somebody else. */
  enter(door: string, caller: string): Promise<void>;
  /** Ends a source; `settled`: nothing of it failed that asking again could cure. */
  close(source: string, settled: boolean): void;
}

/** The name of the error that stands for an answer which a replay does not have. */
export const notRecorded = 'NotRecorded';

/** Two tapes in a row: what `outer` does not answer itself is asked of `inner`. */
export function inRow(outer: Tape, inner: Tape): Tape {
  return {
    exchange: (request, send) => outer.exchange(request, () => inner.exchange(request, send)),
    fact: (name, value) => outer.fact(name, inner.fact(name, value)),
    enter: async (door, caller) => {
      await inner.enter(door, caller);
      await outer.enter(door, caller);
    },
    close: (source, settled) => {
      inner.close(source, settled);
      outer.close(source, settled);
    },
  };
}
