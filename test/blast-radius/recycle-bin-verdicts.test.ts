import { describe, expect, test } from 'vitest';
import type { Guard } from '../../src/model/asset.ts';
import { type Case, holdTo } from './case-table.ts';
import {
  accessKey,
  attachedVolume,
  KEY,
  key,
  server,
  snapshotId,
  snapshots,
  USER,
  VOLUME,
  volume,
} from './ec2-world.ts';
import { scripted } from './scripted-access.ts';
import { asset, blast, hoursFromNow } from './world.ts';

const RULE = 'arn:aws:rbin:eu-west-1:111111111111:rule/month';
const WEEK = 'arn:aws:rbin:eu-west-1:111111111111:rule/week';
const DELETE = 'ec2:DeleteVolume *';
const SNAPSHOTS = 'ec2:DeleteSnapshot *';
const day = 24;
const everything = scripted({ [USER]: [{ may: ['* *'] }] });

const kept = (rule: string, days: number, clearedBy: Guard['clearedBy'] = []): Guard => ({
  type: 'recycle-bin',
  clearedBy: [{ operation: 'rbin:DeleteRule', on: rule }, ...clearedBy],
  until: null,
  hours: days * day,
});
const rule = (guards: readonly Guard[] = [], id = RULE) =>
  asset('vault', id, 'AWS::Rbin::Rule', { props: { type: 'recycle-bin-rule', lock: 'none', guards } });
const lock = (given: Partial<Guard>): Guard => ({ type: 'vault-lock', clearedBy: [], until: null, ...given });
const unlocked = (days: number): Guard =>
  lock({ clearedBy: [{ operation: 'rbin:UnlockRule', afterHours: days * day }] });

const cases: readonly Case[] = [
  {
    world: 'a rule it may delete, which is no longer there when the snapshot goes',
    assets: [volume(), rule(), ...snapshots(1, { guards: [kept(RULE, 30)] })],
    store: VOLUME,
    may: [{ may: [DELETE, SNAPSHOTS, 'rbin:DeleteRule *'] }],
    verdict: 'total-loss',
    calls: 3,
    plan: ['ec2:DeleteVolume', 'rbin:DeleteRule', 'ec2:DeleteSnapshot'],
  },
  {
    world: 'one rule for fourteen snapshots, deleted once',
    assets: [volume(), rule(), ...snapshots(14, { guards: [kept(RULE, 30)] })],
    store: VOLUME,
    may: [{ may: ['* *'] }],
    verdict: 'total-loss',
    calls: 16,
  },
  {
    world: 'a right to delete another rule is none on this one',
    assets: [volume(), rule(), ...snapshots(1, { guards: [kept(RULE, 30)] })],
    store: VOLUME,
    may: [{ may: [DELETE, SNAPSHOTS, `rbin:DeleteRule ${WEEK}`] }],
    verdict: 'recoverable',
  },
  {
    world: 'the tag is taken off the snapshot, whoever may delete the rule',
    assets: [
      volume(),
      rule(),
      ...snapshots(1, { guards: [kept(RULE, 30, [{ operation: 'ec2:DeleteTags' }])] }),
    ],
    store: VOLUME,
    may: [{ may: [DELETE, SNAPSHOTS, 'ec2:DeleteTags arn:aws:ec2:eu-west-1::snapshot/*'] }],
    verdict: 'total-loss',
    plan: ['ec2:DeleteVolume', 'ec2:DeleteTags', 'ec2:DeleteSnapshot'],
  },
  {
    world: 'a right to take tags off the rule is none on the snapshot',
    assets: [
      volume(),
      rule(),
      ...snapshots(1, { guards: [kept(RULE, 30, [{ operation: 'ec2:DeleteTags' }])] }),
    ],
    store: VOLUME,
    may: [{ may: [DELETE, SNAPSHOTS, `ec2:DeleteTags ${RULE}`] }],
    verdict: 'recoverable',
  },
  {
    world: 'a locked rule is unlocked and waited for',
    assets: [volume(), rule([unlocked(7)]), ...snapshots(1, { guards: [kept(RULE, 30)] })],
    store: VOLUME,
    may: [{ may: ['* *'] }],
    verdict: 'delayed-loss',
    calls: 4,
    plan: ['ec2:DeleteVolume', 'rbin:UnlockRule', 'rbin:DeleteRule', 'ec2:DeleteSnapshot'],
    hours: 7 * day,
    stoppedBy: 'only the wait until a guard ends',
  },
  {
    world: 'who may unlock a rule may not delete it yet',
    assets: [volume(), rule([unlocked(7)]), ...snapshots(1, { guards: [kept(RULE, 30)] })],
    store: VOLUME,
    may: [{ may: [DELETE, SNAPSHOTS, 'rbin:UnlockRule *'] }],
    verdict: 'recoverable',
  },
  {
    world: 'a lock that takes longer than the horizon to come off',
    assets: [volume(), rule([unlocked(30)]), ...snapshots(1, { guards: [kept(RULE, 30)] })],
    store: VOLUME,
    may: [{ may: ['* *'] }],
    verdict: 'recoverable',
  },
  {
    world: 'a locked rule that keeps a week keeps it no longer than that',
    assets: [volume(), rule([unlocked(30)]), ...snapshots(1, { guards: [kept(RULE, 7)] })],
    store: VOLUME,
    may: [{ may: ['* *'] }],
    verdict: 'delayed-loss',
    hours: 7 * day,
    plan: ['ec2:DeleteVolume', 'ec2:DeleteSnapshot'],
  },
  {
    world: 'a lock that somebody took off five days ago',
    assets: [
      volume(),
      rule([lock({ until: hoursFromNow(48) })]),
      ...snapshots(1, { guards: [kept(RULE, 30)] }),
    ],
    store: VOLUME,
    may: [{ may: ['* *'] }],
    verdict: 'delayed-loss',
    hours: 48,
  },
  {
    world: 'of two rules the longer one keeps it, so both have to go',
    assets: [volume(), rule(), rule([], WEEK), ...snapshots(1, { guards: [kept(RULE, 30), kept(WEEK, 7)] })],
    store: VOLUME,
    may: [{ may: [DELETE, SNAPSHOTS, `rbin:DeleteRule ${RULE}`] }],
    verdict: 'delayed-loss',
    hours: 7 * day,
  },
  {
    world: 'a volume that its own bin catches',
    assets: [volume({ guards: [kept(RULE, 7)] }), rule()],
    store: VOLUME,
    may: [{ may: [DELETE] }],
    verdict: 'delayed-loss',
    hours: 7 * day,
  },
  {
    world: 'whether a bin catches what ends with its instance is not known',
    assets: [
      attachedVolume({}, { guards: [{ ...kept(RULE, 7), unheld: ['ec2:TerminateInstances'] }] }),
      server(),
      rule(),
    ],
    store: VOLUME,
    may: [{ may: ['ec2:TerminateInstances *'] }],
    verdict: 'total-loss',
    plan: ['ec2:TerminateInstances'],
  },
  {
    world: 'the key of what lies in the bin',
    assets: [volume({ key: KEY }), key(), rule(), ...snapshots(1, { key: KEY, guards: [kept(RULE, 365)] })],
    store: VOLUME,
    may: [{ may: ['kms:ScheduleKeyDeletion *'] }],
    verdict: 'delayed-loss',
    plan: ['kms:ScheduleKeyDeletion'],
  },
];

describe('a store whose copies a recycle bin keeps', () => {
  test.each(cases)('$world', holdTo);

  test('asks for each call on what it acts on', () => {
    const asked: string[] = [];
    const noting: typeof everything = (index) => {
      const access = everything(index);
      return {
        ...access,
        decide: (identity, operation, target, policy) => {
          asked.push(`${operation} ${target}`);
          return access.decide(identity, operation, target, policy);
        },
      };
    };
    const guards = [kept(RULE, 30, [{ operation: 'ec2:CreateTags' }])];
    const assets = [volume(), rule([unlocked(7)]), ...snapshots(1, { guards })];
    blast({ assets: [accessKey(), ...assets] }, undefined, noting);
    expect(asked).toEqual(
      expect.arrayContaining([
        `rbin:DeleteRule ${RULE}`,
        `rbin:UnlockRule ${RULE}`,
        `ec2:CreateTags ${snapshotId(1)}`,
        `ec2:DeleteSnapshot ${snapshotId(1)}`,
      ]),
    );
    expect(asked).not.toContain(`ec2:CreateTags ${RULE}`);
    expect(asked).not.toContain(`rbin:DeleteRule ${snapshotId(1)}`);
  });
});
