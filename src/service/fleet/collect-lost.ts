import type { JobWithMetadata } from 'pg-boss';
import type { Fleet } from './fleet.ts';
import { idOf, type Job, taskOf } from './job.ts';
import { keep, keptLoss } from './parts.ts';
import { lostOf } from './terms.ts';

const atOnce = 200;

/** Writes down of jobs that failed once too often that nobody could read their source. */
export async function collectLost(fleet: Fleet): Promise<void> {
  const queue = lostOf(fleet.queue);
  for (;;) {
    const jobs = await fleet.boss.fetch<Job>(queue, { batchSize: atOnce, includeMetadata: true });
    if (jobs.length === 0) return;
    await keep(
      fleet.pool,
      jobs.map((job) => keptLoss(job.data.run, idOf(job.data.run, taskOf(job.data).source), lossOf(job))),
    );
    await fleet.boss.complete(
      queue,
      jobs.map(({ id, retryCount }) => ({ id, retryCount })),
    );
  }
}

function lossOf(job: JobWithMetadata<Job>): string {
  const said = (job.sourceOutput as { message?: unknown } | null)?.message;
  return `no worker could read it: ${typeof said === 'string' ? said : 'each that tried was lost'}`;
}
