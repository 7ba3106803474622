import { describe, expect, it } from 'vitest';
import { notCollected } from '../../../src/collectors/aws/not-collected.ts';
import { regionalServices } from '../../../src/collectors/aws/services.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { acme, acmeId, adminArn, scan, scanner, scanUser } from './acme.ts';

const arn = (resource: string) => `arn:aws:ec2:us-east-1:${acmeId}:${resource}`;
const shared = (resource: string) => `arn:aws:ec2:us-east-1::${resource}`;
const iamArn = (resource: string) => `arn:aws:iam::${acmeId}:${resource}`;

describe('an account read whole', () => {
  const whole = scan();

  it('leaves no gap and says every source is complete', async () => {
    const { unread, sources } = await whole;
    expect(unread).toEqual([]);
    expect(sources.filter(({ status }) => status !== 'complete')).toEqual([]);
    const read = sources.map(({ service, region }) => [service, region]);
    expect(read).toEqual(
      expect.arrayContaining([
        ['ec2', null],
        ['iam', null],
      ]),
    );
    for (const { service } of regionalServices) {
      for (const region of ['eu-west-1', 'us-east-1']) expect(read).toContainEqual([service, region]);
    }
  });

  it('says who asked', async () => {
    const caller = { credential: 'access-key', principal: scanUser, role: null };
    expect(new Set((await whole).sources.map((source) => source.caller))).toEqual(new Set([caller]));
  });

  it('reads instances with their volumes, role and termination protection', async () => {
    expect((await whole).find(arn('instance/i-db'))).toMatchObject({
      name: 'database',
      tags: { env: 'production' },
      links: [
        { to: arn('volume/vol-root'), as: 'uses' },
        { to: arn('volume/vol-data'), as: 'uses' },
        { to: iamArn('role/app'), as: 'runs-as' },
      ],
      props: {
        state: 'running',
        guards: [
          { type: 'termination-protection', clearedBy: [{ operation: 'ec2:ModifyInstanceAttribute' }] },
        ],
      },
    });
  });

  it('asks for termination protection only where termination would delete a volume', async () => {
    expect((await whole).calls.filter((call) => call === 'ec2:DescribeInstanceAttribute')).toHaveLength(1);
  });

  it('reads volumes with size, key and attachment', async () => {
    expect((await whole).find(arn('volume/vol-data')).props).toEqual({
      type: 'volume',
      sizeBytes: 100 * 2 ** 30,
      key: 'arn:aws:kms:k',
      guards: [],
      pendingDeletion: null,
      attached: [{ workload: arn('instance/i-db'), endsWithWorkload: false, root: false }],
    });
  });

  it.each([
    ['snap-root', [arn('volume/vol-root')], ['222222222222'], [shared('image/ami-db')]],
    ['snap-data', [arn('volume/vol-data')], ['all'], [shared('image/ami-db')]],
    ['snap-copy', [], [], undefined],
  ])(
    'reads snapshot %s: of what, shared with whom, held by which image',
    async (id, of, sharedWith, heldBy) => {
      const snapshot = (await whole).find(shared(`snapshot/${id}`));
      expect(snapshot.links.map((link) => link.to)).toEqual(of);
      expect(snapshot.props).toMatchObject({ complete: true, sharedWith, survivesSource: true });
      expect(snapshot.kind === 'backup' && snapshot.props.heldBy).toEqual(heldBy);
    },
  );

  it('reads an image as a copy of what its snapshots are copies of', async () => {
    const links = [arn('volume/vol-data'), arn('volume/vol-root')].map((to) => ({ to, as: 'copy-of' }));
    expect((await whole).find(shared('image/ami-db')).links).toEqual(links);
  });

  it('reads users with groups, policies and MFA', async () => {
    const { find } = await whole;
    expect(find(iamArn('user/ann'))).toMatchObject({
      tags: { team: 'ops' },
      links: [
        { to: iamArn('group/ops'), as: 'acts-in', role: 'MEMBER' },
        { to: iamArn('role/ops'), as: 'may-assume' },
      ],
      props: { type: 'user', mfa: true, lastActive: '2026-10-01T00:00:00.000Z' },
    });
    expect(find(iamArn('user/bot')).links).toEqual([
      { to: `${iamArn('user/bot')}#inline/one`, as: 'attached' },
    ]);
  });

  it('decodes policy documents and keeps only those AWS policies that something carries', async () => {
    const { find, assets } = await whole;
    expect(find(adminArn)).toMatchObject({
      scope: 'aws',
      props: { document: { Statement: [{ Action: '*' }] } },
    });
    expect(assets.map(({ id }) => id)).not.toContain('arn:aws:iam::aws:policy/NobodyHasIt');
    expect(find(`${iamArn('role/deploy')}#trust`).links).toEqual([
      { to: iamArn('role/deploy'), as: 'protects' },
    ]);
  });

  it.each([
    [`aws:access-key:${iamArn('user/bot')}:BOT1`, 'access-key', 'user/bot', { lastUsed: null, mfa: 'never' }],
    [`aws:console-password:${iamArn('user/ann')}`, 'console-password', 'user/ann', { mfa: 'always' }],
    [
      `aws:root-password:${acmeId}`,
      'root-password',
      'root',
      { mfa: 'always', lastUsed: '2026-03-01T00:00:00.000Z' },
    ],
    [
      `aws:workload-identity:${iamArn('instance-profile/app')}`,
      'workload-identity',
      'role/app',
      { status: 'active' },
    ],
    [
      `aws:oidc-subject:${iamArn('role/deploy')}:token.actions.githubusercontent.com:1`,
      'oidc-subject',
      'role/deploy',
      { subject: 'repo:acme/shop:ref:refs/heads/main' },
    ],
    [
      `aws:foreign-account:${iamArn('role/partner')}:999999999999`,
      'foreign-account',
      'role/partner',
      { mfa: 'may' },
    ],
  ])('finds the way in %s', async (id, type, principal, props) => {
    expect((await whole).find(id)).toMatchObject({
      links: [{ to: iamArn(principal), as: 'held-by' }],
      props: { type, self: false, ...props },
    });
  });

  it('links a principal that a trust names exactly, which then needs no credential of its own', async () => {
    const { find, assets } = await whole;
    expect(find(iamArn('user/ann')).links).toContainEqual({ to: iamArn('role/ops'), as: 'may-assume' });
    const held = assets.filter(({ links }) =>
      links.some(({ to, as }) => as === 'held-by' && to === iamArn('role/ops')),
    );
    expect(held).toEqual([]);
  });

  it('marks the credential of the scan, and no other', async () => {
    const own = (await whole).assets.filter((asset) => asset.kind === 'credential' && asset.props.self);
    expect(own.map(({ id }) => id)).toEqual([`aws:access-key:${scanUser}:SELF`]);
  });

  it('reads the lists of each Region once, at their end, and no more', async () => {
    const { calls } = await whole;
    const count = (call: string) => calls.filter((made) => made === call).length;
    expect(count('ec2:DescribeVolumes')).toBe(2 + 1);
    expect(count('iam:ListAccessKeys')).toBe(2);
    expect(count('iam:GetLoginProfile')).toBe(0);
    expect(count('iam:GetAccessKeyLastUsed')).toBe(0);
  });

  it('names what is enabled and not scanned, and what is not collected', async () => {
    const { notScanned, scope } = await scan([acme()], { regions: ['us-east-1'] });
    expect(scope.map((entry) => entry.regions)).toEqual([['us-east-1']]);
    expect(notScanned).toContainEqual({
      provider: 'aws',
      scope: acmeId,
      what: 'Region eu-west-1',
      why: 'enabled, and not in the configured Regions',
    });
    expect(notScanned.some(({ what }) => what === notCollected[0])).toBe(true);
  });
});

describe('the same account', () => {
  const bytes = async (serve: object) => {
    const { assets, gaps } = await scan([acme()], { serve });
    return JSON.stringify({ assets, gaps });
  };

  it.each([
    ['one item a page', { pageSize: 1 }],
    ['empty pages between', { pageSize: 1, emptyPages: true }],
    ['all on one page', { pageSize: 1000 }],
  ])('gives the same bytes with %s', async (_how, serve) => {
    expect(await bytes(serve)).toBe(await bytes({ pageSize: 2 }));
  });

  it('gives the same principal whether its policies come on one page or several', async () => {
    const bot = `${iamArn('user/bot')}`;
    const parts = ['one', 'two'].map((name) =>
      item.user(acmeId, 'bot', { UserPolicyList: [item.inline(name, {})] }),
    );
    const world = acme();
    const { find } = await scan([{ ...world, iam: { ...world.iam, users: parts } }], {
      serve: { pageSize: 1 },
    });
    expect(find(bot).links.map(({ to }) => to)).toEqual([`${bot}#inline/one`, `${bot}#inline/two`]);
  });
});

describe('a credential report that AWS made earlier', () => {
  it('is not believed about what did not exist yet: keys, passwords and MFA are read per user', async () => {
    const world = acme();
    const accessKeys = new Map([
      ...(world.iam.accessKeys ?? []),
      ['ann', [{ AccessKeyId: 'AKIANEWNEWNEWNEWNEW1' }]],
    ] as const);
    const { find, calls, unread } = await scan([
      { ...world, iam: { ...world.iam, reportIs: 'kept', accessKeys } },
    ]);
    expect(unread).toEqual([]);
    expect(find(`aws:access-key:${iamArn('user/ann')}:NEW1`).kind).toBe('credential');
    expect(calls.filter((call) => call === 'iam:GetLoginProfile')).toHaveLength(3);
    expect(calls.filter((call) => call === 'iam:ListMFADevices')).toHaveLength(3);
  });
});

describe('what per-item reads cost', () => {
  it('spends none on assets that are not judged as production', async () => {
    const { calls, find } = await scan([acme()], { judgedAsProduction: () => false });
    expect(calls.filter((call) => /Attribute$/.test(call))).toEqual([]);
    expect(find(shared('snapshot/snap-data')).props).toMatchObject({ sharedWith: ['all'] });
  });
});

describe('several accounts', () => {
  const other = '222222222222';
  const reader = `arn:aws:iam::${other}:role/firebreak-read`;
  const staging = () =>
    acme({
      id: other,
      callers: new Map(),
      assumable: [reader],
      iam: {
        roles: [
          item.role(other, 'firebreak-read', [
            { Effect: 'Allow', Principal: { AWS: scanUser }, Action: 'sts:AssumeRole' },
          ]),
        ],
      },
    });
  const accounts = [{ id: acmeId }, { id: other, roleArn: reader }];

  it('are entered through their roles, and their trusts linked across', async () => {
    const { find, scope, unread } = await scan([acme(), staging()], { accounts });
    expect(scope.map((entry) => entry.scope)).toEqual([acmeId, other]);
    expect(find(scanUser).links).toContainEqual({ to: reader, as: 'may-assume' });
    expect(find(`aws:session:${reader}`).props).toMatchObject({ self: true, type: 'cli-session' });
    expect(unread).toEqual([]);
  });

  it('leave a gap where one cannot be entered, and the rest is read', async () => {
    const { unread, scope, sources } = await scan([acme(), { ...staging(), assumable: [] }], { accounts });
    expect(scope.map((entry) => entry.scope)).toEqual([acmeId, other]);
    expect(sources).toContainEqual(
      expect.objectContaining({ scope: other, service: 'sts', status: 'failed' }),
    );
    expect(unread).toMatchObject([
      {
        scope: other,
        operation: 'sts:AssumeRole',
        reason: 'denied',
        target: `aws:account:${other}`,
        direction: 'widens',
      },
    ]);
  });

  it('are not read as another account than the one configured', async () => {
    await expect(scan([acme()], { accounts: [{ id: '333333333333' }] })).rejects.toMatchObject({
      code: 'AWS_UNREACHABLE',
      message: expect.stringContaining(`belong to account ${acmeId}`),
    });
  });
});

describe('credentials that AWS does not know', () => {
  it('end the scan with a line and a hint, and without the secret', async () => {
    const credentials = { ...scanner, accessKeyId: 'AKIAUNKNOWN' };
    await expect(scan([acme()], { credentials })).rejects.toMatchObject({
      name: 'OperatorError',
      code: 'AWS_CREDENTIALS_REFUSED',
      hint: expect.stringContaining('get-caller-identity'),
    });
  });
});
