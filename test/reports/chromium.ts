import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { type Page, renderHtml } from '../../reports/index.ts';
import type { Report } from '../../src/model/report.ts';

/** The Chromium of this machine; undefined where there is none. */
export const chromiumPath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== undefined && existsSync(path));

/** A Chromium with a fresh profile that talks to nobody. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

const dist = resolve(import.meta.dirname, '../../reports/html/dist');

/** The page as `scripts/build-page.ts` built it. */
export function builtPage(): Page {
  return {
    script: readFileSync(join(dist, 'page.js'), 'utf8'),
    style: readFileSync(join(dist, 'style.css'), 'utf8'),
  };
}

const folders: string[] = [];

/** Writes the report's page to a fresh folder and gives its file: URL. */
export function pageFile(report: Report): string {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-page-'));
  folders.push(folder);
  const file = join(folder, 'report.html');
  writeFileSync(file, renderHtml(report, builtPage()));
  return pathToFileURL(file).href;
}

/** Removes every page that was written. */
export function removePages(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
