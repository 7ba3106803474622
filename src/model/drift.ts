import type { Severity } from './inventory.ts';

/** One meaningful difference between what was approved and what is. */
export interface DriftEvent {
  readonly fingerprint: string;
  /** `asset-added`, `asset-removed`, `asset-changed`, `reach-widened`, `scope-narrowed`, `gap-appeared` … */
  readonly event: string;
  readonly asset: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly severity: Severity;
  readonly why: string;
  readonly actor: string | null;
  readonly at: string | null;
  readonly wayBack: string | null;
  readonly new: boolean;
  readonly status: 'open' | 'excepted';
}

/** Events that are nobody's act on one asset: what a scan saw less of, or a sum of several changes. */
export const nobodysAct: ReadonlySet<string> = new Set([
  'gap-appeared',
  'source-unread',
  'caller-changed',
  'scope-narrowed',
  'scope-widened',
  'reach-widened',
  'credential-seen',
  'copies-outdated',
]);
