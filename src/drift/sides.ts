import type { Baseline } from '../model/baseline.ts';
import type { Unread } from './unread.ts';

/** The two sides of a comparison, and what is known of what stands on one of them only. */
export interface Sides {
  readonly before: Baseline;
  readonly after: Baseline;
  /** Ids of assets that are an event already: what hangs on them goes with it. */
  readonly told: ReadonlySet<string>;
  /** Why something approved may only be unread now. */
  readonly unreadNow: Unread;
  /** Why something found may have been there, unread, at approval. */
  readonly unreadThen: Unread;
  nameOf(id: string): string;
}
