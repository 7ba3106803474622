import type { Elsewhere, SourceTask } from '../../collectors/collector.ts';
import { collectLost } from './collect-lost.ts';
import type { Fleet } from './fleet.ts';
import { idOf, jobOf } from './job.ts';
import { type Arrived, type Outcome, partsAfter, partsOf } from './parts.ts';
import type { Run } from './runs.ts';

/** The sources of a run on their way through the fleet. */
export interface HandOver {
  /** Makes a source a job, and waits for what becomes of it. What was read before is there at once. */
  readonly elsewhere: Elsewhere;
  /** Takes in what came since; to be called again and again. */
  readonly takeIn: (now: Date) => Promise<void>;
  /** Nobody waits any longer. */
  readonly abandon: (why: Error) => void;
  readonly waiting: () => number;
}

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (why: Error) => void;
}

/** Jobs put into the queue by one statement. */
const mostJobs = 1000;

/** Every so many times, all that is waited for is looked up by name. */
const lookUpEvery = 8;

export function handOver(fleet: Fleet, run: Run): HandOver {
  const waiting = new Map<string, Waiting>();
  const early = new Map<string, Outcome>();
  const outbox: SourceTask[] = [];
  let place = 0;
  let round = 0;
  let over: Error | null = null;
  let late: string | null = null;
  const take = ({ source, outcome }: Arrived): void => {
    const who = waiting.get(source);
    if (who === undefined) early.set(source, outcome);
    else who.resolve(outcome);
    waiting.delete(source);
  };
  const takeNew = async (): Promise<void> => {
    for (;;) {
      const rows = await partsAfter(fleet.pool, run.id, place);
      for (const row of rows) take(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      place = last.place;
    }
  };
  const send = async (): Promise<void> => {
    while (outbox.length > 0) {
      const jobs = outbox.slice(0, mostJobs).map((task) => jobOf(run, fleet.terms, task));
      await fleet.boss.insert(fleet.queue, jobs);
      // More may have come meanwhile; only those that are in the queue leave.
      outbox.splice(0, jobs.length);
    }
  };
  const lookUp = async (): Promise<void> => {
    for (let rows = 1; rows > 0 && waiting.size > 0; ) {
      const found = await partsOf(fleet.pool, run.id, [...waiting.keys()]);
      for (const row of found) take(row);
      rows = found.length;
    }
  };
  return {
    elsewhere: (task) =>
      new Promise((resolve, reject) => {
        const id = idOf(run.id, task.source);
        const known = early.get(id);
        early.delete(id);
        if (known !== undefined) return resolve(known);
        if (over !== null) return reject(over);
        if (late !== null) return resolve({ lost: late });
        waiting.set(id, { resolve, reject });
        outbox.push(task);
      }),
    takeIn: async (now) => {
      await send();
      round += 1;
      await collectLost(fleet);
      await takeNew();
      if (now >= run.deadline) late ??= `it was not read by the deadline, ${run.deadline.toISOString()}`;
      if (late !== null || round % lookUpEvery === 0) await lookUp();
      if (late === null) return;
      for (const { resolve } of waiting.values()) resolve({ lost: late });
      waiting.clear();
    },
    abandon: (why) => {
      over ??= why;
      for (const { reject } of waiting.values()) reject(over);
      waiting.clear();
    },
    waiting: () => waiting.size,
  };
}
