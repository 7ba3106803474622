import { shown } from '../visible.ts';
import { type Child, type Element, el } from './element.ts';

/** A drawn part and the height it takes. */
export interface Drawn {
  readonly nodes: readonly Child[];
  readonly height: number;
}

/** A part of the picture: where it starts and how wide it may be. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const pad = 10;
export const lineHeight = 18;

/** A box with a title and a quiet second line. */
export function box({ x, y, width }: Place, title: string, second: string, style: string): Drawn {
  const inside = width - 2 * pad;
  return {
    nodes: [
      frame({ x, y, width }, 48, style),
      label({ x: x + pad, y: y + 20, width: inside }, title, 'title'),
      label({ x: x + pad, y: y + 37, width: inside }, second, 'quiet'),
    ],
    height: 48,
  };
}

export function frame({ x, y, width }: Place, height: number, style: string): Element {
  return el('rect', { x, y, width, height, rx: 6, class: `frame ${style}` });
}

/** One line of text, cut with an ellipsis to what fits in its width; `y` is its baseline. */
export function label({ x, y, width }: Place, text: string, style: string): Element {
  return el('text', { x, y, class: style }, fitted(text, Math.floor(width / 7.6)));
}

export function arrow(x1: number, y1: number, x2: number, y2: number): Element {
  const middle = (x1 + x2) / 2;
  const d = x1 === x2 ? `M${x1} ${y1}V${y2}` : `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  return el('path', { d, class: 'arrow' });
}

function fitted(text: string, most: number): string {
  const whole = shown(text, 200);
  const characters = [...whole];
  return characters.length <= most ? whole : `${characters.slice(0, most - 1).join('')}…`;
}
