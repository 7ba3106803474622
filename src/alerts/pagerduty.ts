import type { Severity } from '../model/inventory.ts';
import type { AlertBody } from './body.ts';
import { defused, itemHead, itemLines, within } from './text.ts';

/** Where events go; see https://developer.pagerduty.com/docs/events-api-v2/trigger-events. */
export const pagerdutyEndpoint = 'https://events.pagerduty.com/v2/enqueue';

/** `payload.summary` and `dedup_key`; same page. A payload may have 512 KB, which no message comes near. */
const mostSummary = 1024;
const mostKey = 255;

const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
};

/** An event without its routing key, which is added when it is sent. PagerDuty shows texts as they are. */
export function renderPagerduty(body: AlertBody): object {
  const { incident, target, pass, at, kind, items, notes, reportUrl } = body;
  const key = { dedup_key: within(incident?.key ?? `firebreak/${target}/${kind}/${at}`, mostKey) };
  if (incident?.action === 'resolve') return { event_action: 'resolve', ...key };
  return {
    event_action: 'trigger',
    ...key,
    client: 'Firebreak',
    ...(reportUrl === null
      ? {}
      : { client_url: reportUrl, links: [{ href: reportUrl, text: 'Open the report' }] }),
    payload: {
      summary: within(defused(body.headline), mostSummary),
      source: `firebreak/${target}`,
      severity: severityOf(body),
      timestamp: at,
      component: within(defused(items[0]?.name ?? target), 256),
      group: target,
      class: kind,
      custom_details: {
        pass,
        notes: notes.map(defused),
        items: items.map((item) => defused([itemHead(item), ...itemLines(item)].join('\n'))),
      },
    },
  };
}

function severityOf({ severity, mood }: AlertBody): string {
  if (severity !== null) return severityWords[severity];
  return mood === 'unseen' ? 'warning' : 'info';
}
