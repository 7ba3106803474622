import { describe, expect, it } from 'vitest';
import { approveBaseline } from '../../src/baseline/approve.ts';
import { baselineFindings, unusedNote } from '../../src/baseline/baseline-findings.ts';
import { type BaselineInUse, openBaseline } from '../../src/baseline/in-use.ts';
import { acme, scanned } from '../drift/scans.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const approved = approveBaseline({
  baseline: scanned(acme).current,
  previous: null,
  approvers: ['ana'],
  reason: 'first',
  ticket: null,
  until: '2026-12-31',
  acceptGaps: [],
  signers: null,
  now,
});

async function open(baselineText: string, at: Date): Promise<BaselineInUse> {
  const found = await openBaseline({
    baselineText,
    chainText: approved.chainLine,
    anchor: null,
    now: at,
    signatures: { verify: async () => false },
    path: 'b.json',
  });
  if (found === null) throw new Error('there is a baseline');
  return found;
}

describe('findings about the baseline itself', () => {
  it('are none where it holds', async () => {
    expect(baselineFindings(await open(approved.baselineText, now), now)).toEqual([]);
  });

  it('is critical where the chain does not hold, and says why', async () => {
    const [finding, ...others] = baselineFindings(await open(`${approved.baselineText} `, now), now);
    expect(finding).toMatchObject({
      check: 'baseline-can-be-trusted',
      severity: 'critical',
      outcome: 'fail',
      status: 'open',
    });
    expect(finding?.message).toContain('not the one approved as version 1');
    expect(finding?.evidence).toHaveLength(1);
    expect(others).toEqual([]);
  });

  it('is high where the approval is over', async () => {
    const later = new Date('2027-01-01T00:00:00.000Z');
    expect(baselineFindings(await open(approved.baselineText, later), later)).toMatchObject([
      { check: 'baseline-not-expired', severity: 'high', message: expect.stringContaining('2026-12-31') },
    ]);
  });

  it('keeps its fingerprint whatever the reason', async () => {
    const prints = await Promise.all(
      ['', '{}', `${approved.baselineText}x`].map(
        async (text) => baselineFindings(await open(text, now), now)[0]?.fingerprint,
      ),
    );
    expect(new Set(prints).size).toBe(1);
  });
});

it('an exception that fits nothing is named', () => {
  const exception = {
    check: 'c',
    asset: 'a*',
    reason: 'r',
    approver: 'ana',
    ticket: null,
    expires: '2027-01-01',
    severity: 'high',
    covers: [],
  } as const;
  expect(unusedNote(exception)).toContain('fits no finding');
});
