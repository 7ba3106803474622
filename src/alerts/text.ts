import { visible } from '../../reports/visible.ts';
import type { AlertBody, AlertItem, Mark } from './body.ts';

/** One bounded line without control characters, from a text that may be anything. */
export function line(text: string, most: number): string {
  const flat = text
    .slice(0, most * 2)
    .replace(/\s+/g, ' ')
    .trim();
  const kept = flat.length <= most ? flat : `${flat.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
  return visible(kept);
}

/**
 * Escapes a text piece by piece until the next piece would not fit into `most` characters; what is cut ends with an
 * ellipsis, and no escape is cut in half.
 */
export function within(
  text: string,
  most: number,
  escaped: (piece: string) => string = (piece) => piece,
): string {
  const whole = escaped(text);
  if (whole.length <= most) return whole;
  let cut = '';
  for (const character of text) {
    const next = escaped(character);
    if (cut.length + next.length >= most) break;
    cut += next;
  }
  return `${cut}…`;
}

/** A URL inside a text as security people write one, so that no client makes a link of it: `https[:]//…`. */
export function defused(text: string): string {
  return text.replaceAll('://', '[:]//').replaceAll(/www\./gi, 'www[.]');
}

const icons: Readonly<Record<AlertItem['severity'], string>> = {
  critical: '🔴',
  high: '🟠',
  medium: '🟡',
  low: '⚪',
};

const markIcons: Readonly<Partial<Record<Mark, string>>> = {
  fixed: '✅',
  'drift undone': '✅',
  excepted: '☑️',
  'not readable': '❔',
};

/** `🔴 CRITICAL · new · domain chores`: the word is there too, for whoever sees no colours. */
export function itemHead({ mark, severity, name }: AlertItem): string {
  return `${markIcons[mark] ?? icons[severity]} ${severity.toUpperCase()} · ${mark} · ${name}`;
}

/** The lines below an item's head. */
export function itemLines({ text, plan, stoppedBy, fix, also }: AlertItem): readonly string[] {
  return [
    text,
    ...(plan === null ? [] : [`Plan: ${plan}`]),
    ...(stoppedBy === null ? [] : [`What stops it: ${stoppedBy}`]),
    ...(fix === null ? [] : [`What to do: ${fix}`]),
    ...(also === 0 ? [] : [`${also.toLocaleString('en-US')} more about it in the report.`]),
  ];
}

/** What was looked at and when: `full pass of acme · 2026-11-22 12:00 UTC · 3 more in the report`. */
export function footer({ pass, target, at, more, kind }: AlertBody): string {
  const what =
    kind === 'test'
      ? `test of ${target}`
      : kind === 'digest'
        ? `digest of ${target}`
        : `${pass} pass of ${target}`;
  const rest = more === 0 ? '' : ` · ${more.toLocaleString('en-US')} more in the report`;
  return `${what} · ${at.slice(0, 10)} ${at.slice(11, 16)} UTC${rest}`;
}
