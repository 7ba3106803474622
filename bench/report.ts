// How large the page is, how soon it shows, and how fast it filters: 100,000 findings over 100,000 assets.
// `node bench/report.ts [findings] [assets]`; the last line is one JSON line of the figures.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { chromiumPath, openChromium, pageFile, removePages } from '../test/reports/chromium.ts';
import { largeReport } from '../test/reports/large-report.ts';

const [findings = 100_000, assets = 100_000] = process.argv.slice(2).map(Number);
const searches = ['data-4', 'data-49', 'data-499', 'data-4999', 'zzz', 'check-number-7 hours', ''];

execFileSync(process.execPath, [resolve(import.meta.dirname, '../scripts/build-page.ts')]);
const report = largeReport(assets, findings);
const before = performance.now();
const url = pageFile(report);
const figures = {
  findings,
  assets,
  renderSeconds: seconds(performance.now() - before),
  megabytes: Number((statSync(fileURLToPath(url)).size / 1e6).toFixed(2)),
  ...(chromiumPath === undefined ? { browser: null } : await inBrowser()),
};
removePages();
process.stdout.write(`${JSON.stringify(figures)}\n`);

async function inBrowser() {
  const browser = await openChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${url}#/findings?sort=severity`);
  await page.locator('nav').waitFor({ timeout: 120_000 });
  const listsSeconds = seconds(Number(await page.evaluate('performance.now()')));
  const paint = await page.evaluate(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN`,
  );
  const filterMs = await filterTimes(page);
  await browser.close();
  return {
    browser: browser.version(),
    firstPaintSeconds: seconds(Number(paint)),
    listsSeconds,
    filterMsMedian: Math.round(filterMs[Math.floor(filterMs.length / 2)] ?? Number.NaN),
    filterMsMost: Math.round(filterMs.at(-1) ?? Number.NaN),
  };
}

/** From the keystroke to the frame that shows its rows, in ms, sorted; the first search warms the index. */
async function filterTimes(page: Page): Promise<readonly number[]> {
  const times = await page.evaluate(`(async () => {
    const input = document.querySelector('input[type=search]');
    const times = [];
    for (const text of ${JSON.stringify(searches)}) {
      const start = performance.now();
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      times.push(performance.now() - start);
    }
    return times;
  })()`);
  return (times as number[]).toSorted((a, b) => a - b);
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(2));
}
