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
import type { JobOutcome, ObserveWork } from './work-event.ts';

export interface WorkIO {
  readonly wait: (milliseconds: number) => Promise<void>;
  /** No further job is taken; those in hand are read to their end. */
  readonly signal: AbortSignal;
  readonly observe?: ObserveWork;
}

/** A fleet as a worker sees it. */
interface Worker extends Fleet {
  readonly observe: ObserveWork;
}

export type Readers = ReadonlyMap<Provider, TaskReader>;

export interface WorkOptions {
  /** Sources read at once. */
  readonly atOnce: number;
  /** Opens who reads what of each provider is handed over; each run has readers of its own. */
  readonly readers: (budgets: SharedBudgets) => Readers;
}

/** Reads sources for whoever leads a run of the same terms, until it is asked to stop. */
export async function work(joined: Fleet, { atOnce, readers }: WorkOptions, io: WorkIO): Promise<void> {
  const { observe = () => {} } = io;
  const fleet = { ...joined, observe };
  const inHand = new Map<string, Promise<void>>();
  const settle = settling(fleet);
  const desk = openDesk(fleet, readers);
  const beating = heartbeat(fleet, () => [...inHand.keys()]);
  const tellOthers = othersTold(fleet);
  let roomMade = (): void => {};
  const readNext = async (job: Attempt): Promise<void> => {
    const outcome = await readOne(fleet, job, desk, settle);
    inHand.delete(job.id);
    observe({ type: 'ended', job: job.id, outcome });
    // Jobs are taken several at once: half of them may end before the queue is asked again.
    if (inHand.size <= atOnce / 2) roomMade();
  };
  try {
    while (!io.signal.aborted) {
      observe({ type: 'looked' });
      const jobs = await taken(fleet, atOnce - inHand.size);
      for (const job of jobs) {
        observe({ type: 'took', job: job.id });
        inHand.set(job.id, readNext(job));
      }
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
async function taken(fleet: Worker, room: number): Promise<readonly Attempt[]> {
  if (room <= 0) return [];
  try {
    const jobs = await fleet.boss.fetch<Job>(fleet.queue, { batchSize: room });
    fleet.observe({ type: 'asked', answered: true });
    if (jobs.length === 0) return jobs;
    const open = await stillOpen(
      fleet.pool,
      jobs.map(({ data }) => data.run),
    );
    const idle = jobs.filter(({ data }) => !open.has(data.run));
    if (idle.length > 0) await fleet.boss.complete(fleet.queue, idle.map(attemptOf));
    return jobs.filter(({ data }) => open.has(data.run));
  } catch (error) {
    unanswered(fleet, error);
    return [];
  }
}

function unanswered({ log, observe }: Worker, error: unknown): void {
  log('warn', 'the queue did not answer', { error: messageOf(error) });
  observe({ type: 'asked', answered: false });
}

async function readOne(fleet: Worker, job: Attempt, desk: Desk, settle: Settle): Promise<JobOutcome> {
  const { run, terms } = job.data;
  const task = taskOf(job.data);
  const other = difference(fleet.terms, terms);
  try {
    if (other !== null) throw new Error(`the job is not this worker's: ${other}`);
    const part = await desk.read(run, task);
    await settle(attemptOf(job), keptPart(run, job.id, part));
    return 'read';
  } catch (error) {
    fleet.log('warn', 'a source could not be read', { source: task.source, error: messageOf(error) });
    await failed(fleet, job, error);
    return other === null ? 'failed' : 'refused';
  }
}

async function failed(fleet: Worker, job: Attempt, error: unknown): Promise<void> {
  try {
    await fleet.boss.fail(fleet.queue, attemptOf(job), { message: messageOf(error) });
  } catch (again) {
    // Whoever looks after the queue finds the job without a heartbeat, and gives it to another.
    unanswered(fleet, again);
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
function heartbeat(fleet: Worker, inHand: () => readonly string[]): NodeJS.Timeout | undefined {
  if (fleet.rhythm.heartbeat === null) return undefined;
  const beat = async (): Promise<void> => {
    try {
      if (inHand().length === 0) return;
      await fleet.boss.touch(fleet.queue, [...inHand()]);
      fleet.observe({ type: 'asked', answered: true });
    } catch (error) {
      unanswered(fleet, error);
    }
  };
  return setInterval(() => void beat(), (fleet.rhythm.heartbeat * 1000) / 4);
}

/** So many looks at the queue lie between two looks at who else there is. */
const tellEvery = 20;

/** Says once of each run of other terms that this worker leaves it to others. */
function othersTold(fleet: Worker): () => Promise<void> {
  let told = new Set<string>();
  let looks = 0;
  const tell = async (): Promise<void> => {
    const open = await openTerms(fleet.pool);
    const others = open.flatMap(({ target, ...terms }) => {
      const why = difference(fleet.terms, terms);
      return why === null ? [] : [{ target, why }];
    });
    fleet.observe({ type: 'others', runs: others.length });
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
