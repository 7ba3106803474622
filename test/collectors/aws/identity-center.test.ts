import { describe, expect, it } from 'vitest';
import type { AwsAccountWorld } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { acme, acmeId, scan, trust } from './acme.ts';

const region = 'us-east-1';
const provider = `arn:aws:iam::${acmeId}:saml-provider/AWSSSO_1_DO_NOT_DELETE`;
const roleName = (set: string) => `AWSReservedSSO_${set}_0123456789abcdef`;
const roleArn = (set: string) =>
  `arn:aws:iam::${acmeId}:role/aws-reserved/sso.amazonaws.com/${roleName(set)}`;
const reserved = (set: string) =>
  item.role(
    acmeId,
    roleName(set),
    [{ ...trust({ Federated: provider }), Action: 'sts:AssumeRoleWithSAML' }],
    {
      Arn: roleArn(set),
    },
  );

const user = (PrincipalId: string) => ({ PrincipalId, PrincipalType: 'USER' });
const group = (PrincipalId: string) => ({ PrincipalId, PrincipalType: 'GROUP' });

const world = (owner = acmeId): AwsAccountWorld => {
  const plain = acme();
  return {
    ...plain,
    iam: { ...plain.iam, roles: [...(plain.iam.roles ?? []), reserved('Admin'), reserved('Read_Only')] },
    identityCenter: {
      [region]: {
        owner,
        sets: new Map([
          [
            'Admin',
            new Map([
              [acmeId, [user('u-ann'), group('g-ops')]],
              ['222222222222', [user('u-ann')]],
            ]),
          ],
          ['Read_Only', new Map([[acmeId, [group('g-all')]]])],
        ]),
        users: [
          { UserId: 'u-ann', UserName: 'ann', UserStatus: 'ENABLED', IdentityStoreId: 'd-1' },
          { UserId: 'u-bob', UserName: 'bob', UserStatus: 'DISABLED', IdentityStoreId: 'd-1' },
        ],
        groups: [
          { GroupId: 'g-ops', DisplayName: 'ops', IdentityStoreId: 'd-1' },
          { GroupId: 'g-all', DisplayName: 'everyone', IdentityStoreId: 'd-1' },
        ],
        members: new Map([
          ['g-ops', ['u-bob']],
          ['g-all', ['u-ann', 'u-bob', 'u-new']],
        ]),
      },
    },
  };
};

const usersOf = (assets: Awaited<ReturnType<typeof scan>>['assets']) =>
  assets.flatMap((asset) =>
    asset.kind === 'credential' && asset.props.type === 'identity-center-user'
      ? [[asset.name, asset.links.map(({ to }) => to), asset.props.status]]
      : [],
  );

describe('Identity Center', () => {
  const whole = scan([world()], { serve: { pageSize: 1 } });

  it('gives a credential for each user, with every role it signs the user in to, through groups as well', async () => {
    const { assets, unread } = await whole;
    expect(unread).toEqual([]);
    expect(usersOf(assets).sort()).toEqual([
      ['ann', [roleArn('Admin'), roleArn('Read_Only')], 'active'],
      ['bob', [roleArn('Admin'), roleArn('Read_Only')], 'inactive'],
      ['u-new', [roleArn('Read_Only')], 'unknown'],
    ]);
  });

  it('that another account owns is not looked into', async () => {
    const { assets, calls, unread } = await scan([world('999999999999')], { regions: [region] });
    expect(usersOf(assets)).toEqual([]);
    expect(unread).toEqual([]);
    expect(calls.filter((call) => /^(sso|identitystore):/.test(call))).toEqual(['sso:ListInstances']);
  });

  it('names the group where its members could not be read', async () => {
    const { assets, unread } = await scan([world()], {
      regions: [region],
      serve: { faults: [{ operation: 'identitystore:ListGroupMemberships', kind: 'denied' }] },
    });
    expect(usersOf(assets)).toContainEqual(['members of group ops', [roleArn('Admin')], 'unknown']);
    expect(unread).toContainEqual(
      expect.objectContaining({
        operation: 'identitystore:ListGroupMemberships',
        kind: 'credential',
        direction: 'widens',
        target: 'g-ops',
        permission: 'identitystore:ListGroupMemberships',
      }),
    );
  });

  it.each([
    'sso:ListInstances',
    'sso:ListPermissionSets',
    'sso:DescribePermissionSet',
    'sso:ListAccountAssignments',
  ])('leaves a gap where %s is refused', async (operation) => {
    const faults = [{ operation, kind: 'denied' }] as const;
    const { unread } = await scan([world()], { regions: [region], serve: { faults } });
    expect(unread).toContainEqual(
      expect.objectContaining({ operation, kind: 'credential', direction: 'widens', reason: 'denied' }),
    );
  });
});
