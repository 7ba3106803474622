import type { SharedBudgets } from '../../collectors/budgets.ts';
import type { Elsewhere } from '../../collectors/collector.ts';
import { OperatorError } from '../../model/error.ts';
import { postgresBudgets } from './budgets.ts';
import type { Fleet } from './fleet.ts';
import { type HandOver, handOver } from './hand-over.ts';
import { endRun, openRuns, type Run, requestRun, type Sought, takeLead } from './runs.ts';

/** A run this process leads: what its scan is made with, and how it ends. */
export interface LedRun {
  readonly run: Run;
  readonly elsewhere: Elsewhere;
  readonly budgets: SharedBudgets;
  /** Publishes what was judged, and ends the run: once, whoever else believes to lead it. False: another has. */
  readonly end: (outcome: string, publish: () => Promise<void>) => Promise<boolean>;
  /** To be called in the end, ended or not: then another may lead it. */
  readonly leave: () => Promise<void>;
}

/** A turn to scan. */
export interface FleetTurn {
  readonly target: string;
  readonly pass: string;
  readonly due: Date;
  /** Milliseconds in which the sources are to be read. */
  readonly within: number;
}

export interface LeadIO {
  readonly clock: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Seconds between two tries to take over from whoever leads. */
const standBySeconds = 5;

/**
 * Leads the run of a turn. Where another process leads it, stands by to take over; null: the other one ended it, or
 * this process is asked to stop.
 */
export async function leadRun(fleet: Fleet, turn: FleetTurn, io: LeadIO): Promise<LedRun | null> {
  const { target, pass } = turn;
  await requestRun(fleet.pool, fleet.terms, turn);
  const sought = { target, pass, terms: fleet.terms };
  while (!io.signal.aborted) {
    const led = await tryToLead(fleet, sought, io);
    if (led !== null) return led;
    if ((await openRuns(fleet.pool, sought)).length === 0) return null;
    await io.wait(Math.min(standBySeconds, fleet.rhythm.poll * 10) * 1000);
  }
  return null;
}

async function tryToLead(fleet: Fleet, sought: Sought, io: LeadIO): Promise<LedRun | null> {
  let handed: HandOver | undefined;
  const lead = await takeLead(fleet.pool, sought, (why) => handed?.abandon(outOfReach(why)));
  if (lead === null) return null;
  const { run, take } = lead;
  handed = handOver(fleet, run);
  fleet.log('info', 'leads a run', { run: run.id, target: run.target, pass: run.pass, take });
  const listening = listen(fleet, handed, io);
  await listening.heard;
  return {
    run,
    elsewhere: handed.elsewhere,
    budgets: postgresBudgets(fleet.pool, run.id),
    end: async (outcome, publish) => {
      await listening.stop();
      return endRun(fleet.pool, lead, outcome, publish);
    },
    leave: async () => {
      await listening.stop();
      await lead.leave();
    },
  };
}

/** So long the database may be out of reach before a run is given up by its leader. */
const patienceMilliseconds = 60_000;

/** Takes in what comes, until it is stopped. `heard`: all that was there at the beginning is in. */
function listen(fleet: Fleet, handed: HandOver, io: LeadIO) {
  let stopped = false;
  let lastHeard = io.clock().getTime();
  const once = async (): Promise<void> => {
    try {
      await handed.takeIn(io.clock());
      lastHeard = io.clock().getTime();
    } catch (error) {
      const why = error instanceof Error ? error : new Error(String(error));
      fleet.log('warn', 'the database did not answer', { error: why.message });
      if (io.clock().getTime() - lastHeard > patienceMilliseconds) handed.abandon(outOfReach(why));
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopped) {
      if (io.signal.aborted) return handed.abandon(stoppedByOperator());
      await io.wait(fleet.rhythm.poll * 1000);
      await once();
    }
  };
  const heard = once();
  const looping = heard.then(loop);
  return {
    heard,
    stop: async (): Promise<void> => {
      stopped = true;
      await looping;
    },
  };
}

function outOfReach({ message }: Error): OperatorError {
  return new OperatorError(
    'FLEET_OUT_OF_REACH',
    `The database that the fleet shares is out of reach: ${message}`,
    'What was read is kept; the scan goes on where it stopped once the database is back.',
  );
}

function stoppedByOperator(): OperatorError {
  return new OperatorError(
    'FLEET_STOPPED',
    'The process was asked to stop.',
    'What was read is kept; the scan goes on where it stopped.',
  );
}
