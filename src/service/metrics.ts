import { Counter, Gauge, type Registry } from 'prom-client';
import type { Report } from '../model/report.ts';
import type { Observe, ServiceEvent } from './event.ts';
import type { PassName } from './schedule.ts';

/** What Prometheus is told. Labels are names of passes, severities, outcomes and configured channels, nothing else. */
interface Families {
  /** `collect`: sets it whenever it is read. */
  readonly gauge: <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect?: (gauge: Gauge<L>) => void,
  ) => Gauge<L>;
  readonly counter: <L extends string>(name: string, help: string, labelNames: readonly L[]) => Counter<L>;
}

/** Makes gauges and counters of a registry, under the program's name. */
export function familiesOf(registry: Registry): Families {
  const registers = [registry];
  return {
    gauge: (name, help, labelNames, collect) => {
      const called = { name: `firebreak_${name}`, help, labelNames, registers };
      if (collect === undefined) return new Gauge(called);
      return new Gauge({
        ...called,
        collect() {
          collect(this);
        },
      });
    },
    counter: (name, help, labelNames) =>
      new Counter({ name: `firebreak_${name}`, help, labelNames, registers }),
  };
}

/** Counts and times of a service, in the registry of its process. `channels`: names of those that are configured. */
export function openMetrics(clock: () => Date, channels: readonly string[], registry: Registry): Observe {
  const ended = new Map<PassName, Date>();
  const { gauge, counter } = familiesOf(registry);
  gauge('scan_age_seconds', 'Seconds since the last scan of the pass came to its end.', ['pass'], (age) => {
    for (const [pass, at] of ended) age.set({ pass }, (clock().getTime() - at.getTime()) / 1000);
  });
  const gauges = {
    duration: gauge('scan_duration_seconds', 'How long the last scan of the pass took.', ['pass']),
    running: gauge('scan_running', 'Whether a scan of the pass is under way.', ['pass']),
    next: gauge('next_scan_timestamp_seconds', 'When the next scan is due, as Unix time.', ['pass']),
    findings: gauge('findings', 'Open findings of the last scan.', ['pass', 'severity']),
    drift: gauge('drift_events', 'Open drift events of the last scan.', ['pass', 'severity']),
    gaps: gauge('gaps', 'What the last scan could not read, and nobody accepted.', ['pass']),
    stores: gauge('total_loss_stores', 'Production stores that one credential can end for good.', ['pass']),
    waiting: gauge('outbox_messages', 'Messages that no channel took yet.', []),
  };
  const counters = {
    scans: counter('scans_total', 'Scans by what came of them.', ['pass', 'outcome']),
    sent: counter('messages_sent_total', 'Messages that a channel took.', []),
    failures: counter('alert_failures_total', 'Messages that a channel did not take, tries counted.', [
      'channel',
    ]),
  };
  for (const channel of channels) counters.failures.inc({ channel }, 0);

  const onEnded = ({ pass, at, seconds, end }: Extract<ServiceEvent, { type: 'ended' }>): void => {
    gauges.running.set({ pass }, 0);
    counters.scans.inc({ pass, outcome: end.state === 'recorded' ? end.delta.state : end.state });
    if (end.state !== 'recorded') return;
    ended.set(pass, at);
    gauges.duration.set({ pass }, seconds);
    gauges.gaps.set({ pass }, end.report.coverage.gaps.filter(isOpen).length);
    // A lighter pass claims no verdict.
    if (pass === 'full') gauges.stores.set({ pass }, end.report.summary.totalLossStores);
    for (const [severity, count] of Object.entries(end.report.summary.openBySeverity)) {
      gauges.findings.set({ pass, severity }, count);
      const events = end.report.drift.filter(
        (event) => event.severity === severity && event.status === 'open',
      );
      gauges.drift.set({ pass, severity }, events.length);
    }
  };
  return (event) => {
    switch (event.type) {
      case 'waits':
        gauges.next.reset();
        gauges.next.set({ pass: event.pass }, event.until.getTime() / 1000);
        break;
      case 'began':
        gauges.running.set({ pass: event.pass }, 1);
        break;
      case 'ended':
        onEnded(event);
        break;
      case 'sent':
        gauges.waiting.set(event.waiting);
        counters.sent.inc(event.result.delivered);
        for (const { channel } of event.result.failures) {
          counters.failures.inc({ channel: channels.includes(channel) ? channel : 'unconfigured' });
        }
    }
  };
}

function isOpen({ accepted, reason }: Report['coverage']['gaps'][number]): boolean {
  return !accepted && reason !== 'unlistable' && reason !== 'unsupported';
}
