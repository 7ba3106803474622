import type { Baseline } from '../model/baseline.ts';
import type { DriftEvent } from '../model/drift.ts';
import { compareBaselines } from './compare.ts';

function between({ before, after }: DriftEvent): string {
  if (before !== null && after !== null) return `${before} -> ${after}`;
  return before === null ? `now ${after ?? ''}` : `was ${before}`;
}

/** One event as a sentence, the asset's id behind its name where they differ. */
export function eventSentence(event: DriftEvent): string {
  const name = event.name === event.asset ? event.name : `${event.name} (${event.asset})`;
  return `${event.severity}: ${event.event.replaceAll('-', ' ')}: ${name}: ${between(event)} (${event.why})`;
}

function counted(baseline: Baseline): string {
  const stores = baseline.assets.filter(({ kind }) => kind === 'store').length;
  return `${baseline.assets.length} assets, ${stores} of them stores, ${baseline.credentials.length} kinds of credentials of ${new Set(baseline.credentials.map(({ principal }) => principal)).size} principals`;
}

/** What a new version of a baseline would approve, a sentence an item, worst first; `before` null: all of it. */
export function describeBaselineChange(before: Baseline | null, after: Baseline): string[] {
  if (before === null) return [`first version: ${counted(after)}`];
  const events = compareBaselines(before, after).map(eventSentence);
  const known = new Set(before.open);
  const opened = after.open.filter((fingerprint) => !known.has(fingerprint));
  const closed = before.open.filter((fingerprint) => !after.open.includes(fingerprint));
  return [
    ...events,
    ...(opened.length === 0 ? [] : [`findings open now that were not: ${opened.join(', ')}`]),
    ...(closed.length === 0 ? [] : [`findings no longer open: ${closed.join(', ')}`]),
  ];
}
