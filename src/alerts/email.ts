import type { AlertBody } from './body.ts';
import { defused, footer, itemHead, itemLines, within } from './text.ts';

/** RFC 5322 has lines of at most 998 characters; a subject of 200 is read on a telephone. */
const mostSubject = 200;

/** What goes into a mail: no part of it but the subject ever is a header. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail as plain text, and the same as simple HTML. */
export function renderEmail(body: AlertBody): Mail {
  return {
    subject: within(`[firebreak] ${defused(body.headline)}`.replaceAll(/[\r\n]+/g, ' '), mostSubject),
    text: plainText(body),
    html: page(body),
  };
}

function plainText(body: AlertBody): string {
  const parts = [
    [body.headline],
    ...body.items.map((item) => [itemHead(item), ...itemLines(item).map((text) => `  ${text}`)]),
    body.notes,
  ].map((lines) => defused(lines.join('\n')));
  const report = body.reportUrl === null ? [] : [`Report: ${body.reportUrl}`];
  return `${[...parts, ...report, defused(footer(body))].filter((part) => part !== '').join('\n\n')}\n`;
}

function page(body: AlertBody): string {
  const items = body.items.map(
    (item) => `<p><b>${escaped(itemHead(item))}</b><br>\n${itemLines(item).map(escaped).join('<br>\n')}</p>`,
  );
  const notes = body.notes.map((text) => `<p>${escaped(text)}</p>`);
  const report =
    body.reportUrl === null
      ? []
      : [`<p><a href="${attribute(new URL(body.reportUrl).href)}">Open the report</a></p>`];
  const all = [
    `<h2>${escaped(body.headline)}</h2>`,
    ...items,
    ...notes,
    ...report,
    `<p><small>${escaped(footer(body))}</small></p>`,
  ];
  return `<!doctype html>\n<html><body style="font-family: sans-serif">\n${all.join('\n')}\n</body></html>\n`;
}

function escaped(text: string): string {
  return attribute(defused(text));
}

function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
