import type { AwsAccountWorld, Ec2World, Item } from '../../src/stand-ins/aws/index.ts';
import * as item from '../../src/stand-ins/aws/items.ts';

export const account = '111111111111';
export const key = { accessKeyId: 'AKIABENCH0000000BENCH', secretAccessKey: 'bench-secret' };
export const regionNames = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'];

/** How many of each a world has; in each Region where `perRegion`. */
export interface Sizes {
  readonly perRegion: {
    readonly instances: number;
    readonly volumes: number;
    readonly snapshots: number;
    readonly images: number;
  };
  readonly users: number;
  readonly roles: number;
  readonly groups: number;
  readonly policies: number;
}

/** A company of about `assets` assets: mostly volumes and snapshots, one asset in ten production's. */
export function sizesOf(assets: number): Sizes {
  const share = (percent: number) => Math.max(1, Math.round((assets * percent) / 100));
  const perRegion = (percent: number) =>
    Math.max(1, Math.round((assets * percent) / 100 / regionNames.length));
  return {
    perRegion: {
      instances: perRegion(10),
      volumes: perRegion(38),
      snapshots: perRegion(40),
      images: perRegion(2),
    },
    users: share(1),
    roles: share(2.5),
    groups: share(0.1),
    policies: share(1),
  };
}

/** One in ten is production's, and is read item by item. */
export const isProduction = (n: number): boolean => n % 10 === 0;
/** One user in two holds an access key. */
export const hasKey = (n: number): boolean => n % 2 === 0;

/** `roles`: names of roles beside those of that size. */
export function benchWorld(assets: number, id = account, roles: readonly string[] = []): AwsAccountWorld {
  const sizes = sizesOf(assets);
  return {
    id,
    callers: new Map([[key.accessKeyId, `arn:aws:iam::${id}:user/u0`]]),
    iam: iamWorld(id, sizes, roles),
    regions: Object.fromEntries(regionNames.map((region) => [region, regionWorld(id, sizes)])),
  };
}

const many = <T>(count: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const hex = (n: number): string => n.toString(16).padStart(17, '0');
const env = (n: number): Item => ({
  tagSet: item.tags({
    Name: `asset-${n}`,
    env: isProduction(n) ? 'production' : 'staging',
    team: `team-${n % 50}`,
  }),
});

function regionWorld(id: string, { perRegion }: Sizes): Ec2World {
  const { instances, volumes, snapshots, images } = perRegion;
  return {
    instances: many(instances, (n) =>
      item.instance(`i-${hex(n)}`, {
        ...env(n),
        rootDeviceName: '/dev/sda1',
        blockDeviceMapping: [item.device(`vol-${hex(n)}`, true)],
        iamInstanceProfile: { arn: `arn:aws:iam::${id}:instance-profile/r0`, id: 'AIPA' },
      }),
    ),
    volumes: many(volumes, (n) =>
      item.volume(`vol-${hex(n)}`, {
        ...env(n),
        ...(n < instances ? item.attachedTo(`i-${hex(n)}`, true) : {}),
      }),
    ),
    snapshots: many(snapshots, (n) => item.snapshot(`snap-${hex(n)}`, `vol-${hex(n % volumes)}`, env(n))),
    images: many(images, (n) => item.image(`ami-${hex(n)}`, [`snap-${hex(n)}`], env(n))),
  };
}

function iamWorld(id: string, { users, roles, groups, policies }: Sizes, more: readonly string[]) {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['ec2:Describe*'], Resource: '*' }],
  };
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const profile = { Arn: `arn:aws:iam::${id}:instance-profile/r0`, InstanceProfileName: 'r0' };
  return {
    users: many(users, (n) => item.user(id, `u${n}`, { GroupList: [`g${n % groups}`] })),
    groups: many(groups, (n) => item.group(id, `g${n}`)),
    roles: [
      ...many(roles, (n) =>
        item.role(id, `r${n}`, [trust], n === 0 ? { InstanceProfileList: [profile] } : {}),
      ),
      ...more.map((name) => item.role(id, name, [trust])),
    ],
    policies: many(policies, (n) => item.managedPolicy(`arn:aws:iam::${id}:policy/p${n}`, document)),
    summary: { AccountMFAEnabled: 1 },
    report: report(id, users),
    reportIs: 'made' as const,
    accessKeys: new Map(many(users, (n) => [`u${n}`, hasKey(n) ? [accessKey(n)] : []] as const)),
  };
}

function accessKey(n: number): Item {
  const AccessKeyId = n === 0 ? key.accessKeyId : `AKIA${hex(n)}`;
  return { UserName: `u${n}`, AccessKeyId, Status: 'Active', CreateDate: '2026-02-01T00:00:00Z' };
}

function report(id: string, users: number): string {
  const head =
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,' +
    'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,' +
    'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,cert_1_active,cert_2_active';
  const rows = many(users, (n) => {
    const slot = hasKey(n) ? 'true,2026-02-01T00:00:00+00:00,2026-11-01T00:00:00+00:00' : 'false,N/A,N/A';
    return `u${n},arn:aws:iam::${id}:user/u${n},2026-01-01T00:00:00+00:00,false,N/A,N/A,false,${slot},false,N/A,N/A,false,false`;
  });
  return [head, ...rows].join('\n');
}
