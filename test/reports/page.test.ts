import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { chromiumPath, openChromium, pageFile, removePages } from './chromium.ts';
import { fixtureReport, hostileReport } from './fixture.ts';
import { largeReport } from './large-report.ts';

const desk = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 } };
const views = ['stores', 'credentials', 'drift', 'findings', 'exceptions', 'checks', 'coverage'];

let browser: Browser;

/** Opens the report's page, waits for its lists, and collects whatever goes wrong or out. */
async function open(report: Report, hash = '', options: BrowserContextOptions = desk) {
  const page = await browser.newPage(options);
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) trouble.push(`request: ${request.url()}`);
  });
  const url = pageFile(report);
  await page.goto(url + hash);
  await page.locator('nav').waitFor();
  return { page, trouble, url };
}

/** Goes to each list in turn, opens its first row, and says what `look` sees there. */
async function everyView<T>(page: Page, look: () => Promise<T>): Promise<Record<string, T>> {
  const seen: Record<string, T> = {};
  for (const view of views) {
    await page.evaluate(`location.hash = '#/${view}'`);
    await page.locator(`#title-${view}`).waitFor();
    if ((await rows(page).count()) > 0) await rows(page).first().locator('.summary').click();
    seen[view] = await look();
  }
  return seen;
}

function everywhere<T>(value: T): Record<string, T> {
  return Object.fromEntries(views.map((view) => [view, value]));
}

const rows = (page: Page) => page.locator('.row');

describe.skipIf(chromiumPath === undefined)('the page in Chromium', () => {
  beforeAll(async () => {
    execFileSync(process.execPath, [resolve(import.meta.dirname, '../../scripts/build-page.ts')]);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    removePages();
  });

  it('shows the answer, the plan, what stops it and coverage without scripts', async () => {
    const page = await browser.newPage({ ...desk, javaScriptEnabled: false });
    await page.goto(pageFile(fixtureReport()));
    const text = (selector: string) => page.locator(selector).textContent();
    expect(await text('h1')).toContain('One call with domain-cli ends postgres-data');
    expect(await text('.worst')).toMatch(/domain-cli[\s\S]*railway:volumeDelete on its volume[\s\S]*1 call/);
    expect(await text('.stops')).toMatch(/Nothing/);
    expect(await text('.unseen')).toMatch(/ec2:DescribeSnapshots denied/);
    expect(await text('#lists')).toMatch(/need scripts/);
    await page.close();
  });

  it('says what to do first above the fold of a desk', async () => {
    const { page } = await open(fixtureReport());
    const box = await page.locator('.do-first li').first().boundingBox();
    expect(box && box.y + box.height).toBeLessThan(900);
    await page.close();
  });

  it('keeps search, filters and order in the URL, and finds them there again', async () => {
    const { page, url } = await open(fixtureReport(), '#/findings');
    await page.getByRole('searchbox').fill('INSTANCE staging');
    await page.getByLabel('Severity').selectOption('critical');
    await page.getByLabel('Order').selectOption('name');
    const hash = '#/findings?q=INSTANCE+staging&severity=critical&sort=name';
    expect(await page.evaluate('location.hash')).toBe(hash);
    await page.goto('about:blank');
    await page.goto(url + hash);
    await page.locator('nav').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('1 of 4');
    expect(await rows(page).textContent()).toContain('an instance in production and one in staging');
    expect(await page.getByRole('searchbox').inputValue()).toBe('INSTANCE staging');
    await page.close();
  });

  it.each([
    ['#/findings/4dd0c8b17e2a9f35', 'Issue a new key'],
    ['#/stores/railway%3Avolume-instance%3Auploads-production', 'restore-tested 23 days ago'],
    ['#/credentials/railway%3Aproject-token%3A6f1c', 'token of environment staging'],
  ])('opens %s by its link', async (hash, text) => {
    const { page } = await open(fixtureReport(), hash);
    expect(await page.locator('.details').textContent()).toContain(text);
    const box = await page.locator('.opened').boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(900);
    await page.close();
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await open(fixtureReport(), '#/findings');
    await page.locator('.row .summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.details').count()).toBe(1);
    await page.keyboard.press('Enter');
    expect(await page.locator('.details').count()).toBe(0);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toContain('summary');
    await page.close();
  });

  it.each([
    ['light', { ...desk, colorScheme: 'light' as const }],
    ['dark', { ...desk, colorScheme: 'dark' as const }],
    ['on a phone', phone],
  ])('has no accessibility violation: %s', async (_, options) => {
    const { page } = await open(fixtureReport(), '', options);
    await page.evaluate(axe.source);
    const found = await everyView(page, () =>
      page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      ),
    );
    expect(found).toEqual(everywhere([]));
    await page.close();
  });

  it.each([
    ['the fixture', fixtureReport()],
    ['names of 10,000 characters', hostileReport('x'.repeat(10_000))],
  ])('never scrolls sideways on a phone: %s', async (_, report) => {
    const { page } = await open(report, '', phone);
    const widths = await everyView(page, () => page.evaluate('document.documentElement.scrollWidth'));
    expect(widths).toEqual(everywhere(390));
    await page.close();
  });

  it('shows hostile text as text, opens nothing and asks nobody', async () => {
    const { page, trouble } = await open(hostileReport());
    const texts = await everyView(page, () => page.locator('main').textContent());
    for (const text of Object.values(texts)) {
      expect(text).toContain('<img src=x onerror=alert(1)>');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that they are absent is the point
      expect(text).not.toMatch(/[\u202e\u2066\u001b\u009b]|\p{Cs}/u);
    }
    expect(await page.locator('img, iframe, main script').count()).toBe(0);
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('prints every list and says what it leaves out', async () => {
    const { page } = await open(largeReport(1_000, 1_000));
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    const titles = await page.locator('section > h2').allTextContents();
    expect(titles).toEqual(
      expect.arrayContaining(['Stores', 'Credentials and agents', 'Drift', 'Findings', 'Coverage']),
    );
    expect(await page.locator('main').textContent()).toMatch(/\d+ more rows not printed/);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('#title-stores').count()).toBe(1);
    expect(await page.locator('#title-checks').count()).toBe(0);
    await page.close();
  });

  it('draws only the rows in sight of a hundred thousand findings', async () => {
    const { page, trouble } = await open(largeReport(100_000, 100_000), '#/findings?sort=severity');
    expect(await page.getByRole('status').textContent()).toBe('100,000');
    expect(await rows(page).count()).toBeLessThan(80);
    await page.getByRole('searchbox').fill('data-49999');
    expect(await page.getByRole('status').textContent()).toBe('2 of 100,000');
    expect(trouble).toEqual([]);
    await page.close();
  });
});
