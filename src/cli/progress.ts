import type { Writable } from 'node:stream';
import type { Progress } from '../collectors/collector.ts';
import { cleanText } from '../inventory/clean-text.ts';

/** Shows what each source is doing: one line rewritten on a terminal, a plain line per finished source elsewhere. */
export interface ProgressView {
  readonly show: (event: Progress) => void;
  readonly done: () => void;
}

export function progressView(out: {
  readonly stderr: Writable;
  readonly isTTY: boolean;
  readonly columns: number;
  readonly quiet: boolean;
  /** Every event on a line of its own. */
  readonly verbose: boolean;
}): ProgressView {
  if (out.quiet) return { show: () => undefined, done: () => undefined };
  return out.isTTY && !out.verbose ? liveView(out.stderr, out.columns) : plainView(out.stderr, out.verbose);
}

function plainView(stderr: Writable, verbose: boolean): ProgressView {
  const show = (event: Progress): void => {
    if (verbose || event.state === 'done' || event.state === 'failed') stderr.write(`${line(event)}\n`);
  };
  return { show, done: () => undefined };
}

function liveView(stderr: Writable, columns: number): ProgressView {
  const running = new Map<string, Progress>();
  const finished = { sources: 0, failed: 0, calls: 0, assets: 0 };
  const clear = '\r\u001b[2K';
  const show = (event: Progress): void => {
    const key = `${event.provider} ${event.source}`;
    if (event.state === 'done' || event.state === 'failed') {
      running.delete(key);
      finished.sources += 1;
      finished.failed += event.state === 'failed' ? 1 : 0;
      finished.calls += event.calls;
      finished.assets += event.assets;
    } else {
      running.set(key, event);
    }
    const newest = [...running.values()].at(-1);
    const text =
      `${finished.sources} sources read${finished.failed > 0 ? `, ${finished.failed} failed` : ''}, ` +
      `${running.size} under way; ${newest === undefined ? '' : line(newest)}`;
    stderr.write(clear + text.slice(0, Math.max(20, columns - 1)));
  };
  return { show, done: () => stderr.write(clear) };
}

function line({ provider, source, state, calls, assets, note }: Progress): string {
  const tail = note === undefined ? '' : ` (${note})`;
  return cleanText(
    `  ${state === 'failed' ? 'not read' : state.padEnd(8)} ${provider} ${source}: ${assets} assets, ${calls} calls${tail}`,
  );
}
