import { describe, expect, it } from 'vitest';
import { renderHtml, renderJson, renderMarkdown, renderTerminal } from '../../reports/index.ts';
import { fixtureReport } from './fixture.ts';

const page = { script: '/* the page */', style: '/* its style */' };

describe('each format shows the fixture report as its golden file does', () => {
  it.each([
    ['report.json', renderJson(fixtureReport())],
    ['report.md', renderMarkdown(fixtureReport())],
    [
      'report.txt',
      renderTerminal(fixtureReport(), { width: 80, color: false, out: 'firebreak-out/report.html' }),
    ],
    ['report.html', renderHtml(fixtureReport(), page)],
  ])('%s', async (file, text) => {
    await expect(text).toMatchFileSnapshot(`fixtures/${file}`);
  });
});
