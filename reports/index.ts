import type { Report } from '../src/model/report.ts';
import { renderCsv } from './csv/render.ts';
import { type Page, renderHtml } from './html/render.ts';
import { renderJson } from './json/render.ts';
import { renderJunit } from './junit/render.ts';
import { renderMarkdown } from './markdown/render.ts';
import { renderSarif } from './sarif/render.ts';

export { renderGithub } from './github/render.ts';
export type { Page } from './html/render.ts';
export { renderHtml } from './html/render.ts';
export { renderJson } from './json/render.ts';
export { renderMarkdown } from './markdown/render.ts';
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
  sarif: { file: 'report.sarif', render: renderSarif },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;
