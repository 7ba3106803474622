import { describe, expect, it } from 'vitest';
import type { IamWorld, Item } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { accessKey, acme, acmeId, adminArn, reportHead, scan, trust } from './acme.ts';

const arn = (resource: string) => `arn:aws:iam::${acmeId}:${resource}`;
const withIam = (change: Partial<IamWorld>) => {
  const world = acme();
  return scan([{ ...world, iam: { ...world.iam, ...change } }]);
};
const scanKeys = ['scan', [accessKey('scan', 'AKIASCANNER000000SELF')]] as const;

describe('policies', () => {
  it('that the account’s list leaves out are read one by one', async () => {
    const bound = 'arn:aws:iam::aws:policy/PowerUserAccess';
    const users = [
      item.user(acmeId, 'ann', {
        PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: bound },
      }),
    ];
    const { find, unread } = await withIam({
      users,
      unlistedPolicies: [item.managedPolicy(bound, { Statement: [1] })],
    });
    expect(unread.filter(({ kind }) => kind === 'policy')).toEqual([]);
    expect(find(arn('user/ann')).links).toEqual([
      { to: bound, as: 'bounds' },
      { to: arn('role/ops'), as: 'may-assume' },
    ]);
    expect(find(bound).props).toMatchObject({ type: 'identity', document: { Statement: [1] } });
  });

  it('that can be found nowhere leave a gap that widens', async () => {
    const users = [
      item.user(acmeId, 'ann', { AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/Gone' }] }),
    ];
    const { unread } = await withIam({ users });
    expect(unread).toContainEqual(
      expect.objectContaining({
        target: 'arn:aws:iam::aws:policy/Gone',
        kind: 'policy',
        direction: 'widens',
      }),
    );
  });

  it.each(['not json', '%7B', '%', '"text"'])(
    'whose document is %j keep it as it is, with a gap',
    async (text) => {
      const users = [
        item.user(acmeId, 'ann', { UserPolicyList: [{ PolicyName: 'odd', PolicyDocument: text }] }),
      ];
      const { find, unread } = await withIam({ users });
      const id = `${arn('user/ann')}#inline/odd`;
      expect(find(id).props).toMatchObject({ type: 'inline', document: text });
      expect(unread).toContainEqual(
        expect.objectContaining({ target: id, kind: 'policy', reason: 'failed' }),
      );
    },
  );

  it('stand by their default version, the others beside it', async () => {
    const own = arn('policy/own');
    const older = {
      VersionId: 'v1',
      IsDefaultVersion: false,
      Document: item.encoded({ Statement: ['old'] }),
    };
    const [newer] = item.managedPolicy(own, { Statement: ['new'] }).PolicyVersionList as readonly Item[];
    const policies = [item.managedPolicy(own, {}, { PolicyVersionList: [older, newer ?? {}] })];
    expect((await withIam({ policies })).find(own).props).toMatchObject({
      document: { Statement: ['new'] },
      otherVersions: [{ id: 'v1', document: { Statement: ['old'] } }],
    });
  });

  it('say nothing of the versions of what AWS alone edits', async () => {
    const own = arn('policy/own');
    const policies = [item.managedPolicy(own, {}), item.managedPolicy(adminArn, {})];
    const user = item.user(acmeId, 'u', {
      AttachedManagedPolicies: [{ PolicyArn: own }, { PolicyArn: adminArn }],
    });
    const whole = await withIam({ policies, users: [user] });
    expect(whole.find(own).props).toMatchObject({ otherVersions: [] });
    expect(whole.find(adminArn).props).not.toHaveProperty('otherVersions');
  });
});

describe('names and tags from outside', () => {
  it('cannot change what an object is, and stay as they are', async () => {
    const name = '__proto__';
    const Tags = [
      { Key: '__proto__', Value: 'x' },
      { Key: 'a', Value: '<script>' },
    ];
    const { find } = await withIam({ users: [item.user(acmeId, name, { Tags })] });
    const { tags } = find(arn(`user/${name}`));
    expect(Object.entries(tags)).toEqual([
      ['__proto__', 'x'],
      ['a', '<script>'],
    ]);
    expect(Object.getPrototypeOf(tags)).toBe(Object.prototype);
  });
});

describe('credentials', () => {
  it('of a kind for one service are read in one list and bound to their user', async () => {
    const credential = {
      UserName: 'ann',
      Status: 'Active',
      CreateDate: '2026-01-01T00:00:00Z',
      ExpirationDate: '2026-12-31T00:00:00Z',
      ServiceSpecificCredentialId: 'ACCA0000BEDROCK1',
      ServiceName: 'bedrock.amazonaws.com',
    };
    const { find } = await withIam({ serviceCredentials: [credential] });
    expect(find(`aws:service-specific:${arn('user/ann')}:OCK1`)).toMatchObject({
      links: [{ to: arn('user/ann'), as: 'held-by' }],
      props: { type: 'service-specific', expires: '2026-12-31T00:00:00.000Z' },
    });
  });

  it('of the SSH and certificate kinds are there', async () => {
    const sshKey = { UserName: 'ann', SSHPublicKeyId: 'APKA000000000SSH1', Status: 'Inactive' };
    const report = `${reportHead}\nann,${arn('user/ann')},2026-01-01T00:00:00+00:00,false,N/A,N/A,false,false,N/A,N/A,false,N/A,N/A,false,true`;
    const { find } = await withIam({ sshKeys: new Map([['ann', [sshKey]]]), report });
    expect(find(`aws:ssh-key:${arn('user/ann')}:SSH1`).props).toMatchObject({
      type: 'ssh-key',
      status: 'inactive',
    });
    expect(find(`aws:certificate:${arn('user/ann')}:2`).props).toMatchObject({
      type: 'certificate',
      status: 'active',
    });
  });

  it('two keys that end alike stay two', async () => {
    const keys = ['AKIA00000000AAAA0000', 'AKIA00000000BBBB0000'].map((id) => accessKey('bot', id));
    const { assets } = await withIam({
      accessKeys: new Map<string, readonly Item[]>([scanKeys, ['bot', keys]]),
    });
    const ids = assets.map(({ id }) => id).filter((id) => id.includes('user/bot:'));
    expect(ids).toEqual(['AAAA0000', 'BBBB0000'].map((end) => `aws:access-key:${arn('user/bot')}:${end}`));
  });

  it('ask for the last use of a key only where the report cannot tell', async () => {
    const report = `${reportHead}\nbot,${arn('user/bot')},2026-01-01T00:00:00+00:00,false,N/A,N/A,false,true,2026-02-01T00:00:00+00:00,not_supported,false,N/A,N/A,false,false`;
    const keyUse = new Map([
      [
        'AKIABOT0000000000BOT1',
        { LastUsedDate: '2026-11-20T00:00:00Z', ServiceName: 'ec2', Region: 'us-east-1' },
      ],
    ]);
    const { find, calls } = await withIam({ report, keyUse });
    expect(find(`aws:access-key:${arn('user/bot')}:BOT1`).props).toMatchObject({
      lastUsed: '2026-11-20T00:00:00.000Z',
    });
    expect(calls.filter((call) => call === 'iam:GetAccessKeyLastUsed')).toHaveLength(2);
  });
});

describe('a report that is not one', () => {
  it.each(['', '<html>', 'a,b\n1,2', 'user,arn\n"unclosed'])(
    '%j is a gap, and everything is read per user',
    async (report) => {
      const { unread, find } = await withIam({ report });
      expect(unread).toMatchObject([{ operation: 'iam:GetCredentialReport', reason: 'failed' }]);
      expect(find(`aws:console-password:${arn('user/ann')}`).kind).toBe('credential');
      expect(find(arn('user/ann')).props).toMatchObject({ mfa: true, lastActive: 'unknown' });
    },
  );
});

describe('the root user', () => {
  it.each([
    ['a password that an organisation removed', { AccountPasswordPresent: 0 }, 'root-password', 'inactive'],
    ['access keys that only the summary knows', { AccountAccessKeysPresent: 1 }, 'access-key', 'active'],
  ])('has %s', async (_what, summary, type, status) => {
    const { assets } = await withIam({ summary, report: reportHead });
    const held = assets.filter(({ links }) =>
      links.some(({ to, as }) => as === 'held-by' && to === arn('root')),
    );
    expect(held).toContainEqual(
      expect.objectContaining({ props: expect.objectContaining({ type, status }) }),
    );
  });
});

describe('roles', () => {
  const waysInto = async (statements: readonly Item[], name = 'r') => {
    const { assets } = await withIam({ roles: [item.role(acmeId, name, statements)] });
    return assets.flatMap((asset) =>
      asset.kind === 'credential' && asset.links.some(({ to }) => to === arn(`role/${name}`))
        ? [asset.props.type]
        : [],
    );
  };

  it.each([
    ['code in a service', [trust({ Service: 'lambda.amazonaws.com' })], ['workload-identity']],
    ['a service that runs no code', [trust({ Service: 'backup.amazonaws.com' })], []],
    ['the account itself', [trust({ AWS: acmeId })], []],
    ['anyone', [trust({ AWS: '*' })], ['foreign-account']],
    ['a principal elsewhere', [trust({ AWS: 'arn:aws:iam::999999999999:role/ci' })], ['foreign-account']],
    ['a principal that was deleted', [trust({ AWS: 'AIDAEXAMPLE' })], []],
    [
      'SAML',
      [trust({ Federated: arn('saml-provider/idp') })].map((way) => ({
        ...way,
        Action: 'sts:AssumeRoleWithSAML',
      })),
      ['saml-subject'],
    ],
  ])('that trust %s', async (_who, statements, types) => {
    expect(await waysInto(statements)).toEqual(types);
  });

  it('that are linked to a service are its own', async () => {
    const { assets } = await withIam({
      roles: [
        {
          ...item.role(acmeId, 'x', [trust({ Service: 'lambda.amazonaws.com' })]),
          Arn: arn('role/aws-service-role/x/x'),
        },
      ],
    });
    const role = assets.find(({ id }) => id === arn('role/aws-service-role/x/x'));
    expect(role?.props).toMatchObject({ managedByProvider: true });
    expect(
      assets.some(({ kind, links }) => kind === 'credential' && links.some(({ to }) => to === role?.id)),
    ).toBe(false);
  });
});
