import check from '../../../checks/approval/stack-has-termination-protection.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { container, gap, store, type World } from '../world.ts';

const stack = (guards: readonly Guard[]): World => ({
  assets: [container('s', ['db'], { props: { type: 'stack', guards } }), store('db')],
});

specify(check, {
  pass: [
    {
      title: 'protected',
      world: stack([{ type: 'termination-protection', clearedBy: [{ operation: 'x' }], until: null }]),
    },
  ],
  fail: [
    {
      title: 'not protected',
      world: stack([]),
      says: ['Deleting stack "s" takes one call and 1 store with it.'],
      severity: 'medium',
    },
  ],
  unknown: [
    {
      title: 'what it holds was not read',
      world: { assets: [container('s', [], { props: { type: 'stack' } })], gaps: [gap('store')] },
    },
  ],
  notApplicable: [
    {
      title: 'a stack without stores',
      world: { assets: [container('s', [], { props: { type: 'stack' } })] },
    },
    {
      title: 'a stack of staging',
      world: {
        assets: [container('s', ['db'], { props: { type: 'stack' } }), store('db', { tier: 'staging' })],
      },
    },
    { title: 'no stack', world: { assets: [container('v', ['db']), store('db')] } },
  ],
});
