import { type AwsOptions, collectAws } from '../../../src/collectors/aws/index.ts';
import type { CollectIO } from '../../../src/collectors/collector.ts';
import type { CollectedAsset } from '../../../src/model/asset.ts';
import type { Collected, Gap } from '../../../src/model/inventory.ts';
import {
  type AwsAccountWorld,
  type AwsWorld,
  type ServeAwsOptions,
  serveAws,
} from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';

export const acmeId = '111111111111';
export const scanner = { accessKeyId: 'AKIASCANNER000000SELF', secretAccessKey: 'scanner-secret' };
export const scanUser = `arn:aws:iam::${acmeId}:user/scan`;

export const reportHead =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,cert_1_active,cert_2_active';

export const accessKey = (UserName: string, AccessKeyId: string, Status = 'Active') => ({
  UserName,
  AccessKeyId,
  Status,
  CreateDate: '2026-02-01T00:00:00Z',
});

const admin = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
export const adminArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** A small company: one user of each sort, one role of each way in, a server with its volumes and copies. */
export function acme(change: Partial<AwsAccountWorld> = {}): AwsAccountWorld {
  return {
    id: acmeId,
    callers: new Map([[scanner.accessKeyId, scanUser]]),
    iam: {
      users: [
        item.user(acmeId, 'scan', {
          AttachedManagedPolicies: [{ PolicyArn: `arn:aws:iam::${acmeId}:policy/read` }],
        }),
        item.user(acmeId, 'ann', { GroupList: ['ops'], Tags: [{ Key: 'team', Value: 'ops' }] }),
        item.user(acmeId, 'bot', { UserPolicyList: [item.inline('one', admin)] }),
      ],
      groups: [item.group(acmeId, 'ops', { AttachedManagedPolicies: [{ PolicyArn: adminArn }] })],
      roles: [
        item.role(acmeId, 'app', [trust({ Service: 'ec2.amazonaws.com' })], {
          InstanceProfileList: [{ Arn: `arn:aws:iam::${acmeId}:instance-profile/app`, Roles: [] }],
        }),
        item.role(acmeId, 'deploy', [githubTrust]),
        item.role(acmeId, 'partner', [trust({ AWS: 'arn:aws:iam::999999999999:root' })]),
        item.role(acmeId, 'ops', [trust({ AWS: `arn:aws:iam::${acmeId}:user/ann` })]),
      ],
      policies: [
        item.managedPolicy(`arn:aws:iam::${acmeId}:policy/read`, { Version: '2012-10-17', Statement: [] }),
        item.managedPolicy(adminArn, admin),
        item.managedPolicy('arn:aws:iam::aws:policy/NobodyHasIt', admin),
      ],
      summary: { AccountMFAEnabled: 1, AccountPasswordPresent: 1, AccountAccessKeysPresent: 0 },
      report: [
        reportHead,
        `<root_account>,arn:aws:iam::${acmeId}:root,2020-01-01T00:00:00+00:00,not_supported,2026-03-01T00:00:00+00:00,not_supported,true,false,N/A,N/A,false,N/A,N/A,false,false`,
        `scan,${scanUser},2026-01-01T00:00:00+00:00,false,N/A,N/A,false,true,2026-02-01T00:00:00+00:00,2026-11-01T00:00:00+00:00,false,N/A,N/A,false,false`,
        `ann,arn:aws:iam::${acmeId}:user/ann,2026-01-01T00:00:00+00:00,true,2026-10-01T00:00:00+00:00,2026-01-05T00:00:00+00:00,true,false,N/A,N/A,false,N/A,N/A,false,false`,
        `bot,arn:aws:iam::${acmeId}:user/bot,2026-01-01T00:00:00+00:00,false,N/A,N/A,false,true,2026-02-01T00:00:00+00:00,N/A,false,N/A,N/A,false,false`,
      ].join('\n'),
      reportIs: 'made',
      accessKeys: new Map([
        ['scan', [accessKey('scan', scanner.accessKeyId)]],
        ['bot', [accessKey('bot', 'AKIABOT0000000000BOT1')]],
      ]),
      loginProfiles: new Map([['ann', { UserName: 'ann', CreateDate: '2026-01-05T00:00:00Z' }]]),
      mfaDevices: new Map([
        ['ann', [{ UserName: 'ann', SerialNumber: 'arn:mfa', EnableDate: '2026-01-05T00:00:00Z' }]],
      ]),
      oidcProviders: new Map([[githubProvider, { Url: 'token.actions.githubusercontent.com' }]]),
      samlProviders: [],
    },
    regions: {
      'us-east-1': {
        instances: [
          item.instance('i-db', {
            iamInstanceProfile: { arn: `arn:aws:iam::${acmeId}:instance-profile/app`, id: 'AIPA' },
            blockDeviceMapping: [item.device('vol-root', true), item.device('vol-data', false)],
            tagSet: item.tags({ Name: 'database', env: 'production' }),
          }),
          item.instance('i-web', { blockDeviceMapping: [item.device('vol-web', false)] }),
        ],
        volumes: [
          item.volume('vol-root', item.attachedTo('i-db', true)),
          item.volume('vol-data', {
            ...item.attachedTo('i-db', false),
            size: 100,
            kmsKeyId: 'arn:aws:kms:k',
          }),
          item.volume('vol-web', item.attachedTo('i-web', false)),
        ],
        snapshots: [
          item.snapshot('snap-root', 'vol-root'),
          item.snapshot('snap-data', 'vol-data'),
          item.snapshot('snap-copy', 'vol-ffffffff'),
        ],
        images: [item.image('ami-db', ['snap-root', 'snap-data'])],
        protected: new Set(['i-db']),
        shared: new Map([
          ['snap-root', ['222222222222']],
          ['snap-data', ['all']],
        ]),
      },
      'eu-west-1': { volumes: [item.volume('vol-eu')] },
    },
    ...change,
  };
}

export const trust = (Principal: Record<string, string>) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
});

export const githubProvider = `arn:aws:iam::${acmeId}:oidc-provider/token.actions.githubusercontent.com`;

const githubTrust = {
  Effect: 'Allow',
  Principal: { Federated: githubProvider },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:acme/shop:ref:refs/heads/main'] },
  },
};

/** What an asset is a copy of. */
export function storesOf({ links }: CollectedAsset): readonly string[] {
  return links.flatMap(({ to, as }) => (as === 'copy-of' ? [to] : []));
}

/** A clock that stands still and waits that end at once: nothing in these tests depends on time. */
export function stillIO(): CollectIO {
  const now = new Date('2026-11-22T12:00:00.000Z');
  return { clock: () => now, wait: async () => {}, progress: () => {} };
}

export interface Scanned extends Collected {
  readonly calls: readonly string[];
  /** Gaps of this scan, without the standing ones of this version. */
  readonly unread: readonly Gap[];
  find(id: string): CollectedAsset;
}

/** Serves a world, reads it with the collectors, and takes the server down again. */
export async function scan(
  world: AwsWorld = [acme()],
  { serve = {}, ...options }: Partial<AwsOptions> & { readonly serve?: ServeAwsOptions } = {},
): Promise<Scanned> {
  const served = await serveAws(world, serve);
  try {
    const chosen: AwsOptions = {
      accounts: [],
      regions: 'enabled',
      credentials: scanner,
      maxAttempts: 1,
      ratePerSecond: 1e6,
      endpoint: served.url,
      ...options,
    };
    const collected = await collectAws(chosen, stillIO());
    const byId = new Map(collected.assets.map((asset) => [asset.id, asset]));
    const find = (id: string): CollectedAsset => {
      const asset = byId.get(id);
      if (asset === undefined) throw new Error(`no asset ${id} among\n${[...byId.keys()].join('\n')}`);
      return asset;
    };
    const unread = collected.gaps.filter(({ reason }) => reason !== 'unsupported');
    return { ...collected, calls: served.calls, unread, find };
  } finally {
    await served.close();
  }
}
