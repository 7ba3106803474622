import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeSpans, withoutTicks } from '../../reports/code-spans.ts';
import { formats, renderMarkdown, renderTerminal } from '../../reports/index.ts';
import { finding, fixtureReport } from './fixture.ts';

const code = (text: string) => ({ code: true, text });
const plain = (text: string) => ({ code: false, text });

describe('code in a remediation', () => {
  it.each([
    ['nothing', '', []],
    ['none', 'Do this.', [plain('Do this.')]],
    ['one', 'Put `copies` in it.', [plain('Put '), code('copies'), plain(' in it.')]],
    ['two in a row', '`a``b`', [code('a'), code('b')]],
    ['a tick alone', 'It`s late, `so` be it`', [plain('It'), code('s late, '), plain('so'), code(' be it')]],
    ['no text between ticks', 'a `` b', [plain('a `` b')]],
  ])('is found: %s', (_, text, expected) => {
    expect(codeSpans(text)).toEqual(expected);
  });

  it('loses nothing but the ticks of a pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ') }), (text) => {
        const whole = codeSpans(text)
          .map((span) => (span.code ? `\`${span.text}\`` : span.text))
          .join('');
        expect(whole).toBe(text);
        expect(withoutTicks(text).replaceAll('`', '')).toBe(text.replaceAll('`', ''));
      }),
    );
  });

  const report = fixtureReport({ findings: [finding({ remediation: 'Declare it under `copies` <b>.' })] });

  it('is set as code where a format can, and plain where it cannot', () => {
    expect(formats.html.render(report, { script: '', style: '' })).toContain(
      '<code>copies</code> &lt;b&gt;.',
    );
    expect(renderMarkdown(report)).toContain('under `copies` \\<b\\>.');
    expect(renderTerminal(report, { width: 80, color: false })).toContain('under copies <b>.');
  });
});
