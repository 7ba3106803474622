import { wrap } from './layout.ts';
import { type Paint, painter } from './paint.ts';

/** A paragraph: hangs under its first line by `hang` columns. */
export type Line = (text: string, indent?: number, hang?: number) => string;

export interface Pen {
  readonly line: Line;
  readonly paint: Paint;
}

/** Writes for a terminal of `width` columns, 40 at the least and 110 at the most. */
export function penOf({ width, color }: { readonly width: number; readonly color: boolean }): Pen {
  return { line: lineOf(Math.max(40, Math.min(width, 110))), paint: painter(color) };
}

function lineOf(width: number): Line {
  return (text, indent = 2, hang = 0) =>
    wrap(text, width - indent - hang)
      .map((line, index) => ' '.repeat(indent + (index === 0 ? 0 : hang)) + line)
      .join('\n');
}

export function heading(text: string, { paint, line }: Pen): string {
  return paint('quiet', line(text.toUpperCase()));
}
