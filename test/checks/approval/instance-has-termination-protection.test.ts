import check from '../../../checks/approval/instance-has-termination-protection.ts';
import type { Guard, Tier } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { gap, store, type World, workload } from '../world.ts';

const guard: Guard = {
  type: 'termination-protection',
  clearedBy: [{ operation: 'ec2:ModifyInstanceAttribute' }],
  until: null,
};

interface Case {
  readonly guards?: readonly Guard[];
  readonly ends?: boolean;
  readonly tier?: Tier;
}

const instance = ({ guards = [], ends = true, tier = 'production' }: Case): World => ({
  assets: [
    store('vol', { props: { attached: [{ workload: 'i', endsWithWorkload: ends }] } }),
    workload('i', { tier, props: { guards }, links: [{ to: 'vol', as: 'uses' }] }),
  ],
});

specify(check, {
  pass: [{ title: 'it is on', world: instance({ guards: [guard] }) }],
  fail: [
    {
      title: 'it is off',
      world: instance({}),
      says: ['Terminating "i" takes one call and deletes "vol" with it.'],
      severity: 'low',
    },
  ],
  unknown: [
    { title: 'it could not be read', world: { ...instance({}), gaps: [gap('workload', { target: 'i' })] } },
  ],
  notApplicable: [
    { title: 'its volume stays', world: instance({ ends: false }) },
    { title: 'staging', world: instance({ tier: 'staging' }) },
  ],
});
