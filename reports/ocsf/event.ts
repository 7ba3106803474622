import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { shown, visible } from '../visible.ts';
import { spoken } from '../words.ts';

// The numbers are those of https://schema.ocsf.io/1.6.0/classes/compliance_finding
const categoryUid = 2;
const classUid = 2003;
const activities = { Create: 1, Update: 2, Close: 3 } as const;
const severities = {
  critical: [5, 'Critical'],
  high: [4, 'High'],
  medium: [3, 'Medium'],
  low: [2, 'Low'],
} as const;
const confidences = {
  documented: [3, 'High'],
  inferred: [2, 'Medium'],
  unverified: [1, 'Low'],
} as const;
const passed = [1, 'Pass'] as const;
const failed = [3, 'Fail'] as const;
/** "Did not yield a result due to missing information." */
const noResult = [2, 'Warning'] as const;

export type Activity = keyof typeof activities;

/** One finding as an OCSF 1.6 Compliance Finding; `because` says why its state is not known. */
export function ocsfEvent(finding: Finding, activity: Activity, report: Report, because = ''): object {
  const { tool, scan } = report;
  const [severityId, severity] = severities[finding.severity];
  const [confidenceId, confidence] = confidences[finding.confidence];
  const [statusId, status] = statusOf(finding, activity);
  const time = Date.parse(scan.startedAt);
  return {
    activity_id: activities[activity],
    activity_name: activity,
    category_uid: categoryUid,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: 'Compliance Finding',
    type_uid: classUid * 100 + activities[activity],
    type_name: `Compliance Finding: ${activity}`,
    time,
    severity_id: severityId,
    severity,
    confidence_id: confidenceId,
    confidence,
    status_id: statusId,
    status,
    ...detail(because === '' ? finding.exception : because),
    message: shown(finding.message, 2_000),
    metadata: {
      version: '1.6.0',
      product: { name: 'Firebreak', vendor_name: 'Firebreak', version: visible(tool.version) },
      correlation_uid: visible(scan.id),
      event_code: visible(finding.check),
      ...(finding.provider === '' ? {} : { profiles: ['cloud'] }),
    },
    ...(finding.provider === '' ? {} : { cloud: { provider: shown(finding.provider) } }),
    finding_info: {
      uid: visible(finding.fingerprint),
      title: shown(finding.title, 300),
      desc: shown(finding.message, 2_000),
      types: [finding.discipline],
      last_seen_time: time,
    },
    compliance: compliance(finding, activity),
    resources: [
      {
        uid: visible(finding.asset),
        name: shown(finding.name, 300),
        ...(finding.environments.length === 0
          ? {}
          : { labels: finding.environments.map((each) => shown(each)) }),
      },
    ],
    remediation: { desc: shown(finding.remediation, 2_000) },
    ...evidences(finding),
  };
}

/** New, suppressed and resolved have numbers of their own; the rest is 99 with our own word. */
function statusOf({ status }: Finding, activity: Activity): readonly [number, string] {
  if (activity === 'Close') return [4, 'Resolved'];
  if (status === 'excepted') return [3, 'Suppressed'];
  if (status === 'open' && activity === 'Create') return [1, 'New'];
  return [99, spoken(status)];
}

function detail(text: string | null): { readonly status_detail?: string } {
  return text === null ? {} : { status_detail: shown(text, 500) };
}

function compliance(finding: Finding, activity: Activity): object {
  const { check, title, discipline, frameworks, outcome } = finding;
  const [id, status] = activity === 'Close' ? passed : outcome === 'fail' ? failed : noResult;
  const [severityId, severity] = severities[finding.severity];
  return {
    category: discipline,
    control: shown(title, 300),
    ...(frameworks.length === 0 ? {} : { requirements: frameworks.map((each) => shown(each)) }),
    status_id: id,
    status,
    checks: [
      {
        uid: visible(check),
        name: shown(title, 300),
        status_id: id,
        status,
        severity_id: severityId,
        severity,
      },
    ],
  };
}

function evidences({ evidence }: Finding): { readonly evidences?: readonly object[] } {
  if (evidence.length === 0) return {};
  return {
    evidences: evidence.map(({ field, value, readAt }) => ({
      name: shown(field),
      data: { value: shown(value, 1_000), read_at: readAt },
    })),
  };
}
