import type { SharedBudgets } from '../../collectors/budgets.ts';
import type { Elsewhere } from '../../collectors/collector.ts';
import { OperatorError } from '../../model/error.ts';
import { postgresBudgets } from './budgets.ts';
import type { Fleet } from './fleet.ts';
import { type HandOver, handOver } from './hand-over.ts';
import { endRun, type Lead, type Run, takeLead } from './runs.ts';

/** What a scan is made with when a fleet reads for it. */
export interface Led {
  readonly run: Run;
  readonly elsewhere: Elsewhere;
  readonly budgets: SharedBudgets;
}

/** A scan that was judged: in a word what came of it, and how it is made known. */
export interface Judged {
  readonly outcome: string;
  readonly publish: () => Promise<void>;
}

export interface LeadIO {
  readonly clock: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Leads the oldest open run, if there is one: `scan` reads with the fleet's help and judges in this process, and what
 * it judged is published once, whoever else believed to lead. Gives the run that was ended, or null.
 */
export async function leadNext(
  fleet: Fleet,
  scan: (led: Led) => Promise<Judged>,
  io: LeadIO,
): Promise<Run | null> {
  let handed: HandOver | undefined;
  const lead = await takeLead(fleet.pool, fleet.terms, (why) => handed?.abandon(why));
  if (lead === null) return null;
  const { run } = lead;
  handed = handOver(fleet, run);
  fleet.log('info', 'leads a run', { run: run.id, target: run.target, pass: run.pass, take: lead.take });
  const listening = listen(fleet, handed, io);
  try {
    await listening.heard;
    const judged = await scan({ run, elsewhere: handed.elsewhere, budgets: postgresBudgets(fleet.pool) });
    await listening.stop();
    return (await endRun(fleet.pool, lead, judged)) ? run : null;
  } catch (error) {
    await listening.stop();
    if (error instanceof OperatorError) await endFailed(fleet, lead, error);
    throw error;
  } finally {
    await lead.leave();
  }
}

/** A scan that can't be made is not tried again: its next run will be. */
async function endFailed(fleet: Fleet, lead: Lead, { code, message }: OperatorError): Promise<void> {
  await endRun(fleet.pool, lead, { outcome: `${code}: ${message}`, publish: async () => {} });
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
      if (io.clock().getTime() - lastHeard > patienceMilliseconds) handed.abandon(why);
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopped) {
      if (io.signal.aborted) {
        handed.abandon(new Error('the process was asked to stop'));
        return;
      }
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
