import type { DriftEvent } from '../../src/model/drift.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Coverage, Proof, Seen } from '../../src/model/history.ts';
import type { Report, ReportGap } from '../../src/model/report.ts';

/** 02:00 UTC of the `night`th night. */
export const at = (night: number): string => new Date(Date.UTC(2026, 0, night, 2)).toISOString();

export function finding(about: string, over: Partial<Finding> = {}): Finding {
  return {
    fingerprint: `store-has-backup:${about}`,
    check: 'store-has-backup',
    discipline: 'recovery',
    title: 'Stores have backups',
    severity: 'high',
    confidence: 'documented',
    status: 'open',
    new: false,
    outcome: 'fail',
    asset: `arn:store/${about}`,
    name: about,
    provider: 'aws',
    environments: ['production'],
    message: 'no backup.',
    evidence: [{ field: 'backups', value: '0', readAt: at(1) }],
    remediation: 'Make one.',
    frameworks: [],
    exception: null,
    ...over,
  };
}

export function drift(about: string, over: Partial<DriftEvent> = {}): DriftEvent {
  return {
    fingerprint: `drift:guard-removed:${about}`,
    event: 'guard-removed',
    asset: `arn:store/${about}`,
    name: about,
    before: 'deletion-protection',
    after: null,
    severity: 'high',
    why: 'it is gone',
    actor: null,
    at: null,
    wayBack: null,
    new: true,
    status: 'open',
    ...over,
  };
}

export function gap(about: string, over: Partial<ReportGap> = {}): ReportGap {
  return {
    fingerprint: `aws:denied:${about}`,
    provider: 'aws',
    scope: '111111111111',
    region: null,
    kind: 'backup',
    target: null,
    operation: 'backup:ListBackupVaults',
    reason: 'denied',
    detail: 'AccessDenied',
    permission: null,
    direction: 'neither',
    accepted: false,
    ...over,
  };
}

export interface Night {
  readonly findings?: readonly Finding[];
  readonly drift?: readonly DriftEvent[];
  readonly gaps?: readonly ReportGap[];
  readonly pass?: string;
  readonly target?: string;
  readonly passed?: readonly string[];
  readonly gone?: readonly string[];
  readonly settled?: readonly string[];
  /** What findings stand on, by their asset, where not on that alone; of it, sessions are no newcomers. */
  readonly standOn?: Readonly<Record<string, readonly string[]>>;
  readonly coverage?: Coverage;
  /** When it began, where not an hour before its end. */
  readonly startedAt?: string;
  /** Whether anything was read of the scope of the gaps. */
  readonly read?: boolean;
}

/** What the scan of a night saw. */
export function seen(night: number, over: Night = {}): Seen {
  const { passed = [], gone = [], settled = [] } = over;
  const print = (about: string) => finding(about).fingerprint;
  const proofs = new Map<string, Proof>([
    ...passed.map((about) => [print(about), 'passed'] as const),
    ...gone.map((about) => [print(about), 'gone'] as const),
  ]);
  return {
    target: over.target ?? 'acme',
    pass: over.pass ?? 'full',
    report: report(night, over),
    coverage: over.coverage ?? { scope: [], coverage: [], gaps: [] },
    proofs: { findings: proofs, drift: new Set(settled.map((about) => drift(about).fingerprint)) },
    subjectsOf: ({ asset }) => over.standOn?.[asset] ?? [asset],
    placesOf: (subjects) => (over.standOn === undefined ? [] : subjects.map(placed)),
    newcomer: (subject) => (subject.startsWith('session') ? null : subject),
  };
}

const placed = (id: string) => ({
  id,
  kind: 'credential' as const,
  provider: 'aws',
  native: 'AWS::IAM::AccessKey',
  scope: '111111111111',
  region: null,
  within: [],
  links: [],
});

function report(night: number, over: Night): Report {
  const { findings = [], gaps = [], drift: events = [], read = true } = over;
  const finishedAt = at(night);
  const open = (severity: string) => findings.filter((each) => each.severity === severity).length;
  return {
    schema: 'firebreak.report/1',
    tool: { name: 'firebreak', version: '0' },
    scan: {
      id: `scan-${night}-${over.pass ?? 'full'}`,
      startedAt: over.startedAt ?? new Date(Date.parse(finishedAt) - 3_600_000).toISOString(),
      finishedAt,
      config: 'sha256:0',
      baseline: null,
    },
    coverage: {
      scope: [],
      sources: [
        {
          provider: 'aws',
          scope: '111111111111',
          region: null,
          service: 'backup',
          caller: { credential: 'access-key', principal: null, role: null },
          status: read ? 'complete' : 'failed',
          calls: 1,
          assets: 1,
          seconds: 1,
        },
      ],
      gaps,
      notScanned: [],
    },
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
    drift: events,
    findings,
    checks: [],
    notes: [],
    summary: {
      answer: 'Nothing would stop it.',
      openBySeverity: {
        critical: open('critical'),
        high: open('high'),
        medium: open('medium'),
        low: open('low'),
      },
      totalLossStores: 1,
      delayedLossStores: 0,
      leastCalls: 1,
      gaps: gaps.length,
      gate: { by: 'findings', why: '' },
      exitCode: 1,
    },
  };
}
