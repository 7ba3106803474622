import check from '../../../checks/recovery/store-deletion-is-caught.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { asset, gap, store, type World } from '../world.ts';

const rule = (guards: readonly Guard[]) =>
  asset('vault', 'rule', { props: { type: 'recycle-bin-rule', guards } });
const lock: Guard = {
  type: 'vault-lock',
  clearedBy: [{ operation: 'rbin:UnlockRule', afterHours: 168 }],
  until: null,
};
const bin: Guard = {
  type: 'recycle-bin',
  clearedBy: [{ operation: 'rbin:DeleteRule', on: 'rule' }],
  until: null,
  hours: 168,
};

const volume = (guards: readonly Guard[], more: World['assets'] = []): World => ({
  assets: [store('vol', { native: 'AWS::EC2::Volume', props: { guards } }), ...more],
  natives: ['AWS::Rbin::Rule'],
});

specify(check, {
  pass: [
    { title: 'by a rule that is locked', world: volume([bin], [rule([lock])]) },
    {
      title: 'by one of two',
      world: volume([{ ...bin, clearedBy: [{ operation: 'x' }] }, bin], [rule([lock])]),
    },
  ],
  fail: [
    { title: 'by nothing', world: volume([]), says: ['no recycle bin catches it'], severity: 'low' },
    {
      title: 'by a rule that somebody deletes first',
      world: volume([bin], [rule([])]),
      says: ['keeps "vol" for 7 days can be switched off before a deletion by whoever may: rbin:DeleteRule'],
    },
    {
      title: 'by a locked rule that goes by a tag',
      world: volume(
        [{ ...bin, clearedBy: [...bin.clearedBy, { operation: 'ec2:CreateTags' }] }],
        [rule([lock])],
      ),
      says: ['by whoever may: ec2:CreateTags.'],
    },
  ],
  unknown: [{ title: 'rules that could not be read', world: { ...volume([]), gaps: [gap('vault')] } }],
  notApplicable: [
    { title: 'rules nobody collects', world: { ...volume([]), natives: [] }, notes: ['are not collected'] },
    { title: 'a store no bin can catch', world: { assets: [store('db')], natives: ['AWS::Rbin::Rule'] } },
    {
      title: 'a volume of staging',
      world: { ...volume([]), assets: [store('vol', { native: 'AWS::EC2::Volume', tier: 'staging' })] },
    },
  ],
});
