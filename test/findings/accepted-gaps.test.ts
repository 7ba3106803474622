import { describe, expect, it } from 'vitest';
import { withAcceptance } from '../../src/findings/accepted-gaps.ts';
import { gap } from '../checks/world.ts';

const tokens = gap('credential', {
  fingerprint: 'railway:unlistable:workspace-tokens:w1',
  reason: 'unlistable',
});
const now = '2026-11-22T12:00:00.000Z';
const attest = (over: { readonly gap?: string; readonly expires?: string } = {}) => ({
  gap: 'railway:unlistable:workspace-tokens',
  by: 'ops@acme.example',
  on: '2026-11-01',
  expires: '2027-02-20',
  note: null,
  ...over,
});

describe('who accepts a gap', () => {
  it.each([
    ['nobody', [], [], false],
    ['its fingerprint', ['railway:unlistable:workspace-tokens:w1'], [], true],
    ['another fingerprint', ['railway:unlistable:workspace-tokens:w2'], [], false],
    ['an attestation for every workspace', [], [attest()], true],
    ['an attestation for this one', [], [attest({ gap: tokens.fingerprint })], true],
    ['an attestation for half a word', [], [attest({ gap: 'railway:unlistable:workspace-tok' })], false],
    ['an attestation on its last day', [], [attest({ expires: '2026-11-22' })], true],
    ['an attestation the day after', [], [attest({ expires: '2026-11-21' })], false],
  ])('%s', (_, allowed, attestations, accepted) => {
    const [judged] = withAcceptance([tokens], { allowed: new Set(allowed), attestations, now });
    expect(judged?.accepted).toBe(accepted);
  });
});
