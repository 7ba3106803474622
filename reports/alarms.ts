import type { DriftEvent } from '../src/model/drift.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Report } from '../src/model/report.ts';
import { spoken } from './words.ts';

/**
 * Everything a gate can fail on, in one list for formats that know a single kind of row: the findings, and the
 * drift events as findings of a check named `drift-<event>`.
 */
export function alarms({ findings, drift, scan }: Report): readonly Finding[] {
  return [...findings, ...drift.map((event) => fromDrift(event, scan.startedAt))];
}

/** The provider of an asset by its id: `arn:…` -> `aws`, `railway:volume:…` -> `railway`. */
export function providerOf(asset: string): string {
  const first = asset.slice(0, Math.max(0, asset.indexOf(':')));
  return first === 'arn' ? 'aws' : first;
}

function fromDrift(event: DriftEvent, readAt: string): Finding {
  const { fingerprint, event: kind, asset, name, before, after, severity, why, wayBack, status } = event;
  const by = event.actor === null ? '' : ` By ${event.actor}${event.at === null ? '' : `, ${event.at}`}.`;
  return {
    fingerprint,
    check: `drift-${kind}`,
    discipline: 'tracking',
    title: `Drift: ${spoken(kind)}`,
    severity,
    confidence: 'documented',
    status,
    new: event.new,
    outcome: 'fail',
    asset,
    name,
    provider: providerOf(asset),
    environments: [],
    message: `${spoken(kind)}: ${name}, ${before ?? 'nothing'} → ${after ?? 'nothing'}. ${why}.${by}`,
    evidence: [
      { field: 'before', value: before ?? 'nothing', readAt },
      { field: 'after', value: after ?? 'nothing', readAt },
    ],
    remediation: wayBack ?? 'Approve the change, or undo it.',
    frameworks: [],
    exception: status === 'excepted' ? 'excepted' : null,
  };
}
