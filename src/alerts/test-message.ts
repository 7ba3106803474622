import type { AlertBody } from './body.ts';

/** A message that says it is none: what `alerts test` sends. */
export function testMessage(target: string, channel: string, now: Date): AlertBody {
  return {
    kind: 'test',
    mood: 'plain',
    ...{ target, pass: 'full', at: now.toISOString() },
    headline: `TEST: Firebreak reaches the channel ${channel}`,
    severity: null,
    notes: [
      `Sent by “firebreak alerts test ${channel}” for ${target}. Nothing happened and nothing is to be done.`,
      'Alerts look like this one; each has a plan, what stops it, and what to do.',
    ],
    items: [],
    more: 0,
    reportUrl: null,
    incident: { action: 'trigger', key: `firebreak/${target}/test/${now.toISOString()}` },
  };
}
