import type { Verdict } from '../../src/model/blast-radius.ts';
import type { Severity } from '../../src/model/inventory.ts';

export type Style = 'strong' | 'quiet' | 'danger' | 'warn' | 'good' | 'plain';

const codes: Readonly<Record<Style, readonly [string, string]>> = {
  strong: ['\u001b[1m', '\u001b[22m'],
  quiet: ['\u001b[2m', '\u001b[22m'],
  danger: ['\u001b[1;31m', '\u001b[22;39m'],
  warn: ['\u001b[33m', '\u001b[39m'],
  good: ['\u001b[32m', '\u001b[39m'],
  plain: ['', ''],
};

/** Paints text, or leaves it as it is where colour is off. */
export type Paint = (style: Style, text: string) => string;

export function painter(color: boolean): Paint {
  return (style, text) => (color ? codes[style][0] + text + codes[style][1] : text);
}

export const verdictStyle: Readonly<Record<Verdict, Style>> = {
  'total-loss': 'danger',
  'delayed-loss': 'danger',
  unknown: 'warn',
  recoverable: 'plain',
  'copies-lost': 'warn',
  'no-reach': 'good',
};

export const severityStyle: Readonly<Record<Severity, Style>> = {
  critical: 'danger',
  high: 'warn',
  medium: 'plain',
  low: 'quiet',
};
