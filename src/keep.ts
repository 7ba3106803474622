import type { Hindsight } from './hindsight.ts';
import type { History } from './history/history.ts';
import type { Delta, Message } from './model/history.ts';
import type { Report } from './model/report.ts';

/** A scan that came to its end. */
export interface Kept {
  /** The configuration's name: one history may hold several. */
  readonly target: string;
  readonly report: Report;
  readonly hindsight: Hindsight;
}

/**
 * Keeps a scan in the history, with what it proves of the findings and drift of before, and with the messages that
 * follow from what it brought.
 */
export async function keepScan(
  history: Pick<History, 'absent' | 'record'>,
  { target, report, hindsight }: Kept,
  messagesOf: (delta: Delta) => readonly Message[],
): Promise<Delta> {
  const { prove, ...seen } = hindsight;
  const proofs = prove(await history.absent(target, report));
  return history.record({ ...seen, target, report, proofs, pass: report.scan.pass ?? 'full' }, messagesOf);
}
