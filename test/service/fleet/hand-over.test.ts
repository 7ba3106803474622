import { expect, it } from 'vitest';
import type { Fleet } from '../../../src/service/fleet/fleet.ts';
import { handOver } from '../../../src/service/fleet/hand-over.ts';
import { taskOf } from '../../../src/service/fleet/job.ts';

const task = (source: string) => ({ provider: 'aws', source, detail: {} });

it('sends what is handed over while others are on their way into the queue', async () => {
  const sent: string[] = [];
  const boss = {
    insert: async (_queue: string, jobs: readonly { data: Parameters<typeof taskOf>[0] }[]) => {
      if (sent.length === 0) void handed.elsewhere(task('late'));
      sent.push(...jobs.map(({ data }) => taskOf(data).source));
    },
    fetch: async () => [],
  };
  const pool = { query: async () => ({ rows: [] }) };
  const terms = { tool: '0', form: 1, config: '0' };
  const fleet = { boss, pool, terms, queue: 'q' } as unknown as Fleet;
  const at = new Date('2026-11-22T02:00:00Z');
  const run = {
    id: 'run',
    target: 'acme',
    pass: 'full',
    startedAt: at,
    deadline: new Date('2026-11-22T06:00:00Z'),
  };
  const handed = handOver(fleet, run);
  void handed.elsewhere(task('early'));
  await handed.takeIn(at);
  expect(sent).toEqual(['early', 'late']);
});
