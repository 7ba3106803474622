import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shown, visible } from '../../reports/visible.ts';

describe('text from outside', () => {
  it.each([
    ['plain names', 'postgres-data', 'postgres-data'],
    ['a line break', 'a\r\nb', 'a⟨U+000D⟩⟨U+000A⟩b'],
    ['a terminal escape', '\u001b[2J', '⟨U+001B⟩[2J'],
    ['its eight-bit form', '\u009b2J', '⟨U+009B⟩2J'],
    ['a right-to-left override', 'exe\u202egnp', 'exe⟨U+202E⟩gnp'],
    ['an isolate', '\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['a zero-width space', 'a\u200bb', 'a⟨U+200B⟩b'],
    ['a lone surrogate', 'a\ud800b', 'a⟨U+D800⟩b'],
    ['an emoji', 'a😀b', 'a😀b'],
    ['letters of other scripts', 'données Ωμέγα データ', 'données Ωμέγα データ'],
  ])('is shown with %s made visible', (_, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it('is well formed and free of control characters, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(0xffff), (text, unit) => {
        const out = visible(text + String.fromCharCode(unit));
        expect(out.isWellFormed()).toBe(true);
        expect(out).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
        expect(visible(out)).toBe(out);
      }),
    );
  });

  it('is cut with the number of characters left out, never inside a character', () => {
    expect(shown('x'.repeat(10_000), 10)).toBe('xxxxxxxxxx… (9,990 more characters)');
    expect(shown(`abc😀${'x'.repeat(9)}`, 4)).toBe('abc… (11 more characters)');
    expect(shown('short', 10)).toBe('short');
  });
});
