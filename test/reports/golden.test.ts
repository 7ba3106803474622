import { describe, expect, it } from 'vitest';
import {
  formats,
  renderGithub,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderTerminal,
} from '../../reports/index.ts';
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
    ['report.sarif', formats.sarif.render(fixtureReport())],
    ['junit.xml', formats.junit.render(fixtureReport())],
    ['findings.csv', formats.csv.render(fixtureReport())],
    ['findings.ocsf.jsonl', formats.ocsf.render(fixtureReport())],
    ['annotations.txt', renderGithub(fixtureReport())],
  ])('%s', async (file, text) => {
    await expect(text).toMatchFileSnapshot(`fixtures/${file}`);
  });
});
