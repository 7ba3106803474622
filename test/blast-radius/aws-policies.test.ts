import { describe, expect, test } from 'vitest';
import type { AssetKind, AssetOf } from '../../src/model/asset.ts';
import {
  automated,
  BUCKET,
  bucket,
  bucketReplica,
  DATABASE,
  database,
  manual,
  points,
  SECRET,
  TABLE,
  table,
  tableReplica,
  VAULT,
  vault,
  versions,
} from './aws-stores-world.ts';
import { KEY, key } from './ec2-world.ts';
import {
  ACCESS_KEY,
  ACCOUNT,
  account,
  allow,
  deny,
  judged,
  resourcePolicy,
  role,
  type Statement,
  USER,
  user,
} from './policy-world.ts';
import { asset, credentialOf, gap, link, type PairTold, pairOf, storeOf } from './world.ts';

const OBJECTS = `${BUCKET}/*`;
const POINTS = 'arn:aws:rds:*:*:snapshot:awsbackup:*';

function told(
  store: string,
  assets: readonly AssetOf<AssetKind>[],
  ...statements: readonly Statement[]
): PairTold | undefined {
  return pairOf(judged({ assets: [account(ACCOUNT), ...user(...statements), ...assets] }), ACCESS_KEY, store);
}

describe('objects of a bucket', () => {
  test('are deleted by a right on its objects, not on the bucket', () => {
    expect(told(BUCKET, [bucket()], allow('s3:DeleteObject', OBJECTS))?.verdict).toBe('total-loss');
    expect(told(BUCKET, [bucket()], allow('s3:DeleteObject', BUCKET))).toBeUndefined();
  });

  test('of another bucket are no business of it', () => {
    const other = { ...bucket(), id: 'arn:aws:s3:::photos' };
    const assets = [bucket(), other];
    expect(told(BUCKET, assets, allow('s3:DeleteObject', 'arn:aws:s3:::photos/*'))).toBeUndefined();
    expect(told(other.id, assets, allow('s3:DeleteObject', 'arn:aws:s3:::photos/*'))?.verdict).toBe(
      'total-loss',
    );
  });

  test('of a versioned bucket survive a role with only s3:DeleteObject', () => {
    const world = [bucket(), ...versions()];
    expect(told(BUCKET, world, allow('s3:DeleteObject', OBJECTS))?.verdict).toBe('recoverable');
    expect(told(BUCKET, world, allow('s3:DeleteObject*', OBJECTS))?.verdict).toBe('total-loss');
  });

  test('under a prefix are all of it only if all of them lie there', () => {
    expect(told(BUCKET, [bucket()], allow('s3:DeleteObject', `${BUCKET}/tmp/*`))).toMatchObject({
      verdict: 'no-reach',
      possible: 'total-loss',
      pair: { holdsOnlyIf: [`the resource is like ${BUCKET}/tmp/*`] },
    });
  });

  test('are held by a bucket policy that denies it, unless that may be deleted first', () => {
    const denied = resourcePolicy(BUCKET, 'resource', deny('s3:DeleteObject', OBJECTS));
    const world = [bucket(), denied];
    expect(told(BUCKET, world, allow('s3:DeleteObject'))).toBeUndefined();
    expect(told(BUCKET, world, allow(['s3:DeleteObject', 's3:DeleteBucketPolicy']))).toMatchObject({
      verdict: 'total-loss',
      plan: ['s3:DeleteBucketPolicy', 's3:DeleteObject'],
    });
  });

  test('fall to whoever may write the bucket policy', () => {
    expect(told(BUCKET, [bucket()], allow('s3:PutBucketPolicy'))).toMatchObject({
      verdict: 'total-loss',
      plan: ['s3:PutBucketPolicy', 's3:DeleteObject'],
    });
  });

  test('of a replica in another account are out of reach, unless its policy lets this account in', () => {
    const far = bucketReplica('222222222222', []);
    const copy = { ...bucket(), id: 'arn:aws:s3:::invoices-copy', scope: '222222222222' };
    const world = [bucket(), copy, account('222222222222'), ...far];
    const letIn = resourcePolicy(copy.id, 'resource', {
      ...allow('s3:*', [copy.id, `${copy.id}/*`]),
      Principal: { AWS: USER },
    });
    expect(told(BUCKET, world, allow('s3:*'))?.verdict).toBe('recoverable');
    expect(told(BUCKET, [...world, letIn], allow('s3:*'))?.verdict).toBe('total-loss');
  });
});

describe('recovery points', () => {
  const world = [database(), vault('none'), ...points(DATABASE, 3)];
  const deleting = allow('rds:DeleteDBInstance');

  test('are deleted by a right on the ARN of the copy itself', () => {
    expect(told(DATABASE, world, deleting, allow('backup:DeleteRecoveryPoint', POINTS))?.verdict).toBe(
      'total-loss',
    );
    const vaults = allow('backup:DeleteRecoveryPoint', 'arn:aws:backup:*:*:*');
    expect(told(DATABASE, world, deleting, vaults)?.verdict).toBe('recoverable');
  });

  const closed = resourcePolicy(VAULT, 'vault', deny('backup:DeleteRecoveryPoint'));

  test('are held by the policy of their vault', () => {
    const rights = allow(['rds:*', 'backup:DeleteRecoveryPoint']);
    expect(told(DATABASE, [...world, closed], rights)?.verdict).toBe('recoverable');
  });

  test('and are not where the same credential deletes that policy first, once for all of them', () => {
    const rights = allow(['rds:*', 'backup:DeleteRecoveryPoint', 'backup:DeleteBackupVaultAccessPolicy']);
    expect(told(DATABASE, [...world, closed], rights)).toMatchObject({
      verdict: 'total-loss',
      calls: 5,
      plan: ['rds:DeleteDBInstance', 'backup:DeleteBackupVaultAccessPolicy', 'backup:DeleteRecoveryPoint x3'],
    });
  });
});

describe('a key', () => {
  const encrypted = [
    database({ key: KEY }),
    key(),
    ...manual(1, { key: KEY }),
    resourcePolicy(KEY, 'key', {
      ...allow('kms:*'),
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    }),
  ];
  const others = resourcePolicy(KEY, 'key', {
    ...allow(['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy']),
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/keys` },
  });

  test('whose policy leaves it to the account takes store and copies with it', () => {
    expect(told(DATABASE, encrypted, allow('kms:ScheduleKeyDeletion', KEY))).toMatchObject({
      verdict: 'delayed-loss',
      calls: 1,
    });
  });

  test('falls to whoever may rewrite its policy', () => {
    expect(told(DATABASE, encrypted, allow('kms:PutKeyPolicy', KEY))).toMatchObject({
      verdict: 'delayed-loss',
      plan: ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
    });
  });

  test('whose policy names somebody else is out of reach of an administrator', () => {
    const world = [...encrypted.slice(0, 3), others];
    expect(told(DATABASE, world, allow('kms:*'))).toBeUndefined();
  });
});

describe('a table', () => {
  test('and its replica are told apart by their Regions', () => {
    const world = [table(), ...tableReplica()];
    expect(told(TABLE, world, allow('dynamodb:DeleteTable', TABLE))?.verdict).toBe('recoverable');
    const both = allow('dynamodb:DeleteTable', 'arn:aws:dynamodb:*:*:table/carts');
    expect(told(TABLE, world, both)?.verdict).toBe('total-loss');
  });

  test('falls to whoever may write its policy', () => {
    expect(told(TABLE, [table()], allow('dynamodb:PutResourcePolicy'))?.verdict).toBe('total-loss');
  });
});

describe('who is not a credential', () => {
  const BACKUP_ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/AWSBackupDefaultServiceRole`;
  const LINKED = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`;

  test('a backup role and a service-linked role never top the list', () => {
    const radius = judged({
      assets: [
        account(ACCOUNT),
        database(),
        ...automated(),
        ...manual(2),
        ...role(BACKUP_ROLE, 'backup.amazonaws.com', [allow('*')]),
        ...role(LINKED, 'rds.amazonaws.com', [allow('*')], { managedByProvider: true }),
        ...user(allow('rds:DeleteDBInstance'), allow('sts:AssumeRole')),
      ],
    });
    expect(radius.credentials.map(({ credential }) => credential)).toEqual([ACCESS_KEY]);
    expect(storeOf(radius, DATABASE).worst).toMatchObject({ credential: ACCESS_KEY, verdict: 'recoverable' });
  });
});

describe('who holds more than one key', () => {
  const PRODUCTION = `arn:aws:iam::${ACCOUNT}:role/production`;
  const BACKUPS = 'arn:aws:iam::222222222222:role/backups';
  const PERSON = 'aws:identity-center-user:sam';
  const SAML = 'arn:aws:iam::111111111111:saml-provider/sso';
  const far = manual(2).map((one) => ({
    ...one,
    id: one.id.replace(ACCOUNT, '222222222222'),
    scope: '222222222222',
    props: {
      ...one.props,
      location: { provider: 'aws', account: '222222222222', region: 'eu-west-1', vault: null },
    },
  }));
  const world = [
    account(ACCOUNT),
    account('222222222222'),
    database(),
    ...far,
    ...role(PRODUCTION, SAML, [allow('rds:*')]),
    ...role(BACKUPS, SAML, [allow('rds:*')]),
  ];
  const person = (...roles: readonly string[]): AssetOf<'credential'> =>
    asset('credential', PERSON, 'AWS::SSO::User', {
      props: { type: 'identity-center-user', mfa: 'may' },
      links: roles.map((arn) => link('held-by', arn)),
    });

  test('one person with production and the backup account is one credential', () => {
    const both = judged({ assets: [...world, person(PRODUCTION, BACKUPS)] });
    expect(pairOf(both, PERSON, DATABASE)).toMatchObject({ verdict: 'total-loss', calls: 3 });
    const one = judged({ assets: [...world, person(PRODUCTION)] });
    expect(pairOf(one, PERSON, DATABASE)?.verdict).toBe('recoverable');
    const other = judged({ assets: [...world, person(BACKUPS)] });
    expect(pairOf(other, PERSON, DATABASE)?.verdict).toBe('copies-lost');
  });
});

describe('a workload that can read the secret of its database', () => {
  const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
  const IDENTITY = `aws:workload-identity:${APP}`;
  const workload = asset('credential', IDENTITY, 'AWS::EC2::Instance', {
    props: { type: 'workload-identity' },
    links: [link('held-by', APP)],
  });
  const world = (...statements: readonly Statement[]) => [
    account(ACCOUNT),
    database({ secrets: [SECRET] }),
    ...role(APP, 'ec2.amazonaws.com', statements),
    workload,
  ];

  test('ends its data, and leaves the copies RDS keeps', () => {
    const reading = allow('secretsmanager:GetSecretValue', SECRET);
    const bare = judged({ assets: world(reading) });
    expect(pairOf(bare, IDENTITY, DATABASE)).toMatchObject({
      verdict: 'total-loss',
      plan: ['secretsmanager:GetSecretValue'],
    });
    const kept = judged({ assets: [...world(reading), ...automated()] });
    expect(pairOf(kept, IDENTITY, DATABASE)?.verdict).toBe('recoverable');
  });

  test('and does not with a secret of something else', () => {
    const radius = judged({ assets: world(allow('secretsmanager:GetSecretValue', `${SECRET}-other`)) });
    expect(pairOf(radius, IDENTITY, DATABASE)).toBeUndefined();
  });
});

describe('what may hold and was not read', () => {
  const unread = gap({
    fingerprint: 'aws:denied:scp',
    provider: 'aws',
    scope: ACCOUNT,
    kind: 'policy',
    operation: 'organizations:DescribePolicy',
    direction: 'restricts',
  });

  test('a service control policy that could not be read stops nothing, and makes nothing sure', () => {
    const assets = [account(ACCOUNT), database(), ...user(allow('rds:*'))];
    const radius = judged({ assets, gaps: [unread] });
    expect(pairOf(radius, ACCESS_KEY, DATABASE)?.pair).toMatchObject({
      verdict: 'total-loss',
      confidence: 'inferred',
    });
  });

  test('MFA before deletion stops an access key and not a session', () => {
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    const assets = [
      account(ACCOUNT),
      database(),
      ...user({ ...allow('rds:*'), ...mfa }),
      asset('credential', `aws:console-password:${USER}`, 'AWS::IAM::LoginProfile', {
        props: { type: 'console-password', mfa: 'may' },
        links: [link('held-by', USER)],
      }),
    ];
    const radius = judged({ assets });
    expect(pairOf(radius, ACCESS_KEY, DATABASE)).toBeUndefined();
    expect(pairOf(radius, `aws:console-password:${USER}`, DATABASE)).toMatchObject({
      verdict: 'no-reach',
      possible: 'total-loss',
    });
    expect(credentialOf(radius, ACCESS_KEY).leastCalls).toBeNull();
  });
});
