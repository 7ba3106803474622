import { describe, expect, it } from 'vitest';
import { awsAccess } from '../../src/access/aws/inventory.ts';
import { proposeBaseline } from '../../src/baseline/propose.ts';
import { blastRadius } from '../../src/blast-radius/blast-radius.ts';
import { operationsAt } from '../../src/blast-radius/operations/index.ts';
import { compareWithBaseline } from '../../src/drift/compare.ts';
import { buildInventory } from '../../src/inventory/build.ts';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import type { DriftEvent } from '../../src/model/drift.ts';
import type { AwsAccountWorld } from '../../src/stand-ins/aws/index.ts';
import * as item from '../../src/stand-ins/aws/items.ts';
import { world } from '../checks/world.ts';
import { accessKey, acme, acmeId, scan, scanner, trust } from '../collectors/aws/acme.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const { settings } = world({ assets: [] }).index.inventory;

/** An account, collected over the wire, judged, and in the form it would be approved in. */
async function judged(account: AwsAccountWorld) {
  const collected = await scan([account]);
  const index = indexInventory(
    buildInventory({ collected: [collected], settings, rules: [], takenAt: now.toISOString() }),
  );
  const radius = blastRadius({ index, access: awsAccess(index), operations: operationsAt(now), now });
  return { index, radius, current: proposeBaseline({ index, radius, findings: [] }) };
}

const approved = judged(acme());

async function drift(account: AwsAccountWorld): Promise<readonly DriftEvent[]> {
  return compareWithBaseline({ baseline: (await approved).current, ...(await judged(account)) });
}

const base = acme();
const east = base.regions['us-east-1'] ?? {};
const iam = (over: Partial<AwsAccountWorld['iam']>): AwsAccountWorld =>
  acme({ iam: { ...base.iam, ...over } });
const ec2 = (over: typeof east): AwsAccountWorld =>
  acme({ regions: { ...base.regions, 'us-east-1': { ...east, ...over } } });
const report = (from: string, to: string): string => (base.iam.report ?? '').replace(from, to);

describe('an account read over the wire', () => {
  it.each<[string, AwsAccountWorld]>([
    ['nothing', acme()],
    [
      'a snapshot more',
      ec2({ snapshots: [...(east.snapshots ?? []), item.snapshot('snap-new', 'vol-data')] }),
    ],
    ['a larger volume', ec2({ volumes: (east.volumes ?? []).map((volume) => ({ ...volume, size: 500 })) })],
    ['a key used today', iam({ report: report('2026-11-01T00:00:00+00:00', '2026-11-22T00:00:00+00:00') })],
    [
      'a rotated key',
      iam({
        accessKeys: new Map([
          ['scan', [accessKey('scan', scanner.accessKeyId)]],
          ['bot', [accessKey('bot', 'AKIABOT0000000000BOT2')]],
        ]),
      }),
    ],
    [
      'a policy AWS wrote that nobody has',
      iam({
        policies: [...(base.iam.policies ?? []), item.managedPolicy('arn:aws:iam::aws:policy/New', {})],
      }),
    ],
  ])('has not drifted by %s', async (_, account) => {
    expect(await drift(account)).toEqual([]);
  });

  it.each<[string, AwsAccountWorld, string]>([
    [
      'termination protection taken off',
      ec2({ protected: new Set() }),
      `guard-removed arn:aws:ec2:us-east-1:${acmeId}:instance/i-db`,
    ],
    [
      'a volume gone',
      ec2({ volumes: (east.volumes ?? []).filter(({ volumeId }) => volumeId !== 'vol-web') }),
      `asset-removed arn:aws:ec2:us-east-1:${acmeId}:volume/vol-web`,
    ],
    [
      'a copy gone',
      ec2({ snapshots: (east.snapshots ?? []).filter(({ snapshotId }) => snapshotId !== 'snap-data') }),
      `copy-lost arn:aws:ec2:us-east-1:${acmeId}:volume/vol-data`,
    ],
    [
      'a copy shared with everybody',
      ec2({
        shared: new Map([
          ['snap-root', ['all']],
          ['snap-data', ['all']],
        ]),
      }),
      `copy-shared arn:aws:ec2:us-east-1:${acmeId}:volume/vol-root`,
    ],
    [
      'a trust opened',
      iam({
        roles: (base.iam.roles ?? []).map((role) =>
          role.RoleName === 'ops'
            ? item.role(acmeId, 'ops', [
                trust({ AWS: `arn:aws:iam::${acmeId}:user/ann` }),
                trust({ AWS: 'arn:aws:iam::888888888888:root' }),
              ])
            : role,
        ),
      }),
      `policy-changed arn:aws:iam::${acmeId}:role/ops#trust`,
    ],
    [
      'a second key',
      iam({
        accessKeys: new Map([
          ['scan', [accessKey('scan', scanner.accessKeyId)]],
          ['bot', [accessKey('bot', 'AKIABOT0000000000BOT1'), accessKey('bot', 'AKIABOT0000000000BOT2')]],
        ]),
      }),
      `credential-added arn:aws:iam::${acmeId}:user/bot`,
    ],
    [
      'a user without a second factor',
      iam({
        mfaDevices: new Map(),
        report: report('2026-01-05T00:00:00+00:00,true', '2026-01-05T00:00:00+00:00,false'),
      }),
      `mfa-removed arn:aws:iam::${acmeId}:user/ann`,
    ],
    [
      'an administrator more',
      iam({
        users: (base.iam.users ?? []).map((user) =>
          user.UserName === 'scan'
            ? item.user(acmeId, 'scan', {
                AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
              })
            : user,
        ),
      }),
      `policy-attached arn:aws:iam::${acmeId}:user/scan`,
    ],
  ])('shows %s', async (_, account, expected) => {
    const events = await drift(account);
    expect(events.map(({ event, asset }) => `${event} ${asset}`)).toContain(expected);
    expect(events.map(({ event }) => event)).not.toContain('reach-widened');
  });

  it('charges the administrator’s new losses to the attachment', async () => {
    const users = (base.iam.users ?? []).map((user) =>
      user.UserName === 'scan'
        ? item.user(acmeId, 'scan', {
            AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
          })
        : user,
    );
    const [worst] = await drift(iam({ users }));
    expect(worst).toMatchObject({
      event: 'policy-attached',
      severity: 'critical',
      asset: `arn:aws:iam::${acmeId}:user/scan`,
    });
    expect(worst?.wayBack).toContain('aws iam');
  });
});
