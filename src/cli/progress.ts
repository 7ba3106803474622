import type { Writable } from 'node:stream';
import { columns as columnsOf } from '../../reports/terminal/layout.ts';
import { count } from '../../reports/words.ts';
import type { Progress } from '../collectors/collector.ts';
import { cleanText } from '../inventory/clean-text.ts';

/** Shows what each source is doing: a live line a source on a terminal, a plain line a finished source elsewhere. */
export interface ProgressView {
  readonly show: (event: Progress) => void;
  readonly done: () => void;
}

interface Out {
  readonly stderr: Writable;
  readonly isTTY: boolean;
  readonly columns: number;
  readonly quiet: boolean;
  /** Every event on a line of its own. */
  readonly verbose: boolean;
  /** Milliseconds on a clock that only moves forward; rates are measured by it. */
  readonly elapsed: () => number;
}

export function progressView(out: Out): ProgressView {
  if (out.quiet) return { show: () => undefined, done: () => undefined };
  return out.isTTY && !out.verbose ? liveView(out) : plainView(out);
}

function plainView({ stderr, verbose }: Out): ProgressView {
  const show = (event: Progress): void => {
    if (verbose || isOver(event)) stderr.write(`  ${spokenState(event)} ${nameOf(event)}: ${tail(event)}\n`);
  };
  return { show, done: () => undefined };
}

/** A live block takes no more lines than this for sources, so that it fits a small window. */
const mostLines = 8;
/** Redrawn no more often than this, in milliseconds, while sources only read on. */
const pause = 80;

interface Running {
  readonly event: Progress;
  readonly since: number;
}

function liveView({ stderr, columns, elapsed }: Out): ProgressView {
  const running = new Map<string, Running>();
  const total = { sources: 0, failed: 0, calls: 0, assets: 0 };
  const opened = elapsed();
  const clipped = (text: string): string => cut(text, Math.max(20, columns - 1));
  let drawn = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (lines: readonly string[], lasting: readonly string[] = []): void => {
    // Written over line by line: a terminal that is told to clear all below its first line keeps every frame.
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
    const text = [...lasting, ...lines].map((line) => `${clipped(line)}\u001b[K\n`).join('');
    stderr.write(`${up}${text}\u001b[J`);
    drawn = lines.length;
    drawnAt = elapsed();
  };
  const show = (event: Progress): void => {
    const key = `${event.provider} ${event.source}`;
    const over = isOver(event);
    if (over) {
      running.delete(key);
      total.sources += 1;
      total.failed += event.state === 'failed' ? 1 : 0;
      total.calls += event.calls;
      total.assets += event.assets;
    } else {
      running.set(key, { event, since: running.get(key)?.since ?? elapsed() });
    }
    if (event.state === 'reading' && elapsed() - drawnAt < pause) return;
    // What could not be read stays in view; the block below it is drawn anew.
    const lasting = event.state === 'failed' ? [`  not read ${nameOf(event)}: ${tail(event)}`] : [];
    draw(block([...running.values()], total, elapsed() - opened, elapsed()), lasting);
  };
  const done = (): void => draw([], [summary(total, elapsed() - opened)]);
  return { show, done };
}

interface Total {
  readonly sources: number;
  readonly failed: number;
  readonly calls: number;
  readonly assets: number;
}

/** A line a source that is being read, then what was read so far. */
function block(
  running: readonly Running[],
  total: Total,
  milliseconds: number,
  now: number,
): readonly string[] {
  const shown = running.slice(0, mostLines);
  const width = Math.max(0, ...shown.map(({ event }) => columnsOf(cut(nameOf(event), 44))));
  const more = running.length - shown.length;
  const sum = {
    ...total,
    calls: running.reduce((calls, { event }) => calls + event.calls, total.calls),
    assets: running.reduce((assets, { event }) => assets + event.assets, total.assets),
  };
  return [
    ...shown.map(({ event, since }) => {
      const name = cut(nameOf(event), 44);
      return `  ${name}${' '.repeat(width - columnsOf(name))}  ${tail(event, rate(event.calls, now - since))}`;
    }),
    ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more under way`] : []),
    summary(sum, milliseconds),
  ];
}

function summary({ sources, failed, calls, assets }: Total, milliseconds: number): string {
  const read = `${count(sources - failed, 'source')} read`;
  const not = failed > 0 ? `, ${failed.toLocaleString('en-US')} not read` : '';
  return `  ${read}${not}: ${counts(assets, calls)}${rate(calls, milliseconds)}`;
}

/** `, 12/s`; nothing before there is something to measure. */
function rate(calls: number, milliseconds: number): string {
  if (calls === 0 || milliseconds < 500) return '';
  const perSecond = (calls * 1000) / milliseconds;
  return `, ${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString('en-US')}/s`;
}

function counts(assets: number, calls: number): string {
  return `${count(assets, 'asset')}, ${count(calls, 'call')}`;
}

function tail({ state, calls, assets, note }: Progress, speed = ''): string {
  const waiting = note === undefined ? 'waiting' : `waiting: ${cleanText(note)}`;
  return `${counts(assets, calls)}${speed}${state === 'waiting' ? `; ${waiting}` : note === undefined ? '' : ` (${cleanText(note)})`}`;
}

function nameOf({ provider, source }: Progress): string {
  return cleanText(`${provider} ${source}`);
}

function spokenState({ state }: Progress): string {
  return state === 'failed' ? 'not read' : state.padEnd(8);
}

function isOver({ state }: Progress): boolean {
  return state === 'done' || state === 'failed';
}

/** Text cut to so many columns of a terminal, with `…` where it was. */
function cut(text: string, most: number): string {
  if (columnsOf(text) <= most) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += columnsOf(character);
    if (used > most) break;
    kept += character;
  }
  return `${kept}…`;
}
