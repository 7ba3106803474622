import type { Observe, ServiceEvent } from '../service/event.ts';
import type { Log } from '../service/log.ts';

/** Writes what happens in the service into its log. */
export function tellOf(log: Log): Observe {
  return (event) => {
    switch (event.type) {
      case 'waits':
        return log('info', 'waits for the next scan', { pass: event.pass, until: event.until.toISOString() });
      case 'began':
        return log('info', 'scans', { pass: event.pass });
      case 'ended':
        return ended(log, event);
      case 'sent':
        return sent(log, event);
    }
  };
}

function ended(log: Log, { pass, seconds, end }: Extract<ServiceEvent, { type: 'ended' }>): void {
  if (end.state === 'abandoned') log('warn', 'gave the scan up to stop', { pass, seconds });
  else if (end.state === 'left') log('info', 'another process made the scan', { pass, seconds });
  else if (end.state === 'missed') log('error', 'the scan did not run', { pass, seconds, why: end.why });
  else {
    const { report, delta } = end;
    const { openBySeverity: open, gaps, answer } = report.summary;
    const news = {
      steps: delta.steps.length,
      drift: delta.drift.appeared.length,
      gaps: delta.gaps.appeared.length,
    };
    const about = { pass, seconds, scan: report.scan.id, state: delta.state, open, gaps, news, answer };
    log(delta.state === 'complete' ? 'info' : 'warn', 'scanned', about);
  }
}

function sent(log: Log, { result, waiting }: Extract<ServiceEvent, { type: 'sent' }>): void {
  const { delivered, failures } = result;
  if (delivered === 0 && failures.length === 0) return;
  log(failures.length === 0 ? 'info' : 'warn', 'sent messages', {
    delivered,
    waiting,
    failed: failures.map(({ channel }) => channel),
  });
}
