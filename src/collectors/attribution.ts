import type { Attribution, Unattributed, Window } from '../model/attribution.ts';
import type { CollectIO } from './collector.ts';

/** Asks one provider's audit log. It never throws for a failed read: that is what `because` tells. */
export type Attribute = (
  asked: readonly Unattributed[],
  window: Window,
  io: CollectIO,
) => Promise<readonly Attribution[]>;

/** An act in an audit log that could be what is asked for. */
export interface Act {
  readonly actor: string;
  /** ISO 8601. */
  readonly at: string;
}

const shown = 3;

/** The one who did it, where the log leaves only one; else why that cannot be said. `log`: as a person calls it. */
export function attributed(fingerprint: string, acts: readonly Act[], log: string): Attribution {
  const newest = acts.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))[0];
  if (newest === undefined) return { fingerprint, because: `${log} shows no such change since the approval` };
  const actors = [...new Set(acts.map(({ actor }) => actor))].sort();
  if (actors.length === 1) return { fingerprint, actor: newest.actor, at: newest.at };
  const more = actors.length > shown ? ` and ${actors.length - shown} more` : '';
  const names = `${actors.slice(0, shown).join(', ')}${more}`;
  return { fingerprint, because: `${log} shows several who changed it since the approval: ${names}` };
}
