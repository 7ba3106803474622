import check from '../../../checks/recovery/deletion-is-caught.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { backup, gap, store, type World } from '../world.ts';

const snapshot = (guards: readonly Guard[]): World => ({
  assets: [store('db'), backup('b', 'db', { native: 'AWS::EC2::Snapshot', props: { guards } })],
  natives: ['AWS::RBin::Rule'],
});

specify(check, {
  pass: [
    {
      title: 'by a locked rule',
      world: snapshot([{ type: 'recycle-bin', clearedBy: [], until: null, hours: 336 }]),
    },
  ],
  fail: [
    { title: 'by nothing', world: snapshot([]), says: ['no recycle bin catches it'], severity: 'low' },
    {
      title: 'by a rule that somebody switches off',
      world: snapshot([
        { type: 'recycle-bin', clearedBy: [{ operation: 'rbin:DeleteRule' }], until: null, hours: 336 },
      ]),
      says: ['keeps "b" for 14 days can be switched off before a deletion by whoever may: rbin:DeleteRule'],
    },
  ],
  unknown: [{ title: 'rules that could not be read', world: { ...snapshot([]), gaps: [gap('vault')] } }],
  notApplicable: [
    { title: 'rules nobody collects', world: { ...snapshot([]), natives: [] }, notes: ['are not collected'] },
    {
      title: 'a copy no bin can catch',
      world: { assets: [store('db'), backup('b', 'db')], natives: ['AWS::RBin::Rule'] },
    },
  ],
});
