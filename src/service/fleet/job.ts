import { createHash } from 'node:crypto';
import type { SourceTask } from '../../collectors/collector.ts';
import { bareJson } from './bare-json.ts';
import type { Run } from './runs.ts';
import type { Terms } from './terms.ts';

/** A source to be read for a run, as it lies in the queue; never with a secret. */
export interface Job {
  readonly run: string;
  readonly terms: Terms;
  /** The task as JSON text: a database's own JSON keeps neither the order of fields nor every character. */
  readonly task: string;
}

/** Its id is made of what it is about: handed over twice, a source is in the queue once. */
export function jobOf(run: Run, terms: Terms, task: SourceTask): { readonly id: string; readonly data: Job } {
  return { id: idOf(run.id, task.source), data: { run: run.id, terms, task: bareJson(task) } };
}

export const taskOf = (job: Job): SourceTask => JSON.parse(job.task) as SourceTask;

/** A source's id within a run, whatever characters its name is made of. */
export function idOf(run: string, source: string): string {
  const hex = createHash('sha256').update(`${run} ${source}`).digest('hex');
  // The shape of a version 8 UUID, whose bits are the maker's own: RFC 9562, section 5.8.
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
