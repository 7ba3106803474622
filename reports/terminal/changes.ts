import {
  type ChangeSection,
  changeAnswer,
  changeSections,
  changeSpan,
  moreRows,
  type Tone,
} from '../change-sections.ts';
import type { Changes } from '../changes.ts';
import { shown } from '../visible.ts';
import type { Style } from './paint.ts';
import { heading, type Pen, penOf } from './pen.ts';

/** A terminal shows this much of each list; the formats have the rest. */
const mostRows = 12;

const toneStyle: Readonly<Record<Tone, Style>> = {
  bad: 'danger',
  doubt: 'warn',
  good: 'good',
  plain: 'plain',
};

/** What is new, gone, changed and no longer readable between two scans, in text. */
export function renderTerminalChanges(
  changes: Changes,
  options: { readonly width: number; readonly color: boolean },
): string {
  const pen = penOf(options);
  const sections = [
    [
      pen.paint('strong', pen.line(changeAnswer(changes))),
      pen.paint('quiet', pen.line(changeSpan(changes))),
    ].join('\n'),
    ...changeSections(changes).map((section) => list(section, pen)),
    pen.line(`Now: ${shown(changes.after.summary.answer, 600)}`, 2, 5),
  ];
  return `\n${sections.join('\n\n')}\n`;
}

function list({ title, tone, rows }: ChangeSection, pen: Pen): string {
  const more = moreRows(rows.length, mostRows);
  return [
    heading(`${title} (${rows.length.toLocaleString('en-US')})`, pen),
    ...rows
      .slice(0, mostRows)
      .map(({ lead, text }) => pen.paint(toneStyle[tone], pen.line(`${lead}: ${text}`, 2, 2))),
    ...(more === '' ? [] : [pen.line(more)]),
  ].join('\n');
}
