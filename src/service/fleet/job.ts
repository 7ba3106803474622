import { createHash } from 'node:crypto';
import type { SourceTask } from '../../collectors/collector.ts';
import type { Run } from './runs.ts';
import type { Terms } from './terms.ts';

/** A source to be read for a run, as it lies in the queue; never with a secret. */
export interface Job {
  readonly run: string;
  readonly terms: Terms;
  readonly task: SourceTask;
}

/** A job with an id of its own making: handed over twice, it is in the queue once. */
export function jobOf(run: Run, terms: Terms, task: SourceTask): { readonly id: string; readonly data: Job } {
  return { id: idOf(run.id, task.source), data: { run: run.id, terms, task } };
}

function idOf(run: string, source: string): string {
  const hex = createHash('sha256').update(`${run} ${source}`).digest('hex');
  // The shape of a version 8 UUID, whose bits are the maker's own: RFC 9562, section 5.8.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
