import { describe, expect, it } from 'vitest';
import {
  aOrAn,
  count,
  credentialName,
  hoursUntil,
  list,
  quoted,
  sortedTiers,
  span,
} from '../../src/findings/wording.ts';

describe('wording', () => {
  it.each([
    [quoted('orders'), '"orders"'],
    [quoted('x'.repeat(5000)), `"${'x'.repeat(80)}…"`],
    [quoted(`${'x'.repeat(79)}😀y`), `"${'x'.repeat(79)}\ufffd…"`],
    [count(1, 'store'), '1 store'],
    [count(0, 'identity', 'identities'), '0 identities'],
    [span(1), '1 hour'],
    [span(71), '71 hours'],
    [span(72), '3 days'],
    [list([]), ''],
    [list(['a']), 'a'],
    [list(['a', 'b', 'c']), 'a, b and c'],
    [list(['a', 'b', 'c', 'd', 'e']), 'a, b, c and 2 more'],
    [aOrAn('access-key'), 'an access key'],
    [aOrAn('ssh-key'), 'an SSH key'],
    [aOrAn('project-token'), 'a project token'],
    [credentialName('cli-session', 'laptop'), 'CLI session "laptop"'],
    [credentialName('access-key', 'access key AKIA…1 of bot'), '"access key AKIA…1 of bot"'],
    [credentialName('unlistable', 'any token of x'), 'An unlisted credential "any token of x"'],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected);
  });

  it('counts whole hours that are left, and says when they are over', () => {
    const now = new Date('2026-11-22T12:00:00.000Z');
    expect(hoursUntil('2026-11-22T14:59:00.000Z', now)).toBe(2);
    expect(hoursUntil('2026-11-22T12:30:00.000Z', now)).toBe(0);
    expect(hoursUntil('2026-11-22T11:59:00.000Z', now)).toBe(-1);
  });

  it('puts the highest tier first, each once', () => {
    expect(sortedTiers(['ephemeral', 'staging', 'production', 'staging'])).toEqual([
      'production',
      'staging',
      'ephemeral',
    ]);
  });
});
