import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanId, cleanText } from '../../src/inventory/clean-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 3000, size: 'max' });

describe('clean text', () => {
  it.each([
    ['postgres', 'postgres'],
    ['Größe 漢字 👩‍💻', 'Größe 漢字 👩‍💻'],
    ['a\nb', 'a\\u{a}b'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['invoice\u202efdp.exe', 'invoice\\u{202e}fdp.exe'],
    ['half \ud83d', 'half \\u{d83d}'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['hidden\u{e0041}tag', 'hidden\\u{e0041}tag'],
    ['<script>', '<script>'],
    ['db postgres://app:hunter2@db.example/shop', 'db postgres://[redacted]@db.example/shop'],
    ['https://hooks.slack.com/services/T1/B1/x', '[redacted]'],
    ['key ghp_0123456789abcdefghij', 'key [redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE', '[redacted]'],
    ['used by AKIAIOSFODNN7EXAMPLE', 'used by AKIA…MPLE'],
    ['sk-production-eu-west-database', 'sk-production-eu-west-database'],
    ['c1c1c1c1-1111-4222-8333-c0ffee000001', 'c1c1c1c1-1111-4222-8333-c0ffee000001'],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it('is bounded, and never ends in half a character', () => {
    expect(cleanText('x'.repeat(10_000))).toBe(`${'x'.repeat(511)}…`);
    expect(cleanText('👩'.repeat(400), 10)).toBe('👩👩👩👩…');
  });

  it('is well formed, and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/\p{Cc}/u);
        expect(cleanText(clean)).toBe(clean);
        expect(cleanId(cleanId(text))).toBe(cleanId(text));
      }),
    );
  });
});

describe('a clean id', () => {
  it('keeps two long ids two', () => {
    const long = 'x'.repeat(10_000);
    expect(cleanId(`${long}1`)).not.toBe(cleanId(`${long}2`));
    expect(cleanId(`${long}1`)).toHaveLength(2048);
  });
});
