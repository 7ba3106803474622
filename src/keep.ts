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

const mostPoints = 90;

/** A full scan's report with how things moved until it; a lighter pass, which does not see all, has none. */
export async function withTrend(
  history: Pick<History, 'trend'>,
  target: string,
  report: Report,
): Promise<Report> {
  if (report.scan.pass !== undefined) return report;
  const { scan, summary } = report;
  const day = scan.finishedAt.slice(0, 10);
  const before = (await history.trend(target, mostPoints)).filter(({ at }) => at.slice(0, 10) !== day);
  const { openBySeverity, totalLossStores, gaps } = summary;
  const now = { at: scan.finishedAt, openBySeverity, totalLossStores, gaps };
  return { ...report, trend: [...before.slice(1 - mostPoints), now] };
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
