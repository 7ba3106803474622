import type { Report } from '../../src/model/report.ts';
import { alarms } from '../alarms.ts';
import type { Changes } from '../changes.ts';
import { type Activity, ocsfEvent } from './event.ts';

/**
 * The findings and drift events as OCSF 1.6 Compliance Findings, one event a line (JSON Lines), for a SIEM. A
 * finding that is not in the baseline is created, any other updated: a report alone knows no more. `uid` is the
 * fingerprint, so that an event sent again meets its own.
 */
export function renderOcsf(report: Report): string {
  return lines(
    alarms(report).map((finding) => ocsfEvent(finding, finding.new ? 'Create' : 'Update', report)),
  );
}

/**
 * The lifecycle between two reports: created, updated and closed findings. One that could no longer be read is
 * updated as not verified, never closed; one that stayed as it was has no event.
 */
export function renderOcsfChanges({ after, findings }: Changes): string {
  const events = (activity: Activity, list: Changes['findings']['gone']): readonly object[] =>
    list.map((finding) => ocsfEvent(finding, activity, after));
  return lines([
    ...events('Create', findings.fresh),
    ...events(
      'Update',
      findings.changed.map(({ after: finding }) => finding),
    ),
    ...findings.unread.map(({ finding, why }) =>
      ocsfEvent({ ...finding, status: 'not-verified', outcome: 'unknown' }, 'Update', after, why),
    ),
    ...events('Close', findings.gone),
  ]);
}

function lines(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
