import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/config/limits.ts';
import { buildInventory } from '../../../src/inventory/build.ts';
import { indexInventory } from '../../../src/inventory/index-inventory.ts';
import type { Guard } from '../../../src/model/asset.ts';
import { radiusOf } from '../../../src/scan.ts';
import type { Fault } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import type { JsonItem } from '../../../src/stand-ins/aws/json.ts';
import { acme, acmeId, scan } from './acme.ts';

const region = 'us-east-1';
const ruleArn = (id: string) => `arn:aws:rbin:${region}:${acmeId}:rule/${id}`;
const snapshotArn = (id: string) => `arn:aws:ec2:${region}::snapshot/${id}`;
const volumeArn = (id: string, where = region) => `arn:aws:ec2:${where}:${acmeId}:volume/${id}`;
const imageArn = `arn:aws:ec2:${region}::image/ami-db`;
const later = '2026-11-27T12:00:00.000Z';

const rule = (Identifier: string, ResourceType: string, days: number, more: JsonItem = {}): JsonItem => ({
  Identifier,
  RuleArn: ruleArn(Identifier),
  ResourceType,
  RetentionPeriod: { RetentionPeriodValue: days, RetentionPeriodUnit: 'DAYS' },
  Status: 'available',
  ...more,
});
const tag = (ResourceTagKey: string, ResourceTagValue?: string): JsonItem => ({
  ResourceTagKey,
  ...(ResourceTagValue === undefined ? {} : { ResourceTagValue }),
});
const locked = (days: number): JsonItem => ({
  LockState: 'locked',
  LockConfiguration: { UnlockDelay: { UnlockDelayValue: days, UnlockDelayUnit: 'DAYS' } },
});

const tagged = (id: string, tags: Readonly<Record<string, string>>) =>
  item.snapshot(id, 'vol-data', { tagSet: item.tags(tags) });

/** Acme with rules in one Region, and a snapshot for each tag. */
const world = (rules: readonly JsonItem[]) => {
  const plain = acme();
  const ec2 = plain.regions[region] ?? {};
  const snapshots = [
    tagged('snap-kept', { keep: 'yes' }),
    tagged('snap-other', { keep: 'no' }),
    tagged('snap-scratch', { scratch: 'true' }),
    tagged('snap-__proto__', { constructor: 'x' }),
  ];
  return acme({
    regions: { ...plain.regions, [region]: { ...ec2, snapshots: [...(ec2.snapshots ?? []), ...snapshots] } },
    rbin: { [region]: rules },
  });
};

const binsOn = async (rules: readonly JsonItem[], id: string): Promise<readonly Guard[]> => {
  const { props } = (await scan([world(rules)], { serve: { pageSize: 1 } })).find(id);
  return 'guards' in props ? props.guards.filter(({ type }) => type === 'recycle-bin') : [];
};
const calls = (guards: readonly Guard[]) =>
  guards.map(({ clearedBy }) =>
    clearedBy.map(({ operation, on }) => (on === undefined ? operation : `${operation} ${on}`)),
  );
const onRule = (id: string) => [`rbin:DeleteRule ${ruleArn(id)}`, `rbin:UpdateRule ${ruleArn(id)}`];

describe('what a rule of the Recycle Bin catches', () => {
  const byTag = rule('tagged', 'EBS_SNAPSHOT', 30, { ResourceTags: [tag('other', 'x'), tag('keep', 'yes')] });
  const byRegion = rule('all', 'EBS_SNAPSHOT', 14);
  const excluding = rule('most', 'EBS_SNAPSHOT', 14, { ExcludeResourceTags: [tag('scratch', 'true')] });
  const byTags = ['ec2:DeleteTags', 'ec2:CreateTags'];

  it.each<[string, readonly JsonItem[], string, readonly (readonly string[])[]]>([
    [
      'a snapshot with one of its tags',
      [byTag],
      snapshotArn('snap-kept'),
      [[...onRule('tagged'), ...byTags]],
    ],
    ['no snapshot with another value', [byTag], snapshotArn('snap-other'), []],
    ['no snapshot without the tag', [byTag], snapshotArn('snap-data'), []],
    ['every snapshot of its Region', [byRegion], snapshotArn('snap-data'), [onRule('all')]],
    ['no snapshot it leaves out', [excluding], snapshotArn('snap-scratch'), []],
    [
      'every other snapshot, until somebody tags it',
      [excluding],
      snapshotArn('snap-data'),
      [[...onRule('most'), 'ec2:CreateTags']],
    ],
    [
      'no snapshot with a key it leaves out whatever its value',
      [rule('most', 'EBS_SNAPSHOT', 14, { ExcludeResourceTags: [tag('keep')] })],
      snapshotArn('snap-other'),
      [],
    ],
    [
      'no snapshot by a tag named like a prototype',
      [rule('odd', 'EBS_SNAPSHOT', 14, { ResourceTags: [tag('toString', 'x')] })],
      snapshotArn('snap-__proto__'),
      [],
    ],
    ['neither volume nor image by a rule for snapshots', [byRegion], imageArn, []],
    ['an image', [rule('images', 'EC2_IMAGE', 14)], imageArn, [onRule('images')]],
    ['a volume', [rule('volumes', 'EBS_VOLUME', 7)], volumeArn('vol-data'), [onRule('volumes')]],
    ['nothing in another Region', [rule('volumes', 'EBS_VOLUME', 7)], volumeArn('vol-eu', 'eu-west-1'), []],
    [
      'nothing while it is still being made',
      [rule('new', 'EBS_SNAPSHOT', 14, { Status: 'pending' })],
      snapshotArn('snap-data'),
      [],
    ],
    [
      'what several rules fit, by each of them',
      [byTag, byRegion],
      snapshotArn('snap-kept'),
      [[...onRule('tagged'), ...byTags], onRule('all')],
    ],
  ])('%s', async (_title, rules, id, expected) => {
    expect(calls(await binsOn(rules, id))).toEqual(expected);
  });

  it('is kept for as long as the rule says', async () => {
    expect(await binsOn([byRegion], snapshotArn('snap-data'))).toMatchObject([{ hours: 336, until: null }]);
  });

  it('is not known of a volume that ends with its instance', async () => {
    const [bin] = await binsOn([rule('volumes', 'EBS_VOLUME', 7)], volumeArn('vol-root'));
    expect(bin?.unheld).toEqual(['ec2:TerminateInstances']);
  });
});

describe('a rule as an asset', () => {
  it.each<[string, JsonItem, string, readonly Guard[]]>([
    ['never locked', {}, 'none', []],
    ['unlocked', { LockState: 'unlocked' }, 'none', []],
    [
      'locked',
      locked(7),
      'governance',
      [
        {
          type: 'vault-lock',
          clearedBy: [{ operation: 'rbin:UnlockRule', afterHours: 168 }],
          until: null,
        },
      ],
    ],
    [
      'locked for nobody says how long',
      { LockState: 'locked' },
      'governance',
      [{ type: 'vault-lock', clearedBy: [{ operation: 'rbin:UnlockRule', afterHours: 0 }], until: null }],
    ],
    [
      'being unlocked',
      { ...locked(7), LockState: 'pending_unlock', LockEndTime: Date.parse(later) / 1000 },
      'governance',
      [{ type: 'vault-lock', clearedBy: [], until: later }],
    ],
  ])('%s', async (_title, more, lock, guards) => {
    const { find } = await scan([world([rule('r', 'EBS_SNAPSHOT', 14, { Description: 'month', ...more })])]);
    expect(find(ruleArn('r'))).toMatchObject({
      kind: 'vault',
      native: 'AWS::Rbin::Rule',
      name: 'month',
      scope: acmeId,
      region,
      props: { type: 'recycle-bin-rule', lock, guards },
    });
  });

  it('is read page by page, each once', async () => {
    const rules = ['a', 'b', 'c'].map((id) => rule(id, 'EBS_SNAPSHOT', 14));
    const {
      calls: made,
      assets,
      unread,
    } = await scan([world(rules)], { serve: { pageSize: 1 }, regions: [region] });
    expect(made.filter((call) => call === 'rbin:ListRules')).toHaveLength(5);
    expect(made.filter((call) => call === 'rbin:GetRule')).toHaveLength(3);
    expect(assets.filter(({ native }) => native === 'AWS::Rbin::Rule')).toHaveLength(3);
    expect(unread).toEqual([]);
  });
});

describe('rules that cannot be read', () => {
  const rules = [rule('all', 'EBS_SNAPSHOT', 14)];
  it.each<[string, Fault, string]>([
    ['a denied list', { operation: 'rbin:ListRules', kind: 'denied' }, 'denied'],
    ['a denied rule', { operation: 'rbin:GetRule', kind: 'denied' }, 'denied'],
    ['throttled to the end', { operation: 'rbin:ListRules', kind: 'throttled' }, 'throttled'],
    ['a page of somebody else', { operation: 'rbin:ListRules', kind: 'html' }, 'failed'],
    ['an answer cut off', { operation: 'rbin:GetRule', kind: 'cut' }, 'failed'],
  ])('leave a gap, and catch nothing: %s', async (_title, fault, reason) => {
    const { unread, find } = await scan([world(rules)], { serve: { faults: [fault] }, regions: [region] });
    expect(unread).toContainEqual(
      expect.objectContaining({
        operation: fault.operation,
        reason,
        kind: 'vault',
        direction: 'restricts',
        region,
      }),
    );
    const { props } = find(snapshotArn('snap-data'));
    expect('guards' in props ? props.guards.map(({ type }) => type) : []).not.toContain('recycle-bin');
  });

  it('are asked for again where AWS was busy', async () => {
    const { unread, find } = await scan([world(rules)], {
      serve: { faults: [{ operation: 'rbin:ListRules', kind: 'throttled', times: 1 }] },
      maxAttempts: 3,
    });
    expect(unread).toEqual([]);
    expect(find(ruleArn('all')).native).toBe('AWS::Rbin::Rule');
  });
});

describe('from the rule to the verdict', () => {
  const verdictOf = async (rules: readonly JsonItem[]) => {
    const collected = await scan([
      acme({
        regions: {
          [region]: {
            volumes: [item.volume('vol-data')],
            snapshots: [item.snapshot('snap-data', 'vol-data', { tagSet: item.tags({ keep: 'yes' }) })],
          },
        },
        rbin: { [region]: rules },
      }),
    ]);
    const inventory = buildInventory({
      collected: [collected],
      settings: defaultSettings('acme'),
      rules: [],
      takenAt: '2026-11-22T12:00:00.000Z',
    });
    const radius = radiusOf(indexInventory(inventory));
    const bot = radius.classes.find(({ members }) => members.some((id) => id.includes('user/bot')))?.id;
    const pair = radius.pairs.find((one) => one.class === bot && one.stores.includes(volumeArn('vol-data')));
    const plan = radius.plans.find(({ id }) => id === pair?.plan);
    return {
      verdict: pair?.verdict,
      steps: plan?.steps.map(({ operation }) => operation),
      wait: plan?.waitHours,
    };
  };

  it.each<[string, readonly JsonItem[], object]>([
    ['no rule', [], { verdict: 'total-loss', steps: ['ec2:DeleteVolume', 'ec2:DeleteSnapshot'] }],
    [
      'a rule that an administrator deletes first',
      [rule('r', 'EBS_SNAPSHOT', 30)],
      { verdict: 'total-loss', steps: ['ec2:DeleteVolume', 'rbin:DeleteRule', 'ec2:DeleteSnapshot'] },
    ],
    [
      'a rule locked for longer than the horizon',
      [rule('r', 'EBS_SNAPSHOT', 30, locked(30))],
      { verdict: 'recoverable' },
    ],
    [
      'a rule that can be unlocked in a week',
      [rule('r', 'EBS_SNAPSHOT', 30, locked(7))],
      {
        verdict: 'delayed-loss',
        steps: ['ec2:DeleteVolume', 'rbin:UnlockRule', 'rbin:DeleteRule', 'ec2:DeleteSnapshot'],
        wait: 168,
      },
    ],
  ])('%s', async (_title, rules, expected) => {
    expect(await verdictOf(rules)).toMatchObject(expected);
  });
});
