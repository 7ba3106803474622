import { describe, expect, it } from 'vitest';
import { awsAccess } from '../../../src/access/aws/inventory.ts';
import type { Asset } from '../../../src/model/asset.ts';
import type { Gap } from '../../../src/model/inventory.ts';
import { asset, gap, indexOf, link } from '../../blast-radius/world.ts';
import { account, allow, deny, document, type Fields, user, volume } from './builders.ts';

const management = '999999999999';
const rootId = `arn:aws:organizations::${management}:root/o-1/r-1`;
const unitId = `arn:aws:organizations::${management}:ou/o-1/ou-1`;
const accountId = `aws:account:${account}`;
const credentialId = `aws:access-key:${user}:0001`;
const keyArn = `arn:aws:kms:us-east-1:${account}:key/k`;
const pointArn = `arn:aws:backup:us-east-1:${account}:recovery-point:p`;
const vaultArn = `arn:aws:backup:us-east-1:${account}:backup-vault:v`;
const home = { provider: 'aws', scope: account } as const;

const policy = (id: string, type: string, body: unknown, links: Asset['links'] = []): Asset =>
  asset('policy', id, 'AWS::Organizations::Policy', {
    ...home,
    name: id,
    links,
    props: { type, document: body },
  });

const container = (id: string, contains: readonly string[], native = 'AWS::Organizations::Root'): Asset =>
  asset('container', id, native, { ...home, links: contains.map((to) => link('contains', to)) });

const scp = (id: string, on: readonly string[], ...statements: readonly Fields[]) =>
  policy(
    id,
    'scp',
    document(...statements),
    on.map((to) => link('bounds', to)),
  );

const everyLevel = [rootId, unitId, accountId];
const full = scp('full', everyLevel, allow());

const world: readonly Asset[] = [
  asset('credential', credentialId, 'AWS::IAM::AccessKey', {
    ...home,
    links: [link('held-by', user)],
    props: { type: 'access-key', mfa: 'never' },
  }),
  asset('principal', user, 'AWS::IAM::User', {
    ...home,
    links: [link('attached', 'admin')],
    props: { type: 'user' },
  }),
  policy('admin', 'identity', document(allow())),
  asset('store', volume, 'AWS::EC2::Volume', { ...home }),
  asset('key', keyArn, 'AWS::KMS::Key', { ...home }),
  policy('key-policy', 'key', document({ ...allow({ Action: 'kms:*' }), Principal: { AWS: account } }), [
    link('protects', keyArn),
  ]),
  container(rootId, [unitId]),
  container(unitId, [accountId], 'AWS::Organizations::OrganizationalUnit'),
  container(accountId, [], 'AWS::Account'),
];

function told(
  more: readonly Asset[],
  { operation = 'ec2:DeleteVolume', target = volume, gaps = [] as readonly Gap[] } = {},
) {
  const access = awsAccess(indexOf({ assets: [...world, ...more], gaps }));
  const [self] = access.identities(credentialId);
  if (self === undefined) throw new Error('the credential acts as nobody');
  const { decision, because } = access.decide(self, operation, target);
  return { decision, layers: because.map(({ layer }) => layer) };
}

describe('service control policies', () => {
  it.each<[string, readonly Asset[], string]>([
    ['that allow everything on each level let it through', [full], 'allowed'],
    ['that deny on the root stop it', [full, scp('no', [rootId], deny())], 'denied'],
    ['that deny on a unit stop it', [full, scp('no', [unitId], deny())], 'denied'],
    ['that deny on the account stop it', [full, scp('no', [accountId], deny())], 'denied'],
    ['that deny on another unit do not', [full, scp('no', ['arn:other'], deny())], 'allowed'],
    [
      'that do not allow it on one level stop it',
      [scp('some', [rootId, accountId], allow()), scp('s3', [unitId], allow({ Action: 's3:*' }))],
      'denied',
    ],
  ])('%s', (_what, policies, decision) => {
    const answer = told(policies);
    expect(answer.decision).toBe(decision);
    if (decision === 'denied') expect(answer.layers).toEqual(['scp']);
  });

  it('do not limit the management account', () => {
    const own = (id: string) => id.replace(management, account);
    const denied = scp('no', [own(rootId)], deny());
    const organization = [container(own(rootId), [accountId]), denied];
    const without = world.filter(({ id }) => id !== rootId && id !== unitId);
    const access = awsAccess(indexOf({ assets: [...without, ...organization] }));
    const [self] = access.identities(credentialId);
    expect(self && access.decide(self, 'ec2:DeleteVolume', volume).decision).toBe('allowed');
  });

  it('forbid nothing by what is missing of them', () => {
    const unread = policy('broken', 'scp', 'no document', [link('bounds', unitId)]);
    const some = scp('some', [rootId, accountId], allow());
    expect(told([some, unread]).decision).toBe('allowed');
    expect(told([some]).decision).toBe('allowed');
    const missing = gap({
      fingerprint: 'aws:denied:organizations',
      provider: 'aws',
      operation: 'organizations:ListTargetsForPolicy',
      reason: 'denied',
    });
    const narrow = scp('s3', everyLevel, allow({ Action: 's3:*' }));
    expect(told([narrow]).decision).toBe('denied');
    expect(told([narrow], { gaps: [missing] }).decision).toBe('allowed');
  });

  it('leave those they spare to be become', () => {
    const spared = deny({
      Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/spared` } },
    });
    const role = asset('principal', `arn:aws:iam::${account}:role/spared`, 'AWS::IAM::Role', {
      ...home,
      links: [link('attached', 'admin')],
      props: { type: 'role' },
    });
    const trust = policy(
      'trust',
      'trust',
      document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: account } }),
      [link('protects', role.id)],
    );
    const stops = scp('no', [rootId], { ...spared, Action: 'ec2:*' });
    const access = awsAccess(indexOf({ assets: [...world, full, stops, role, trust] }));
    const answers = access
      .identities(credentialId)
      .map((identity) => [identity.principal, access.decide(identity, 'ec2:DeleteVolume', volume).decision]);
    expect(answers).toContainEqual([user, 'denied']);
    expect(answers).toContainEqual([role.id, 'allowed']);
  });
});

describe('resource control policies', () => {
  const rcp = (...statements: readonly Fields[]) =>
    policy('rcp', 'rcp', document(...statements), [link('protects', accountId)]);
  const end = { operation: 'kms:ScheduleKeyDeletion', target: keyArn };

  it('stop what is done to resources of services they limit', () => {
    expect(told([], end).decision).toBe('allowed');
    const stops = rcp({ ...deny({ Action: 'kms:ScheduleKeyDeletion' }), Principal: '*' });
    expect(told([stops], end)).toEqual({ decision: 'denied', layers: ['resource-control'] });
  });

  it('do not limit other services', () => {
    expect(told([rcp({ ...deny(), Principal: '*' })]).decision).toBe('allowed');
  });

  it('are no policy of the account they are on', () => {
    const open = rcp({ ...allow(), Principal: '*' });
    const nobody = world.map((one) => (one.id === 'admin' ? policy('admin', 'identity', document()) : one));
    const access = awsAccess(indexOf({ assets: [...nobody, open] }));
    const [self] = access.identities(credentialId);
    expect(self && access.decide(self, 'account:CloseAccount', accountId).decision).toBe('denied');
  });
});

describe('the access policy of a vault', () => {
  const point = asset('backup', pointArn, 'AWS::Backup::RecoveryPoint', {
    ...home,
    links: [link('in-vault', vaultArn)],
  });
  const vault = asset('vault', vaultArn, 'AWS::Backup::BackupVault', { ...home });
  const end = { operation: 'backup:DeleteRecoveryPoint', target: pointArn };

  it('decides about the recovery points in it', () => {
    expect(told([point, vault], end).decision).toBe('allowed');
    const denial = policy(
      'access',
      'vault',
      document({ ...deny({ Action: 'backup:DeleteRecoveryPoint' }), Principal: '*' }),
      [link('protects', vaultArn)],
    );
    expect(told([point, vault, denial], end)).toEqual({ decision: 'denied', layers: ['resource'] });
  });
});
