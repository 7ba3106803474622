import check from '../../../checks/recovery/store-outlives-its-lifecycle.ts';
import type { BackupProps, StoreProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { backup, gap, hoursAgo, store, type World } from '../world.ts';

const after = (days: number) => ({ 'lifecycle deletes objects after days': days });
const on = (date: string) => ({ 'lifecycle deletes objects on': date });
const inDays = (days: number): string => hoursAgo(-24 * days);

/** A bucket with what its lifecycle deletes, and how its older versions are kept. */
const bucket = (
  facts: NonNullable<StoreProps['facts']>,
  ...versions: readonly Partial<BackupProps>[]
): World => ({
  assets: [
    store('photos', { props: { type: 'bucket', facts } }),
    ...versions.map((props, n) =>
      backup(`v${n}`, 'photos', { props: { type: 'noncurrent-versions', ...props } }),
    ),
  ],
});

const lock = { type: 'object-lock', clearedBy: [], until: null } as const;

specify(check, {
  pass: [
    { title: 'no rule deletes anything', world: bucket({}) },
    { title: 'data goes as late as the horizon', world: bucket(after(14)) },
    { title: 'a date far away', world: bucket(on(inDays(15))) },
    { title: 'data goes, older versions stay for good', world: bucket(after(1), { expires: null }) },
    { title: 'data goes, older versions stay', world: bucket(after(1), { expires: inDays(30) }) },
  ],
  fail: [
    {
      title: 'data goes after a day, and nothing is kept',
      world: bucket(after(1)),
      says: [
        'deletes data in "photos", all of it or a part, 24 hours after it was written',
        'no older version',
      ],
      severity: 'medium',
    },
    { title: 'a date within the horizon', world: bucket(on(inDays(13))), says: ['on 2026-12-05 12:00 UTC'] },
    { title: 'a date that has passed goes on deleting', world: bucket(on('2026-01-01T00:00:00.000Z')) },
    {
      title: 'data and older versions go',
      world: bucket(after(1), { expires: inDays(3) }),
      says: ['older versions go 3 days later'],
    },
    {
      title: 'older versions alone go',
      world: bucket({}, { expires: inDays(3) }),
      says: ['deletes older versions in "photos" 3 days after they were replaced, horizon 14 days.'],
    },
    {
      title: 'versioning that was switched off keeps nothing new',
      world: bucket(after(1), { expires: null, complete: false }),
    },
  ],
  unknown: [
    { title: 'some versions stay shorter than others', world: bucket(after(1), { expires: 'unknown' }) },
    {
      title: 'some versions may be locked',
      world: bucket(after(1), { expires: inDays(3) }, { complete: 'unknown', guards: [lock] }),
    },
    {
      title: 'the lifecycle could not be read',
      world: { ...bucket({}), gaps: [gap('schedule', { target: 'photos' })] },
    },
  ],
  notApplicable: [
    { title: 'a store without such rules', world: { assets: [store('db')] } },
    {
      title: 'a pull request’s bucket',
      world: {
        assets: [store('photos', { tier: 'ephemeral', props: { type: 'bucket', facts: after(1) } })],
      },
    },
  ],
});
