import check from '../../../checks/separation/duplicate-carries-no-production-secrets.ts';
import type { Tier, WorkloadVariable } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { environment, gap, type World, workload } from '../world.ts';

const literal: WorkloadVariable = { name: 'DATABASE_URL', references: [], sealed: false };

const duplicate = (
  here: Partial<WorkloadVariable>,
  there: Partial<WorkloadVariable> = {},
  tier: Tier = 'staging',
): World => ({
  assets: [
    environment('production'),
    environment('copy', { tier, links: [{ to: 'production', as: 'duplicated-from' }] }),
    workload('app', {
      links: [{ to: 'production', as: 'in' }],
      props: { variables: [{ ...literal, ...there }] },
    }),
    workload('app-copy', {
      tier,
      links: [{ to: 'copy', as: 'in' }],
      props: { variables: [{ ...literal, ...here }] },
    }),
  ],
});

specify(check, {
  pass: [
    {
      title: 'a reference resolves where it stands',
      world: duplicate({ references: ['Postgres.DATABASE_URL'] }),
    },
    { title: 'a sealed variable is not copied', world: duplicate({}, { sealed: true }) },
    { title: 'a name that leads to no data', world: duplicate({ name: 'LOG_LEVEL' }, { name: 'LOG_LEVEL' }) },
    { title: 'a variable of its own', world: duplicate({ name: 'REDIS_URL' }) },
  ],
  fail: [
    {
      title: 'the same literal in both',
      world: duplicate({}),
      says: [
        '"copy" was made from "production" and has 1 variable of it',
        'DATABASE_URL',
        'values are not read',
      ],
      severity: 'medium',
    },
    {
      title: 'in a pull request’s environment',
      world: duplicate({ name: 'PGHOST' }, { name: 'PGHOST' }, 'ephemeral'),
    },
  ],
  unknown: [
    {
      title: 'its variables could not be read',
      world: { ...duplicate({ name: 'X' }), gaps: [gap('workload', { target: 'copy' })] },
    },
    {
      title: 'nor those of production',
      world: { ...duplicate({ name: 'X' }), gaps: [gap('workload', { target: 'production' })] },
    },
  ],
  notApplicable: [
    {
      title: 'made from nothing',
      world: { assets: [environment('production'), environment('dev', { tier: 'development' })] },
    },
    { title: 'a second production', world: duplicate({}, {}, 'production') },
  ],
});
