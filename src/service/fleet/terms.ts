import { createHash } from 'node:crypto';

/**
 * What two processes must have in common to read for one another: the program's version, the form in which parts are
 * kept, and the configuration.
 */
export interface Terms {
  readonly tool: string;
  readonly form: number;
  /** Digest of the configuration. */
  readonly config: string;
}

/** To be raised whenever `SourceTask`s or what is read of them change their form within a version of the program. */
export const form = 1;

/** The queue of those terms alone: whoever has others never takes a job of it. */
export function queueOf({ tool, form: ofParts, config }: Terms): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([tool, ofParts, config]))
    .digest('hex');
  return `sources-${digest.slice(0, 24)}`;
}

/** Where jobs of a queue go that failed once too often. */
export const lostOf = (queue: string): string => `${queue}-lost`;

/** In which way terms differ from one's own, for a person; null: they are the same. */
export function difference(own: Terms, other: Terms): string | null {
  if (own.tool !== other.tool) return `it is of firebreak ${other.tool}, and this is ${own.tool}`;
  if (own.form !== other.form)
    return `it keeps parts in form ${other.form}, and this process in form ${own.form}`;
  return own.config === other.config ? null : 'it has another configuration';
}
