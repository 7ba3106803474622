import { describe, expect, it } from 'vitest';
import { type GateInput, gate } from '../../src/findings/gate.ts';
import { asset, world } from '../checks/world.ts';
import { drift, finding, gap, pair } from '../reports/fixture.ts';

const store = asset('store', 'store:prod');
const staging = asset('store', 'store:staging', { tier: 'staging' });
const { index, radius } = world({ assets: [store, staging] });

function input(over: Partial<GateInput> = {}): GateInput {
  return {
    index,
    radius,
    gaps: [],
    findings: [],
    tallies: [],
    drift: [],
    baseline: 'trusted',
    thresholds: { failOn: 'high', failOnNew: 'never' },
    ...over,
  };
}

const denied = gap({ fingerprint: 'aws:denied:volumes', reason: 'denied', accepted: false });
const standing = gap({ fingerprint: 'railway:unlistable:tokens', reason: 'unlistable', accepted: false });
const unknownOn = (id: string, restsOn: string) => ({
  ...radius,
  pairs: [pair({ verdict: 'unknown', stores: [id], restsOn: [restsOn] })],
});
const low = finding({ severity: 'low', status: 'open', outcome: 'fail', new: false });
const high = finding({ severity: 'high', status: 'open', outcome: 'fail', new: false });
const quiet = { failOn: 'never', failOnNew: 'never' } as const;

describe('the exit code of a scan', () => {
  it.each<[what: string, over: Partial<GateInput>, exitCode: number, by: string]>([
    ['nothing open', {}, 0, 'clean'],
    ['a finding below the threshold', { findings: [low] }, 0, 'clean'],
    ['a finding at the threshold', { findings: [high] }, 1, 'findings'],
    ['a finding above the threshold', { findings: [finding({ severity: 'critical' })] }, 1, 'findings'],
    [
      'an excepted finding',
      { findings: [finding({ severity: 'critical', status: 'excepted' })] },
      0,
      'clean',
    ],
    ['an expired exception', { findings: [finding({ status: 'expired-exception' })] }, 1, 'findings'],
    [
      'a finding that could not be verified again',
      { findings: [finding({ status: 'not-verified' })] },
      1,
      'findings',
    ],
    ['an unknown outcome alone', { findings: [finding({ outcome: 'unknown' })] }, 0, 'clean'],
    ['any finding, gate never', { findings: [high], thresholds: quiet }, 0, 'clean'],
    ['drift at the threshold', { drift: [drift({ severity: 'high', status: 'open' })] }, 1, 'drift'],
    ['drift that is excepted', { drift: [drift({ severity: 'high', status: 'excepted' })] }, 0, 'clean'],
    [
      'a new finding at the threshold for new ones',
      { findings: [{ ...low, new: true }], thresholds: { failOn: 'high', failOnNew: 'low' } },
      1,
      'new-findings',
    ],
    [
      'an old finding at the threshold for new ones',
      { findings: [low], thresholds: { failOn: 'high', failOnNew: 'low' } },
      0,
      'clean',
    ],
    ['a baseline that cannot be trusted', { baseline: 'broken', thresholds: quiet }, 1, 'baseline'],
    [
      'any finding at the threshold for new ones, while nothing was approved yet',
      { baseline: 'none', findings: [low], thresholds: { failOn: 'never', failOnNew: 'low' } },
      1,
      'new-findings',
    ],
    ['a gap nobody accepted', { gaps: [denied] }, 3, 'unknown'],
    ['throttled reads', { gaps: [{ ...denied, reason: 'throttled' }] }, 3, 'unknown'],
    ['failed reads', { gaps: [{ ...denied, reason: 'failed' }] }, 3, 'unknown'],
    ['an accepted gap', { gaps: [{ ...denied, accepted: true }] }, 0, 'clean'],
    ['a standing gap', { gaps: [standing] }, 0, 'clean'],
    ['something unsupported', { gaps: [{ ...denied, reason: 'unsupported' }] }, 0, 'clean'],
    ['a check that errored', { findings: [finding({ outcome: 'error' })], thresholds: quiet }, 3, 'unknown'],
    ['a gap, and a finding', { gaps: [denied], findings: [high] }, 1, 'findings'],
    ['a gap with the gate at never', { gaps: [denied], thresholds: quiet }, 3, 'unknown'],
    [
      'an unknown production store that rests on a standing gap',
      { gaps: [standing], radius: unknownOn('store:prod', standing.fingerprint) },
      0,
      'clean',
    ],
  ])('%s', (_, over, exitCode, by) => {
    expect(gate(input(over))).toMatchObject({ exitCode, by });
  });

  it('does not claim to have read what was only accepted as unread', () => {
    expect(gate(input()).why).toMatch(/^everything in scope was read \(/);
    expect(gate(input({ gaps: [{ ...denied, accepted: true }, standing] })).why).toMatch(
      /^everything in scope was read but for 1 accepted gap \(/,
    );
  });

  it('says what decided', () => {
    expect(gate(input({ findings: [high, high] })).why).toBe('2 open findings at or above high');
    expect(
      gate(input({ gaps: [{ ...denied, operation: 'ec2:DescribeVolumes', scope: '111111111111' }] })).why,
    ).toBe('1 thing could not be read, such as ec2:DescribeVolumes in 111111111111');
  });
});
