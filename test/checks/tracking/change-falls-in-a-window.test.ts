import check from '../../../checks/tracking/change-falls-in-a-window.ts';
import type { DriftEvent } from '../../../src/model/drift.ts';
import type { ChangeWindow } from '../../../src/model/inventory.ts';
import { specify } from '../table.ts';
import { approved, drifted, store, type World } from '../world.ts';

const office: ChangeWindow = {
  environment: 'production',
  tier: 'production',
  days: ['mon', 'tue', 'wed', 'thu'],
  from: '09:00',
  to: '17:00',
  timezone: 'Europe/Berlin',
};
const night: ChangeWindow = { ...office, days: ['sat'], from: '22:00', to: '02:00', timezone: 'UTC' };
const staging: ChangeWindow = { ...office, environment: 'staging', tier: 'staging' };

/** A change of a production store at some time, under windows. */
const changed = (
  at: string | null,
  windows: readonly ChangeWindow[],
  over: Partial<DriftEvent> = {},
): World => ({
  assets: [
    store('db'),
    store('test-db', { tier: 'staging' }),
    store('both', { tier: ['production', 'staging'] }),
    store('nowhere', { by: 'assumed' }),
  ],
  settings: { changeWindows: windows },
  context: { drift: [drifted('d', { at, ...over })] },
});

/** In 2026: 16 November is a Monday, and Berlin an hour before UTC until summer time begins on 29 March. */
specify(check, {
  pass: [
    { title: 'as the window opens', world: changed('2026-11-16T08:00:00.000Z', [office]) },
    { title: 'just before it closes', world: changed('2026-11-16T15:59:59.000Z', [office]) },
    { title: 'an hour sooner in summer', world: changed('2026-07-06T07:00:00.000Z', [office]) },
    { title: 'in one of two windows', world: changed('2026-11-21T23:00:00.000Z', [office, night]) },
    { title: 'after midnight of a window’s day', world: changed('2026-11-22T01:59:00.000Z', [night]) },
    {
      title: 'a window that lasts until midnight',
      world: changed('2026-11-21T23:59:00.000Z', [{ ...night, to: '24:00' }]),
    },
    {
      title: 'an asset of two environments, in a window of each',
      world: changed('2026-11-16T08:00:00.000Z', [office, staging], { asset: 'both' }),
    },
  ],
  fail: [
    {
      title: 'an hour before it opens',
      world: changed('2026-11-16T07:00:00.000Z', [office]),
      says: [
        '"db" was changed (guard-removed) by ann on 2026-11-16 07:00 UTC, outside every change window of production.',
      ],
      severity: 'medium',
    },
    { title: 'as it closes', world: changed('2026-11-16T16:00:00.000Z', [office]) },
    { title: 'on another day', world: changed('2026-11-20T10:00:00.000Z', [office]) },
    { title: 'after midnight of another day', world: changed('2026-11-21T01:00:00.000Z', [night]) },
    {
      title: 'somebody nobody knows',
      world: changed('2026-11-20T10:00:00.000Z', [office], { actor: null }),
      says: ['by nobody known'],
    },
    {
      title: 'an asset of two environments, in the window of one',
      world: changed('2026-11-16T08:00:00.000Z', [night, staging], { asset: 'both' }),
      says: ['of production.'],
    },
    {
      title: 'an asset that lies nowhere counts as production’s',
      world: changed('2026-11-16T08:00:00.000Z', [night, staging], { asset: 'nowhere' }),
    },
    {
      title: 'an environment that is not production',
      world: changed('2026-11-20T10:00:00.000Z', [staging], { asset: 'test-db' }),
      severity: 'low',
    },
    {
      title: 'an asset that is gone, by where it lay at approval',
      world: {
        ...changed('2026-11-20T10:00:00.000Z', [staging], { asset: 'gone' }),
        context: {
          drift: [drifted('d', { asset: 'gone', at: '2026-11-20T10:00:00.000Z' })],
          approved: approved({
            assets: [
              {
                id: 'gone',
                kind: 'store',
                provider: 'aws',
                native: 'test.store',
                name: 'gone',
                scope: '111111111111',
                region: null,
                environments: [{ name: 'staging', tier: 'staging' }],
                within: [],
                links: [],
                guards: [],
                facts: {},
              },
            ],
          }),
        },
      },
    },
  ],
  unknown: [
    { title: 'nobody knows when', world: changed(null, [office]), says: ['when it was changed'] },
    { title: 'the time is no time', world: changed('yesterday', [office]) },
  ],
  notApplicable: [
    { title: 'no window is configured', world: changed('2026-11-20T10:00:00.000Z', []) },
    {
      title: 'no window of its environment',
      world: changed('2026-11-20T10:00:00.000Z', [office], { asset: 'test-db' }),
    },
    { title: 'nobody’s act', world: changed(null, [office], { event: 'reach-widened' }) },
  ],
});
