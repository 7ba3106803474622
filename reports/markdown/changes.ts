import { type ChangeSection, changeAnswer, changeSections, changeSpan } from '../change-sections.ts';
import type { Changes } from '../changes.ts';
import { escaped } from './escape.ts';
import { cut, mostRows, paragraphs } from './paragraphs.ts';

/** What is new, gone, changed and no longer readable between two scans, for a pull request or a step summary. */
export function renderMarkdownChanges(changes: Changes): string {
  const text = paragraphs(
    '## Firebreak: what changed',
    `**${escaped(changeAnswer(changes), 600)}**`,
    escaped(changeSpan(changes), 200),
    ...changeSections(changes).map(list),
    `Now: ${escaped(changes.after.summary.answer, 600)}`,
  );
  return `${text}\n`;
}

function list({ title, rows }: ChangeSection): string {
  const shown = rows
    .slice(0, mostRows)
    .map(({ lead, text }) => `- **${escaped(lead)}** ${escaped(text, 600)}`);
  return paragraphs(
    `### ${title} (${rows.length.toLocaleString('en-US')})`,
    shown.join('\n'),
    cut(rows.length),
  );
}
