import type { Registry } from 'prom-client';
import { familiesOf } from '../metrics.ts';
import type { ObserveWork } from './work-event.ts';

/** Counts what a worker does, in the registry of its process. */
export function openWorkMetrics(clock: () => Date, registry: Registry): ObserveWork {
  const { gauge, counter } = familiesOf(registry);
  let lastEnded: Date | null = null;
  gauge('last_job_age_seconds', 'Seconds since a source was last read, or not.', [], (age) => {
    if (lastEnded !== null) age.set((clock().getTime() - lastEnded.getTime()) / 1000);
    else age.reset();
  });
  const answers = gauge('queue_answers', 'Whether the queue answered when it was asked last.', []);
  const inHand = gauge('jobs_in_hand', 'Sources that are being read.', []);
  const others = gauge('runs_left_to_others', 'Scans of another version or configuration under way.', []);
  const taken = counter('jobs_taken_total', 'Sources taken in hand.', []);
  const ended = counter('jobs_ended_total', 'Sources by what came of them.', ['outcome']);
  for (const outcome of ['read', 'failed', 'refused']) ended.inc({ outcome }, 0);
  return (event) => {
    switch (event.type) {
      case 'looked':
        break;
      case 'asked':
        answers.set(event.answered ? 1 : 0);
        break;
      case 'took':
        taken.inc();
        inHand.inc();
        break;
      case 'ended':
        lastEnded = clock();
        inHand.dec();
        ended.inc({ outcome: event.outcome });
        break;
      case 'others':
        others.set(event.runs);
    }
  };
}
