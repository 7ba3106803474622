import type { Verdict } from '../../src/model/blast-radius.ts';
import { type Element, el } from './element.ts';

/** A shape per verdict, so that nothing depends on colour alone. */
export const marks: Readonly<Record<Verdict, string>> = {
  'total-loss': '✕',
  'delayed-loss': '◔',
  unknown: '?',
  recoverable: '↺',
  'copies-lost': '◌',
  'no-reach': '–',
};

export function mark(verdict: Verdict): Element {
  return el('span', { class: `mark ${verdict}`, 'aria-hidden': 'true' }, marks[verdict]);
}
