import { describe, expect, test } from 'vitest';
import { PRODUCTION, pocketOs, projectToken, STAGING, user, WORKSPACE } from './railway-world.ts';
import { BEFORE_UNDO, blast, credentialOf, daysAgo, pairOf, storeOf } from './world.ts';

const TOKEN = 'railway:account-token:domains';
const DUMP = {
  of: PRODUCTION,
  location: 'another bucket',
  every: null,
  keptFor: null,
  deletableBy: ['a key in the safe'],
  owner: 'ops@acme.example',
  newestAt: daysAgo(92),
  restoreTestedAt: null,
  expires: null,
  evidence: null,
};

describe('the PocketOS incident', () => {
  test('before the undo window existed, one volumeDelete ended production, staging and every backup', () => {
    const radius = blast({ assets: pocketOs() }, BEFORE_UNDO);
    for (const store of [PRODUCTION, STAGING]) {
      expect(pairOf(radius, TOKEN, store)).toMatchObject({
        verdict: 'total-loss',
        calls: 1,
        plan: ['railway:volumeDelete'],
      });
    }
    expect(credentialOf(radius, TOKEN)).toMatchObject({ leastCalls: 1, verdicts: { 'total-loss': 2 } });
    expect(storeOf(radius, PRODUCTION).stoppedBy).toEqual([{ control: 'nothing', asset: null, until: null }]);
  });

  test('today volumeDelete can be undone for 48 hours, and a forced project deletion can not', () => {
    const pair = pairOf(blast({ assets: pocketOs() }), TOKEN, PRODUCTION);
    expect(pair).toMatchObject({
      verdict: 'total-loss',
      calls: 2,
      plan: ['railway:projectScheduleDelete', 'railway:projectScheduleDeleteForce'],
      second: ['railway:volumeDelete'],
    });
    expect(pair?.pair.confidence).toBe('inferred');
  });

  test('the three-month-old dump nobody ever restored is shown and does not count', () => {
    const radius = blast({ assets: pocketOs(), settings: { copies: [DUMP] } }, BEFORE_UNDO);
    expect(pairOf(radius, TOKEN, PRODUCTION)?.verdict).toBe('total-loss');
    const dump = storeOf(radius, PRODUCTION).copies.find(({ asset }) => asset === 'declared:another bucket');
    expect(dump).toMatchObject({ counts: false, losesHours: 92 * 24 });
  });

  test('the same dump, restored last month, leaves production recoverable', () => {
    const copies = [{ ...DUMP, restoreTestedAt: daysAgo(30) }];
    const radius = blast({ assets: pocketOs(), settings: { copies } }, BEFORE_UNDO);
    expect(pairOf(radius, TOKEN, PRODUCTION)?.verdict).toBe('recoverable');
    expect(storeOf(radius, PRODUCTION).stoppedBy[0]).toMatchObject({ asset: 'declared:another bucket' });
  });

  test('a token of a viewer ends nothing', () => {
    const radius = blast({ assets: [...pocketOs(), ...user('guest', WORKSPACE, 'VIEWER')] });
    expect(pairOf(radius, 'railway:account-token:guest', PRODUCTION)).toBeUndefined();
  });

  test('what a project token may do to the other environment of its volume is not known', () => {
    const radius = blast({ assets: [...pocketOs(), ...projectToken('ci', 'staging')] });
    const pair = pairOf(radius, 'railway:project-token:ci', PRODUCTION);
    expect(pair).toMatchObject({ verdict: 'unknown', possible: null, plan: ['railway:volumeDelete'] });
    expect(pair?.pair.restsOn).toEqual([]);
    expect(pair?.pair.holdsOnlyIf).toHaveLength(1);
  });
});
