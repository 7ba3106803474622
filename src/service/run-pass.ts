import { messagesOf, missedMessages } from '../alerts/messages.ts';
import type { Config } from '../config/config.ts';
import type { Hindsight } from '../hindsight.ts';
import type { History } from '../history/history.ts';
import { keepScan, withTrend } from '../keep.ts';
import { OperatorError } from '../model/error.ts';
import type { Delta } from '../model/history.ts';
import type { Report } from '../model/report.ts';
import type { LedRun } from './fleet/lead.ts';
import type { PassName } from './schedule.ts';

/** A scan that was judged, and how its reports are written. */
export interface Scanned {
  readonly report: Report;
  readonly hindsight: Hindsight;
  readonly write: (report: Report) => Promise<void>;
  /** Where other processes read for it: by what it is published once, and its lead is left. */
  readonly lead?: Pick<LedRun, 'end' | 'leave'>;
}

/** Where what a scan brought is kept, and by what it is told. */
export interface Keeping {
  readonly config: Pick<Config, 'name' | 'alerts' | 'reportUrl' | 'settings'>;
  readonly history: Pick<History, 'absent' | 'record' | 'missed' | 'trend'>;
}

/**
 * What came of a pass. `abandoned`: the service was asked to stop, so that nothing is said of it. `left`: another
 * process of the fleet made it, and says what is to be said.
 */
export type PassEnd =
  | { readonly state: 'recorded'; readonly report: Report; readonly delta: Delta }
  | { readonly state: 'missed'; readonly why: string }
  | { readonly state: 'abandoned' }
  | { readonly state: 'left' };

export interface PassRun extends Keeping {
  readonly clock: () => Date;
  /** Collects and judges; null: another process does. `OperatorError` where it can't. */
  readonly scan: (pass: PassName, signal: AbortSignal) => Promise<Scanned | null>;
  /** The service is asked to stop. */
  readonly stop: AbortSignal;
  /** The time for it is over. */
  readonly deadline: AbortSignal;
}

/**
 * One pass from reading to what is to be said of it: collect, judge, write, record. The reports are written before the
 * history takes note, so that whatever it has news of can be read; a pass that ends in between is news again next time.
 * A scan that can't run is kept as missed; any other error is a bug, and thrown.
 */
export async function runPass(pass: PassName, run: PassRun): Promise<PassEnd> {
  const { scan, stop, deadline } = run;
  let scanned: Scanned | null = null;
  try {
    scanned = await scan(pass, AbortSignal.any([stop, deadline]));
    if (stop.aborted) return { state: 'abandoned' };
    if (scanned === null) return { state: 'left' };
    if (deadline.aborted) return await missed(pass, 'it did not come to its end in time', run);
    return await published(scanned, run);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    if (stop.aborted) return { state: 'abandoned' };
    return await missed(pass, `${error.code}: ${error.message}`, run);
  } finally {
    await scanned?.lead?.leave();
  }
}

/** Publishes a scan, and alone where several processes could. */
async function published(scanned: Scanned, run: PassRun): Promise<PassEnd> {
  const { report, lead } = scanned;
  if (lead === undefined) return { state: 'recorded', report, delta: await publish(scanned, run) };
  const deltas: Delta[] = [];
  await lead.end('judged', async () => void deltas.push(await publish(scanned, run)));
  const [delta] = deltas;
  return delta === undefined ? { state: 'left' } : { state: 'recorded', report, delta };
}

/** Writes the reports of a scan, and keeps what it brought with the messages that tell it. */
export async function publish(
  { report, hindsight, write }: Scanned,
  { config, history }: Keeping,
): Promise<Delta> {
  await write(await withTrend(history, config.name, report));
  const kept = { target: config.name, report, hindsight };
  return keepScan(history, kept, (delta) => messagesOf(delta, config, report));
}

async function missed(pass: PassName, why: string, { config, history, clock }: PassRun): Promise<PassEnd> {
  const scan = { target: config.name, pass, at: clock().toISOString(), why };
  await history.missed(scan, missedMessages(scan, config));
  return { state: 'missed', why };
}
