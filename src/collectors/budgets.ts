/** Requests a second, and how many may come at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Token buckets that several processes draw from, each under its name: `aws 111111111111 ec2 us-east-1`. */
export interface SharedBudgets {
  /** Takes a turn: the milliseconds until it comes. */
  reserve(name: string, rate: Rate): Promise<number>;
  /** Counts a request of this scan: how many it made under that name by now, this one included. */
  count(name: string): Promise<number>;
  /** Nobody has a turn for that many milliseconds. */
  pause(name: string, milliseconds: number): Promise<void>;
}
