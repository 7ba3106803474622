import { describe, expect, it } from 'vitest';
import { casesOf, fuzzTargets } from './fuzz/suite.ts';

const targets = await fuzzTargets();

/** `npm run fuzz` makes a hundred thousand of them, and other ones each time. */
const all = 5000;
const seed = 20_261_122;

describe('whatever somebody else wrote is refused by name, left as a gap, or read right', () => {
  it.each(targets)('$name', async (target) => {
    expect(await target.run(casesOf(target, all, targets), seed)).toBeNull();
  });
});
