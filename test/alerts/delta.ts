import type { AlertSettings } from '../../src/alerts/messages.ts';
import type { AlertConfig } from '../../src/config/config.ts';
import { defaultSettings } from '../../src/config/limits.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Delta, LifecycleStep } from '../../src/model/history.ts';
import { finding, fixtureReport } from '../reports/fixture.ts';

export const report = fixtureReport();
export const finishedAt = '2026-11-22T03:00:00.000Z';

/** A step of a finding that has been open for five days. */
export function step(
  name: LifecycleStep['step'],
  over: Partial<Finding> = {},
  more: Partial<LifecycleStep> = {},
): LifecycleStep {
  const proof = name === 'resolved' ? 'passed' : null;
  const before = name === 'worsened' ? 'medium' : null;
  const since = '2026-11-17T03:00:00.000Z';
  return { step: name, finding: finding(over), since, proof, before, joined: [], ...more };
}

/** A scan that brought nothing new, unless told otherwise. */
export function delta(over: Partial<Delta> = {}): Delta {
  return {
    target: 'acme',
    pass: 'full',
    scan: { ...report.scan, id: 'scan-2', finishedAt },
    summary: report.summary,
    previous: '2026-11-21T03:00:00.000Z',
    missed: 0,
    stateBefore: over.state ?? 'complete',
    state: 'complete',
    steps: [],
    drift: { appeared: [], settled: [] },
    gaps: { appeared: [], closed: [] },
    ...over,
  };
}

/** A Slack channel that is told everything at or above high. */
export function route(over: Partial<AlertConfig> = {}): AlertConfig {
  return {
    name: 'team',
    channel: { type: 'slack', webhook: { env: 'SLACK_WEBHOOK_URL' } },
    when: ['new', 'worsened', 'resolved', 'incomplete', 'missed'],
    minSeverity: 'high',
    environments: [],
    providers: [],
    agents: [],
    digest: null,
    ...over,
  };
}

export function settings(...alerts: readonly AlertConfig[]): AlertSettings {
  return { alerts, settings: defaultSettings('acme'), reportUrl: 'https://ci.acme.example/report?a=1&b=2' };
}
