import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../reports/index.ts';
import { escaped } from '../../reports/markdown/escape.ts';
import { hostileReport } from './fixture.ts';
import { largeReport } from './large-report.ts';

describe('Markdown', () => {
  it.each([
    ['tags', '<b>x</b>', '\\<b\\>x\\</b\\>'],
    ['links', '[a](javascript:x)', '\\[a\\](javascript:x)'],
    ['table cells', 'a|b', 'a\\|b'],
    ['code', '`x`', '\\`x\\`'],
    ['mentions', '@everyone', '\\@<!-- -->everyone'],
    ['issue numbers', '#1', '\\#<!-- -->1'],
    ['bare addresses', 'see https://x.example', 'see https:<!-- -->//x.example'],
    ['entities', '&lt;', '\\&lt;'],
    ['a list at the start', '- x', '\\- x'],
    ['a number at the start', '1. x', '1\\. x'],
    ['line breaks', 'a\n# b', 'a⟨U+000A⟩\\#<!-- --> b'],
  ])('renders %s to themselves', (_, text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  it('fits into a pull-request comment however much was found and however long the names are', () => {
    const long = hostileReport(`${'|*@#'.repeat(2_500)}`);
    const both = {
      ...largeReport(2_000, 5_000),
      findings: Array.from({ length: 500 }, () => long.findings).flat(),
    };
    for (const report of [largeReport(2_000, 5_000), long, both]) {
      expect(renderMarkdown(report).length).toBeLessThan(65_536);
    }
  });

  it('says what it leaves out', () => {
    expect(renderMarkdown(largeReport(200, 300))).toContain('280 more are in the report.');
  });

  it('has no markup of a name outside of its own', () => {
    const text = renderMarkdown(hostileReport());
    expect(text).not.toMatch(/(?<!\\)<(?!!-- -->|br>|\/?sub>)/);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Cs}/u);
  });
});
