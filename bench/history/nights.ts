import type { Finding } from '../../src/model/finding.ts';
import type { Proof, Seen } from '../../src/model/history.ts';

const checks = 40;

/** Findings of as many stores, spread over forty checks and a thousand accounts. */
export function findingsOf(count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, n): Finding => {
    const account = String(100_000_000_000 + (n % 1000));
    const check = `store-has-property-${n % checks}`;
    return {
      fingerprint: `${check}:${n.toString(16).padStart(16, '0')}`,
      check,
      discipline: 'recovery',
      title: 'Stores have what they should have',
      severity: n % 10 === 0 ? 'high' : 'medium',
      confidence: 'documented',
      status: 'open',
      new: false,
      outcome: 'fail',
      asset: `arn:aws:ec2:eu-west-1:${account}:volume/vol-${n.toString(16).padStart(17, '0')}`,
      name: `data-${n}`,
      provider: 'aws',
      environments: ['production'],
      message: `newest backup is ${n % 97} hours old, limit 26.`,
      evidence: [{ field: 'newestBackup', value: `${n % 97} hours ago`, readAt: '2026-01-01T02:00:00.000Z' }],
      remediation: 'Make a backup every day and keep it elsewhere.',
      frameworks: ['SOC 2 A1.2'],
      exception: null,
    };
  });
}

/** A night in which these findings stand, and these are proven repaired. */
export function nightOf(night: number, findings: readonly Finding[], passed: readonly Finding[]): Seen {
  const finishedAt = new Date(Date.UTC(2026, 0, night, 2)).toISOString();
  const startedAt = new Date(Date.UTC(2026, 0, night, 1)).toISOString();
  return {
    target: 'bench',
    pass: 'full',
    coverage: { scope: [], coverage: [], gaps: [] },
    proofs: {
      findings: new Map(passed.map(({ fingerprint }) => [fingerprint, 'passed' as Proof])),
      drift: new Set(),
    },
    subjectsOf: ({ asset }) => [asset],
    newcomer: () => null,
    placesOf: ([id = '']) => [
      {
        id,
        kind: 'store',
        provider: 'aws',
        native: 'AWS::EC2::Volume',
        scope: id.split(':')[4] ?? '',
        region: 'eu-west-1',
        within: [`aws:account:${id.split(':')[4]}`],
        links: [],
      },
    ],
    report: {
      schema: 'firebreak.report/1',
      tool: { name: 'firebreak', version: '0' },
      scan: { id: `night-${night}`, startedAt, finishedAt, config: '', baseline: null },
      coverage: { scope: [], sources: [], gaps: [], notScanned: [] },
      environments: [],
      counts: {},
      blastRadius: {
        classes: [],
        plans: [],
        pairs: [],
        stores: [],
        credentials: [],
        agents: [],
        controls: [],
        tenant: [],
      },
      drift: [],
      findings,
      checks: [],
      notes: [],
      summary: {
        answer: '',
        openBySeverity: { critical: 0, high: 0, medium: findings.length, low: 0 },
        totalLossStores: 0,
        delayedLossStores: 0,
        leastCalls: null,
        gaps: 0,
        gate: { by: 'findings', why: '' },
        exitCode: 1,
      },
    },
  };
}
