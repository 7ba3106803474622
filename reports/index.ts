import type { Report } from '../src/model/report.ts';
import type { Changes } from './changes.ts';
import { renderCsv } from './csv/render.ts';
import { type Page, renderHtml } from './html/render.ts';
import { renderJsonChanges } from './json/changes.ts';
import { renderJson } from './json/render.ts';
import { renderJunit } from './junit/render.ts';
import { renderMarkdownChanges } from './markdown/changes.ts';
import { renderMarkdown } from './markdown/render.ts';
import { renderOcsf, renderOcsfChanges } from './ocsf/render.ts';
import { renderSarif } from './sarif/render.ts';

export type { Changes } from './changes.ts';
export { changesSince } from './changes.ts';
export { renderGithub } from './github/render.ts';
export type { Page } from './html/render.ts';
export { renderHtml } from './html/render.ts';
export { renderJson } from './json/render.ts';
export { renderMarkdown } from './markdown/render.ts';
export { renderTerminalChanges } from './terminal/changes.ts';
export { renderTerminal } from './terminal/render.ts';

/** A way to show a report as a file. */
export interface Format {
  /** Its name inside the output folder. */
  readonly file: string;
  /** `page` is the built page; only the HTML needs it. */
  readonly render: (report: Report, page: Page) => string;
}

/** What `--format` may name. */
export const formats = {
  csv: { file: 'findings.csv', render: renderCsv },
  html: { file: 'report.html', render: renderHtml },
  json: { file: 'report.json', render: renderJson },
  junit: { file: 'junit.xml', render: renderJunit },
  markdown: { file: 'report.md', render: renderMarkdown },
  ocsf: { file: 'findings.ocsf.jsonl', render: renderOcsf },
  sarif: { file: 'report.sarif', render: renderSarif },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

/** What `report --since` may write. */
export const changeFormats = {
  json: { file: 'changes.json', render: renderJsonChanges },
  markdown: { file: 'changes.md', render: renderMarkdownChanges },
  ocsf: { file: 'changes.ocsf.jsonl', render: renderOcsfChanges },
} as const satisfies Readonly<
  Record<string, { readonly file: string; readonly render: (changes: Changes) => string }>
>;

export type ChangeFormatName = keyof typeof changeFormats;
