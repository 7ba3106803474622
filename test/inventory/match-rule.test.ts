import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../src/inventory/match-rule.ts';

describe('a pattern', () => {
  it.each([
    ['staging', 'staging', true],
    ['staging-eu', 'staging', false],
    ['staging-eu', 'staging*', true],
    ['staging', 'staging*', true],
    ['pre-staging', 'staging*', false],
    ['eu-staging-1', '*staging*', true],
    ['prod1', 'prod?', true],
    ['prod', 'prod?', false],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
    ['', '*', true],
    ['', '', true],
    ['x', '', false],
    ['Production', 'production', false],
  ])('%j against %j: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it('means what its regular expression means', () => {
    const letters = fc.stringMatching(/^[ab*?]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab]{0,10}$/), letters, (text, pattern) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesPattern(text, pattern)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });
});
