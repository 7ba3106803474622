import { createHash } from 'node:crypto';
import type { Report } from '../../src/model/report.ts';
import { firstScreen } from '../first-screen.ts';
import { shown } from '../visible.ts';
import { el, toHtml } from './element.ts';
import { firstScreenElements } from './first-screen.ts';
import { island } from './island.ts';

/** The built page: one script and one style sheet, as `scripts/build-page.ts` makes them. */
export interface Page {
  readonly script: string;
  readonly style: string;
}

/**
 * The report as one file: the first screen is plain markup, readable before and without scripts; everything
 * else is drawn by the page's script from the compressed data at the end.
 */
export function renderHtml(report: Report, page: Page): string {
  const screen = firstScreen(report);
  const policy = [
    "default-src 'none'",
    `script-src '${digest(page.script)}'`,
    `style-src '${digest(page.style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8"/>',
    toHtml(el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy })),
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    '<meta name="color-scheme" content="light dark"/>',
    toHtml(el('title', {}, `Firebreak: ${shown(screen.answer, 100)}`)),
    `<style>${page.style}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#lists">Skip to the lists</a>',
    '<main>',
    ...firstScreenElements(report, screen).map(toHtml),
    '<div id="lists" tabindex="-1">',
    '<noscript><p class="notice">The lists below the answer need scripts. report.json holds the same data.</p></noscript>',
    '</div>',
    '</main>',
    `<script type="text/plain" id="report">${island(report)}</script>`,
    `<script>${page.script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
