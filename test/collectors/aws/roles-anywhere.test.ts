import { describe, expect, it } from 'vitest';
import { awsAccess } from '../../../src/access/aws/inventory.ts';
import { defaultSettings } from '../../../src/config/limits.ts';
import { buildInventory } from '../../../src/inventory/build.ts';
import { indexInventory } from '../../../src/inventory/index-inventory.ts';
import type { AssetOf, CollectedAsset } from '../../../src/model/asset.ts';
import type { AwsAccountWorld, Fault } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import type { JsonItem } from '../../../src/stand-ins/aws/json.ts';
import { acme, acmeId, scan } from './acme.ts';

const region = 'us-east-1';
const other = 'eu-west-1';
const role = `arn:aws:iam::${acmeId}:role/edge`;
const arn = (resource: string, where = region) => `arn:aws:rolesanywhere:${where}:${acmeId}:${resource}`;
const anchorArn = (id: string, where = region) => arn(`trust-anchor/${id}`, where);

const anchor = (id: string, enabled = true, where = region): JsonItem => ({
  trustAnchorId: id,
  trustAnchorArn: anchorArn(id, where),
  name: id,
  enabled,
  source: {
    sourceType: 'CERTIFICATE_BUNDLE',
    sourceData: { x509CertificateData: '-----BEGIN CERTIFICATE-----' },
  },
  createdAt: '2026-01-01T00:00:00Z',
});
const profile = (id: string, more: JsonItem = {}): JsonItem => ({
  profileId: id,
  profileArn: arn(`profile/${id}`),
  name: id,
  enabled: true,
  roleArns: [role],
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
});

const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const trusting = (Condition?: JsonItem) => ({
  Effect: 'Allow',
  Principal: { Service: 'rolesanywhere.amazonaws.com' },
  Action: actions,
  ...(Condition === undefined ? {} : { Condition }),
});
const may = (Condition?: JsonItem) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'ec2:*', Resource: '*', ...(Condition === undefined ? {} : { Condition }) },
  ],
});

type Statement = Parameters<typeof item.role>[2][number];

interface World {
  readonly anchors?: readonly JsonItem[];
  readonly profiles?: readonly JsonItem[];
  readonly elsewhere?: AwsAccountWorld['rolesAnywhere'];
  readonly trust?: readonly Statement[];
  readonly policy?: JsonItem;
}

const world = ({ anchors = [anchor('ca')], profiles = [profile('p')], ...more }: World): AwsAccountWorld => {
  const plain = acme();
  const edge = item.role(acmeId, 'edge', more.trust ?? [trusting()], {
    RolePolicyList: [item.inline('edge', more.policy ?? may())],
  });
  return acme({
    iam: { ...plain.iam, roles: [...(plain.iam.roles ?? []), edge] },
    rolesAnywhere: { ...more.elsewhere, [region]: { trustAnchors: anchors, profiles } },
  });
};

const holders = (assets: readonly CollectedAsset[]) =>
  assets.filter(
    (asset) => asset.kind === 'credential' && asset.links.some(({ to }) => to === role),
  ) as readonly Omit<AssetOf<'credential'>, 'environments'>[];

describe('who comes in with a certificate', () => {
  it.each<[string, World, readonly string[]]>([
    ['a holder for each trust anchor', { anchors: [anchor('ca'), anchor('lab')] }, ['ca *', 'lab *']],
    ['nobody by an anchor that is off', { anchors: [anchor('ca', false)] }, []],
    ['nobody by a profile that is off', { profiles: [profile('p', { enabled: false })] }, []],
    ['nobody where no profile hands the role out', { profiles: [profile('p', { roleArns: [] })] }, []],
    ['nobody without an anchor', { anchors: [] }, []],
    [
      'nobody by a profile in another Region than the anchor',
      { anchors: [], elsewhere: { [other]: { trustAnchors: [anchor('ca', true, other)] } } },
      [],
    ],
    [
      'a holder by another Region',
      {
        anchors: [],
        elsewhere: { [other]: { trustAnchors: [anchor('eu', true, other)], profiles: [profile('eu')] } },
      },
      ['eu *'],
    ],
    [
      'holders of what the trust asks for',
      {
        trust: [
          trusting({ StringEquals: { 'aws:PrincipalTag/x509Subject/CN': ['web-1', 'web-2'] } }),
          trusting({
            StringLike: {
              'aws:PrincipalTag/x509Subject/OU': 'ops-*',
              'aws:PrincipalTag/x509Issuer/CN': 'Acme',
            },
          }),
        ],
      },
      ['ca x509Issuer/CN=Acme, x509Subject/OU=ops-*', 'ca x509Subject/CN=web-1|web-2'],
    ],
  ])('%s', async (_title, given, expected) => {
    const { assets, unread } = await scan([world(given)], { serve: { pageSize: 1 } });
    expect(holders(assets).map(({ name }) => name)).toEqual(expected);
    expect(unread).toEqual([]);
  });

  it('stands in the inventory with the role, the anchor and the subject', async () => {
    const { find } = await scan([world({})]);
    expect(find(`aws:certificate-subject:${role}:${anchorArn('ca')}:1`)).toMatchObject({
      native: 'AWS::RolesAnywhere::CertificateSubject',
      links: [{ to: role, as: 'held-by' }],
      props: { type: 'certificate-subject', status: 'active', subject: '*', mfa: 'never' },
    });
    expect(find(anchorArn('ca'))).toMatchObject({
      kind: 'container',
      native: 'AWS::RolesAnywhere::TrustAnchor',
      region,
      createdAt: '2026-01-01T00:00:00.000Z',
      props: { type: 'trust-anchor', facts: { enabled: true, source: 'CERTIFICATE_BUNDLE' } },
    });
    expect(find(arn('profile/p')).props).toMatchObject({
      type: 'roles-anywhere-profile',
      facts: { enabled: true, roles: role, sessionPolicy: false },
    });
  });

  it('is said to depend on session policies only where every profile has one', async () => {
    const limited = profile('limited', { sessionPolicy: '{}' });
    const conditions = async (profiles: readonly JsonItem[]) =>
      holders((await scan([world({ profiles })])).assets).map(({ props }) => props.worksOnlyIf?.length ?? 0);
    expect(await conditions([limited])).toEqual([1]);
    expect(await conditions([limited, profile('p')])).toEqual([0]);
    expect(await conditions([profile('p', { managedPolicyArns: ['arn:aws:iam::aws:policy/X'] })])).toEqual([
      1,
    ]);
  });
});

describe('where Roles Anywhere could not be read', () => {
  it.each<[string, Fault]>([
    ['denied anchors', { operation: 'rolesanywhere:ListTrustAnchors', kind: 'denied' }],
    ['throttled profiles', { operation: 'rolesanywhere:ListProfiles', kind: 'throttled' }],
    ['a page of somebody else', { operation: 'rolesanywhere:ListProfiles', kind: 'html' }],
    ['profiles that broke off', { operation: 'rolesanywhere:ListProfiles', kind: 'denied', after: 1 }],
  ])('somebody may hold a certificate all the same: %s', async (_title, fault) => {
    const { assets, unread } = await scan(
      [world({ profiles: [profile('x', { roleArns: [] }), profile('p')] })],
      {
        serve: { faults: [fault], pageSize: 1 },
        regions: [region, other],
      },
    );
    expect(unread.map(({ operation, direction }) => [operation, direction])).toContainEqual([
      fault.operation,
      'widens',
    ]);
    expect(holders(assets).map(({ name }) => name)).toContain(
      'any certificate of a trust anchor that was not read',
    );
  });

  it('in a Region that is left out, too', async () => {
    const { assets } = await scan([world({ anchors: [] })], { regions: [region] });
    expect(holders(assets).map(({ props }) => [props.status, props.worksOnlyIf?.length])).toEqual([
      ['unknown', 1],
    ]);
  });

  it('a role that trusts no certificate has no such holder', async () => {
    const { assets } = await scan([acme()], { regions: [region] });
    expect(assets.filter(({ native }) => native === 'AWS::RolesAnywhere::CertificateSubject')).toEqual([]);
  });
});

describe('what the holder of a certificate may do', () => {
  const decisionOf = async (given: World, options: Parameters<typeof scan>[1] = {}) => {
    const collected = await scan([world(given)], options);
    const inventory = buildInventory({
      collected: [collected],
      settings: defaultSettings('acme'),
      rules: [],
      takenAt: '2026-11-22T12:00:00.000Z',
    });
    const index = indexInventory(inventory);
    const access = awsAccess(index);
    const [holder] = holders(collected.assets);
    const [identity] = access.identities(holder?.id ?? '');
    if (identity === undefined) throw new Error('nobody comes in');
    const volume = `arn:aws:ec2:${region}:${acmeId}:volume/vol-data`;
    const { decision } = access.decide(identity, 'ec2:DeleteVolume', volume);
    return { decision, steps: identity.steps.map(({ operation }) => operation), left: identity.holdsOnlyIf };
  };
  const from = (anchors: string) => trusting({ ArnEquals: { 'aws:SourceArn': anchors } });
  const subject = (CN: string) => ({ StringEquals: { 'aws:PrincipalTag/x509Subject/CN': CN } });

  it.each<[string, World, object]>([
    ['what the role may', {}, { decision: 'allowed', steps: ['sts:AssumeRole'], left: [] }],
    [
      'by the anchor that the trust names',
      { trust: [from(anchorArn('ca'))] },
      { decision: 'allowed', left: [] },
    ],
    [
      'by a pattern of anchors',
      { trust: [trusting({ ArnLike: { 'aws:SourceArn': arn('trust-anchor/*') } })] },
      { decision: 'allowed', left: [] },
    ],
    ['nothing by another anchor', { trust: [from(anchorArn('lab'))] }, { decision: 'denied' }],
    [
      'in its own account',
      { trust: [trusting({ StringEquals: { 'aws:SourceAccount': acmeId } })] },
      { decision: 'allowed', left: [] },
    ],
    [
      'nothing from another account',
      { trust: [trusting({ StringEquals: { 'aws:SourceAccount': '999999999999' } })] },
      { decision: 'denied' },
    ],
    [
      'with the subject that the trust asks for',
      { trust: [trusting(subject('web-1'))] },
      { decision: 'allowed', left: [] },
    ],
    [
      'with the source identity that the trust asks for',
      { trust: [trusting({ StringLike: { 'sts:SourceIdentity': 'CN=web-*' } })] },
      { decision: 'allowed', left: [] },
    ],
    [
      'nothing where the trust denies it',
      { trust: [trusting(), { ...from(anchorArn('ca')), Effect: 'Deny' }] },
      { decision: 'denied' },
    ],
    [
      'nothing the role may not',
      { policy: may({ StringEquals: { 'aws:RequestedRegion': other } }) },
      { decision: 'denied' },
    ],
    [
      'perhaps, what the role may for the subject of its certificate',
      { policy: may(subject('web-1')) },
      { decision: 'conditional' },
    ],
    [
      'nothing for a tag that no certificate brings',
      { policy: may({ StringEquals: { 'aws:PrincipalTag/team': 'ops' } }) },
      { decision: 'denied' },
    ],
    [
      'only what a session policy leaves of it',
      { profiles: [profile('p', { sessionPolicy: '{}' })] },
      { decision: 'allowed', left: ['the session policy of the Roles Anywhere profile lets it'] },
    ],
  ])('%s', async (_title, given, expected) => {
    expect(await decisionOf(given)).toMatchObject(expected);
  });

  it('perhaps, by an anchor that was not read', async () => {
    const denied: Fault = { operation: 'rolesanywhere:ListTrustAnchors', kind: 'denied' };
    const found = await decisionOf({ trust: [from(anchorArn('lab'))] }, { serve: { faults: [denied] } });
    expect(found).toMatchObject({ decision: 'allowed', left: [expect.stringContaining('was not read')] });
  });
});
