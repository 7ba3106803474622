import { describe, expect, it } from 'vitest';
import type { AwsAccountWorld } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { organizationArn } from '../../../src/stand-ins/aws/organizations.ts';
import { acme, acmeId, scan, scanUser } from './acme.ts';

const arn = (kind: string, id: string) => organizationArn(acmeId, kind, id);
const production = '222222222222';
const closed = '333333333333';
const shut = '444444444444';
const readerOf = (id: string, name = 'firebreak-read') => `arn:aws:iam::${id}:role/${name}`;

const full = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const noDeleting = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'ec2:DeleteVolume', Resource: '*' }],
};

const management = (change: Partial<AwsAccountWorld> = {}) =>
  acme({
    organization: {
      management: acmeId,
      units: new Map([['r-1', [{ Id: 'ou-live', Arn: arn('ou', 'ou-live'), Name: 'live' }]]]),
      accounts: new Map([
        ['r-1', [{ Id: acmeId, Name: 'management', Status: 'ACTIVE' }]],
        [
          'ou-live',
          [
            { Id: production, Name: 'production', Status: 'ACTIVE' },
            { Id: closed, Name: 'closed', Status: 'SUSPENDED' },
            { Id: shut, Name: 'shut', Status: 'ACTIVE' },
          ],
        ],
      ]),
      policies: [
        {
          id: 'p-full',
          type: 'SERVICE_CONTROL_POLICY',
          document: full,
          targets: ['r-1', 'ou-live', production],
        },
        { id: 'p-keep', type: 'SERVICE_CONTROL_POLICY', document: noDeleting, targets: ['ou-live'] },
        { id: 'p-rcp', type: 'RESOURCE_CONTROL_POLICY', document: full, targets: ['r-1'] },
      ],
    },
    ...change,
  });

const member = (id: string, assumable = [readerOf(id)]): AwsAccountWorld =>
  acme({
    id,
    callers: new Map(),
    assumable,
    organization: { management: acmeId },
    iam: {
      roles: [
        item.role(id, 'firebreak-read', [
          { Effect: 'Allow', Principal: { AWS: scanUser }, Action: 'sts:AssumeRole' },
        ]),
      ],
    },
    regions: { 'us-east-1': { volumes: [item.volume('vol-live')] } },
  });

const world = [management(), member(production), member(shut, [])];
const serviceControl = 'organizations:ListPoliciesForTarget';

describe('an organisation', () => {
  const whole = scan(world, { accounts: 'organization', serve: { pageSize: 1 } });

  it('is read account by account, each through its role, and those closed are left', async () => {
    const { scope, find } = await whole;
    expect(scope.map((entry) => entry.scope)).toEqual([acmeId, production, shut]);
    expect(find(`arn:aws:ec2:us-east-1:${production}:volume/vol-live`).scope).toBe(production);
  });

  it('is a gap where an account cannot be entered, and no end', async () => {
    const { unread } = await whole;
    expect(unread).toMatchObject([
      { scope: shut, operation: 'sts:AssumeRole', reason: 'denied', target: `aws:account:${shut}` },
    ]);
  });

  it('says which unit contains which', async () => {
    const { find } = await whole;
    expect(find(arn('root', 'r-1')).links).toEqual([
      { to: arn('ou', 'ou-live'), as: 'contains' },
      { to: `aws:account:${acmeId}`, as: 'contains' },
    ]);
    expect(find(arn('ou', 'ou-live'))).toMatchObject({
      kind: 'container',
      name: 'live',
      links: [production, shut].map((id) => ({ to: `aws:account:${id}`, as: 'contains' })),
    });
  });

  it('says what each policy is attached to', async () => {
    const { find } = await whole;
    expect(find(arn('policy', 'p-full'))).toMatchObject({
      links: [arn('ou', 'ou-live'), arn('root', 'r-1'), `aws:account:${production}`].map((to) => ({
        to,
        as: 'bounds',
      })),
      props: { type: 'scp', document: full },
    });
    expect(find(arn('policy', 'p-rcp'))).toMatchObject({
      links: [{ to: arn('root', 'r-1'), as: 'protects' }],
      props: { type: 'rcp' },
    });
  });

  it('leaves no gap about its policies, which it lists once', async () => {
    const { gaps, calls } = await whole;
    expect(gaps.filter(({ operation }) => operation === serviceControl)).toEqual([]);
    expect(calls.filter((call) => call === 'organizations:ListRoots')).toHaveLength(1);
  });

  it('is entered by the role that is named', async () => {
    const named = member(production, [readerOf(production, 'audit')]);
    const { scope, unread } = await scan([management(), named, member(shut, [])], {
      accounts: 'organization',
      roleName: 'audit',
    });
    expect(scope.map((entry) => entry.scope)).toEqual([acmeId, production, shut]);
    const refused = unread.filter(({ operation }) => operation === 'sts:AssumeRole');
    expect(refused.map(({ scope: account }) => account)).toEqual([shut]);
  });
});

describe('an organisation that is not told whole', () => {
  it.each([
    ['organizations:ListRoots', 'container', 'widens'],
    ['organizations:ListAccountsForParent', 'container', 'widens'],
    ['organizations:ListPolicies', 'policy', 'restricts'],
    ['organizations:ListTargetsForPolicy', 'policy', 'restricts'],
    ['organizations:DescribePolicy', 'policy', 'restricts'],
  ] as const)(
    'leaves a gap for %s, and what it could not say stays unknown',
    async (operation, kind, direction) => {
      const faults = [{ operation, kind: 'denied', after: operation.endsWith('Parent') ? 1 : 0 }] as const;
      const { unread, gaps } = await scan([management()], { serve: { faults } });
      expect(unread).toContainEqual(
        expect.objectContaining({ operation, kind, direction, reason: 'denied' }),
      );
      expect(gaps.some((gap) => gap.operation === serviceControl)).toBe(true);
    },
  );

  it('is a standing gap in a member that is scanned alone, which is not asked for what it may not see', async () => {
    const accounts = [{ id: production, roleArn: readerOf(production) }];
    const { gaps, calls, unread } = await scan(world, { accounts });
    expect(gaps.filter(({ operation }) => operation === serviceControl)).toHaveLength(1);
    expect(calls.filter((call) => call.startsWith('organizations:'))).toEqual([
      'organizations:DescribeOrganization',
    ]);
    expect(unread).toEqual([]);
  });

  it('is no gap in an account that is in none', async () => {
    const { gaps } = await scan([acme()]);
    expect(gaps.filter(({ operation }) => operation.startsWith('organizations:'))).toEqual([]);
  });
});

describe('who manages the organisation', () => {
  const factsOf = async (
    worlds: Parameters<typeof scan>[0],
    options: Parameters<typeof scan>[1] = {},
    id = acmeId,
  ) => {
    const { find } = await scan(worlds, { regions: [], ...options });
    const { props } = find(`aws:account:${id}`);
    return 'facts' in props ? props.facts : undefined;
  };

  it('stands on the managing account, with those to whom it handed services', async () => {
    const { organization } = management();
    const world = management({
      organization: { management: acmeId, ...organization, delegated: [shut, production] },
    });
    expect(await factsOf([world], { serve: { pageSize: 1 } })).toEqual({
      management: acmeId,
      delegatedAdministrators: `${production} ${shut}`,
    });
  });

  it('stands on a member', async () => {
    expect(await factsOf([acme({ organization: { management: production } })])).toEqual({
      management: production,
    });
  });

  it('is nobody where there is none', async () => {
    expect(await factsOf([acme()])).toEqual({ management: null });
  });

  it('is not told where it could not be read', async () => {
    const denied = (operation: string) => ({ serve: { faults: [{ operation, kind: 'denied' as const }] } });
    expect(await factsOf([acme()], denied('organizations:DescribeOrganization'))).toBeUndefined();
    expect(await factsOf([management()], denied('organizations:ListDelegatedAdministrators'))).toEqual({
      management: acmeId,
    });
  });
});
