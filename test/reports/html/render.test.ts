import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../reports/html/element.ts';
import { unpacked } from '../../../reports/html/packed.ts';
import { picture } from '../../../reports/html/picture.ts';
import { pictureGroups } from '../../../reports/html/picture-groups.ts';
import { renderHtml } from '../../../reports/index.ts';
import { credential, fixtureReport, hostileReport, pair } from '../fixture.ts';
import { largeReport } from '../large-report.ts';

const page = { script: 'start();', style: 'body{}' };

const islandOf = (html: string): string => /id="report">([^<]*)</.exec(html)?.[1] ?? '';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

describe('the page as a file', () => {
  it('allows its own script and style by their hashes and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(renderHtml(fixtureReport(), page))?.[1];
    expect(policy?.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${sha256(page.script)}'`,
      `style-src 'sha256-${sha256(page.style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('carries the whole report in its island, but for lines of the inventory', () => {
    const json = gunzipSync(Buffer.from(islandOf(renderHtml(fixtureReport(), page)), 'base64')).toString();
    const { locations: _, ...report } = fixtureReport();
    expect(unpacked(JSON.parse(json))).toEqual(report);
  });

  it('is the same bytes for the same report', () => {
    expect(renderHtml(fixtureReport(), page)).toBe(renderHtml(fixtureReport(), page));
  });

  it('holds no markup of a name', () => {
    const html = renderHtml(hostileReport(), page);
    expect(html).not.toContain('<img');
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/ (on\w+|style)="/);
    expect(html.isWellFormed()).toBe(true);
  });

  it('stays small where much repeats', () => {
    expect(renderHtml(largeReport(2_000, 10_000), page).length).toBeLessThan(900_000);
  });
});

describe('the blast picture', () => {
  it('draws a plan once, its outcomes worst first', () => {
    const { groups, more } = pictureGroups(fixtureReport(), credential());
    expect(more).toBe(0);
    expect(groups.map(({ plan, outcomes }) => [plan?.id, outcomes.map(({ verdict }) => verdict)])).toEqual([
      ['plan:1', ['total-loss', 'recoverable']],
    ]);
  });

  it('tells what is possible from what is certain', () => {
    const key = credential({ class: 'class:3' });
    const { groups } = pictureGroups(fixtureReport(), key);
    expect(groups[0]?.outcomes).toMatchObject([{ verdict: 'delayed-loss', possible: true }]);
    const svg = toHtml(picture(fixtureReport(), key, 'wide'));
    expect(svg).toContain('1 store: possibly delayed loss in at least 2 calls');
  });

  it('leaves out what is out of reach and counts the plans it has no room for', () => {
    const report = fixtureReport();
    const pairs = [
      pair({ verdict: 'no-reach', plan: null }),
      ...Array.from({ length: 8 }, (_, index) => pair({ plan: `plan:${index}`, stores: [`store ${index}`] })),
    ];
    const { groups, more } = pictureGroups(
      { ...report, blastRadius: { ...report.blastRadius, pairs } },
      credential(),
    );
    expect(groups).toHaveLength(5);
    expect(more).toBe(3);
  });
});
