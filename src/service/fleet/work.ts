import type { JobAttempt, Job as QueueJob } from 'pg-boss';
import { printable } from '../../collectors/aws/failure.ts';
import type { SharedBudgets } from '../../collectors/budgets.ts';
import type { TaskReader } from '../../collectors/collector.ts';
import type { Provider } from '../../model/asset.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Fleet } from './fleet.ts';
import { type Job, taskOf } from './job.ts';
import { type Kept, keep, keptPart } from './parts.ts';
import { openTerms, stillOpen } from './runs.ts';
import { difference } from './terms.ts';
import { inTransaction } from './transaction.ts';

export interface WorkIO {
  readonly wait: (milliseconds: number) => Promise<void>;
  /** No further job is taken; those in hand are read to their end. */
  readonly signal: AbortSignal;
}

export type Readers = ReadonlyMap<Provider, TaskReader>;

export interface WorkOptions {
  /** Sources read at once. */
  readonly atOnce: number;
  /** Opens who reads what of each provider is handed over; each run has readers of its own. */
  readonly readers: (budgets: SharedBudgets) => Readers;
}

/** Reads sources for whoever leads a run of the same terms, until it is asked to stop. */
export async function work(fleet: Fleet, { atOnce, readers }: WorkOptions, io: WorkIO): Promise<void> {
  const inHand = new Map<string, Promise<void>>();
  const settle = settling(fleet);
  const desk = openDesk(fleet, readers);
  const beating = heartbeat(fleet, () => [...inHand.keys()]);
  const tellOthers = othersTold(fleet);
  let roomMade = (): void => {};
  const readNext = async (job: Attempt): Promise<void> => {
    await readOne(fleet, job, desk, settle);
    inHand.delete(job.id);
    // Jobs are taken several at once: half of them may end before the queue is asked again.
    if (inHand.size <= atOnce / 2) roomMade();
  };
  try {
    while (!io.signal.aborted) {
      const jobs = await taken(fleet, atOnce - inHand.size);
      for (const job of jobs) inHand.set(job.id, readNext(job));
      if (inHand.size === 0) {
        desk.clear();
        await tellOthers();
      }
      const room = new Promise<void>((resolve) => {
        roomMade = resolve;
      });
      await Promise.race([io.wait(fleet.rhythm.poll * 1000), room]);
    }
    await Promise.all(inHand.values());
  } finally {
    clearInterval(beating);
    desk.clear();
  }
}

type Attempt = QueueJob<Job>;

/** The next jobs, but those of runs that have ended; a database that does not answer has none. */
async function taken(fleet: Fleet, room: number): Promise<readonly Attempt[]> {
  if (room <= 0) return [];
  try {
    const jobs = await fleet.boss.fetch<Job>(fleet.queue, { batchSize: room });
    if (jobs.length === 0) return jobs;
    const open = await stillOpen(
      fleet.pool,
      jobs.map(({ data }) => data.run),
    );
    const idle = jobs.filter(({ data }) => !open.has(data.run));
    if (idle.length > 0) await fleet.boss.complete(fleet.queue, idle.map(attemptOf));
    return jobs.filter(({ data }) => open.has(data.run));
  } catch (error) {
    fleet.log('warn', 'the queue did not answer', { error: messageOf(error) });
    return [];
  }
}

async function readOne(fleet: Fleet, job: Attempt, desk: Desk, settle: Settle): Promise<void> {
  const { run, terms } = job.data;
  const task = taskOf(job.data);
  try {
    const other = difference(fleet.terms, terms);
    if (other !== null) throw new Error(`the job is not this worker's: ${other}`);
    const part = await desk.read(run, task);
    await settle(attemptOf(job), keptPart(run, job.id, part));
  } catch (error) {
    fleet.log('warn', 'a source could not be read', { source: task.source, error: messageOf(error) });
    await failed(fleet, job, error);
  }
}

async function failed(fleet: Fleet, job: Attempt, error: unknown): Promise<void> {
  try {
    await fleet.boss.fail(fleet.queue, attemptOf(job), { message: messageOf(error) });
  } catch (again) {
    // Whoever looks after the queue finds the job without a heartbeat, and gives it to another.
    fleet.log('warn', 'the queue did not answer', { error: messageOf(again) });
  }
}

type Settle = (attempt: JobAttempt, kept: Kept) => Promise<void>;

/** Writes down what was read and ends its jobs, whole or not at all; what comes meanwhile goes together. */
function settling(fleet: Fleet): Settle {
  let next: { attempt: JobAttempt; kept: Kept }[] = [];
  let writing: Promise<void> = Promise.resolve();
  let queued: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    const batch = next;
    next = [];
    queued = null;
    await inTransaction(fleet.pool, async (client) => {
      await keep(
        client,
        batch.map(({ kept }) => kept),
      );
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
      await fleet.boss.complete(
        fleet.queue,
        batch.map(({ attempt }) => attempt),
        null,
        { db },
      );
    });
  };
  return (attempt, kept) => {
    next.push({ attempt, kept });
    if (queued === null) {
      queued = writing.then(write);
      writing = queued.catch(() => {});
    }
    return queued;
  };
}

/** Says of the jobs in hand that they are still being read. */
function heartbeat(fleet: Fleet, inHand: () => readonly string[]): NodeJS.Timeout | undefined {
  if (fleet.rhythm.heartbeat === null) return undefined;
  const beat = async (): Promise<void> => {
    try {
      if (inHand().length > 0) await fleet.boss.touch(fleet.queue, [...inHand()]);
    } catch (error) {
      fleet.log('warn', 'the queue did not answer', { error: messageOf(error) });
    }
  };
  return setInterval(() => void beat(), (fleet.rhythm.heartbeat * 1000) / 4);
}

/** So many looks at the queue lie between two looks at who else there is. */
const tellEvery = 20;

/** Says once of each run of other terms that this worker leaves it to others. */
function othersTold(fleet: Fleet): () => Promise<void> {
  let told = new Set<string>();
  let looks = 0;
  const tell = async (): Promise<void> => {
    const open = await openTerms(fleet.pool);
    const others = open.flatMap(({ target, ...terms }) => {
      const why = difference(fleet.terms, terms);
      return why === null ? [] : [{ target, why }];
    });
    for (const other of others) {
      if (told.has(JSON.stringify(other))) continue;
      fleet.log('info', 'leaves the sources of a run to other workers', other);
    }
    told = new Set(others.map((other) => JSON.stringify(other)));
  };
  return async () => {
    looks += 1;
    if (looks % tellEvery !== 1) return;
    await tell().catch((error) =>
      fleet.log('warn', 'the database did not answer', { error: messageOf(error) }),
    );
  };
}

const attemptOf = ({ id, retryCount }: Attempt): JobAttempt => ({ id, retryCount });

/** What went wrong, fit to be logged and kept. */
const messageOf = (error: unknown): string =>
  printable(error instanceof Error ? error.message : String(error));
