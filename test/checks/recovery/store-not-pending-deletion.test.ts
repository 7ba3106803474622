import check from '../../../checks/recovery/store-not-pending-deletion.ts';
import { specify } from '../table.ts';
import { hoursAgo, store } from '../world.ts';

const dying = (at: string | null, tier: 'production' | 'staging' = 'production') => ({
  assets: [store('db', { tier, props: { pendingDeletion: { at } } })],
});

specify(check, {
  pass: [{ title: 'nobody deleted it', world: { assets: [store('db')] } }],
  fail: [
    {
      title: 'with a deadline ahead',
      world: dying(hoursAgo(-21.5)),
      says: ['"db" is being deleted and is gone for good on 2026-11-23 09:30 UTC, in 21 hours.'],
      severity: 'critical',
    },
    { title: 'with minutes left', world: dying(hoursAgo(-0.5)), says: ['within the hour'] },
    {
      title: 'with a deadline that has passed',
      world: dying(hoursAgo(2)),
      says: ['was due to be gone for good'],
    },
    { title: 'without a known deadline', world: dying(null), says: ['does not say how long'] },
    { title: 'in staging', world: dying(null, 'staging'), severity: 'low' },
  ],
});
