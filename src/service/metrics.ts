import { Counter, Gauge, Registry } from 'prom-client';
import type { Report } from '../model/report.ts';
import type { ServiceEvent } from './event.ts';
import type { PassName } from './schedule.ts';

/** What Prometheus reads. Labels are names of passes, severities, outcomes and configured channels, nothing else. */
export interface Metrics {
  readonly observe: (event: ServiceEvent) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** Counts and times of a service, in a registry of their own. `channels`: names of those that are configured. */
export function openMetrics(clock: () => Date, channels: readonly string[]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const ended = new Map<PassName, Date>();
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> =>
    new Gauge({ name: `firebreak_${name}`, help, labelNames, registers });
  const age = new Gauge({
    name: 'firebreak_scan_age_seconds',
    help: 'Seconds since the last scan of the pass came to its end.',
    labelNames: ['pass'],
    registers,
    collect() {
      for (const [pass, at] of ended) this.set({ pass }, (clock().getTime() - at.getTime()) / 1000);
    },
  });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name: `firebreak_${name}`, help, labelNames, registers });
  const gauges = {
    age,
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
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe: (event) => {
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
    },
  };
}

function isOpen({ accepted, reason }: Report['coverage']['gaps'][number]): boolean {
  return !accepted && reason !== 'unlistable' && reason !== 'unsupported';
}
