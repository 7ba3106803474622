import { describe, expect, it } from 'vitest';
import { lockOf } from '../../../src/collectors/aws/backup-vaults.ts';
import type { AwsAccountWorld } from '../../../src/stand-ins/aws/index.ts';
import * as item from '../../../src/stand-ins/aws/items.ts';
import { at, type JsonItem } from '../../../src/stand-ins/aws/json.ts';
import { acme, acmeId, scan } from './acme.ts';

const region = 'us-east-1';
const vaultArn = (name: string) => `arn:aws:backup:${region}:${acmeId}:backup-vault:${name}`;
const volumeArn = (id: string) => `arn:aws:ec2:${region}:${acmeId}:volume/${id}`;
const snapshotArn = (id: string) => `arn:aws:ec2:${region}::snapshot/${id}`;
const pointArn = (id: string) => `arn:aws:backup:${region}:${acmeId}:recovery-point:${id}`;
const day = at('2026-11-01T00:00:00Z');
const past = at('2026-11-20T00:00:00Z');
const future = at('2026-12-24T00:00:00Z');
const key = `arn:aws:kms:${region}:${acmeId}:key/vault-key`;

const vault = (name: string, more: JsonItem = {}): JsonItem => ({
  BackupVaultName: name,
  BackupVaultArn: vaultArn(name),
  VaultType: 'BACKUP_VAULT',
  CreationDate: day,
  EncryptionKeyArn: key,
  Locked: false,
  ...more,
});

const point = (id: string, resource: string, more: JsonItem = {}): JsonItem => ({
  RecoveryPointArn: id,
  ResourceArn: resource,
  ResourceType: 'EBS',
  ResourceName: 'database',
  Status: 'COMPLETED',
  CreationDate: day,
  Lifecycle: { DeleteAfterDays: 90 },
  CalculatedLifecycle: { DeleteAt: future },
  EncryptionKeyArn: key,
  IsEncrypted: true,
  ...more,
});

const airGapped = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';
const clearedOn = (on: string) => [
  { operation: 'backup:DeleteBackupVaultLockConfiguration', on },
  { operation: 'backup:PutBackupVaultLockConfiguration', on },
];
const forbidden = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*' }],
};

const planArn = `arn:aws:backup:${region}:${acmeId}:backup-plan:plan-1`;
const elsewhere = `arn:aws:backup:${region}:222222222222:backup-vault:safe`;
const plan: JsonItem = {
  BackupPlanName: 'nightly',
  Rules: [
    {
      RuleName: 'daily',
      TargetBackupVaultName: 'plain',
      ScheduleExpression: 'cron(0 3 * * ? *)',
      Lifecycle: { DeleteAfterDays: 35 },
      CopyActions: [{ DestinationBackupVaultArn: elsewhere }],
    },
    { RuleName: 'continuous', TargetBackupVaultName: 'locked', EnableContinuousBackup: true },
  ],
};

const selection = (SelectionId: string, more: JsonItem): JsonItem => ({
  SelectionId,
  BackupPlanId: 'plan-1',
  BackupSelection: { SelectionName: SelectionId, IamRoleArn: 'arn:role', ...more },
});

const copyJob = (account: string, id: string): JsonItem => ({
  State: 'COMPLETED',
  CreationDate: day,
  ResourceArn: volumeArn('vol-data'),
  SourceRecoveryPointArn: snapshotArn('snap-data'),
  DestinationBackupVaultArn: `arn:aws:backup:${region}:${account}:backup-vault:safe`,
  DestinationRecoveryPointArn: snapshotArn(id),
  DestinationRecoveryPointLifecycle: { DeleteAfterDays: 30 },
});

const restoreJob = (RestoreJobId: string, more: JsonItem): JsonItem => ({
  RestoreJobId,
  RecoveryPointArn: pointArn('kept'),
  CreationDate: day,
  CompletionDate: past,
  IamRoleArn: 'arn:restorer',
  ...more,
});

const holdArn = (id: string) => `arn:aws:backup:${region}:${acmeId}:legal-hold:${id}`;
const hold = (LegalHoldId: string, Status: string): JsonItem => ({
  LegalHoldId,
  LegalHoldArn: holdArn(LegalHoldId),
  Status,
});

const efs = `arn:aws:elasticfilesystem:${region}:${acmeId}:file-system/fs-1`;
const database = `arn:aws:rds:${region}:${acmeId}:db:main`;
const backup: AwsAccountWorld['backup'] = {
  [region]: {
    vaults: [
      vault('plain'),
      vault('governed', { Locked: true, MinRetentionDays: 7 }),
      vault('grace', { Locked: true, LockDate: future }),
      vault('locked', { Locked: true, LockDate: past }),
      vault('gapped', { VaultType: airGapped, Locked: true, EncryptionKeyArn: null }),
      vault('shown', { VaultType: 'RESTORE_ACCESS_BACKUP_VAULT' }),
    ],
    policies: new Map([['plain', forbidden]]),
    points: new Map([
      ['plain', [point(snapshotArn('snap-data'), volumeArn('vol-data'))]],
      [
        'governed',
        [point(pointArn('fs'), efs, { ResourceType: 'EFS', Lifecycle: null, CalculatedLifecycle: null })],
      ],
      ['grace', [point(pointArn('partial'), efs, { Status: 'PARTIAL' })]],
      [
        'locked',
        [
          point(pointArn('kept'), efs),
          point(pointArn('composite'), `arn:aws:cloudformation:${region}:${acmeId}:stack/shop/1`, {
            IsParent: true,
          }),
          point(pointArn('part'), efs, { ParentRecoveryPointArn: pointArn('composite') }),
        ],
      ],
      [
        'gapped',
        [
          point(pointArn('continuous:1'), database, {
            ResourceType: 'RDS',
            Status: 'AVAILABLE',
            CalculatedLifecycle: null,
          }),
        ],
      ],
      ['shown', [point(pointArn('elsewhere'), efs)]],
    ]),
    plans: new Map([
      ['plan-1', { BackupPlanId: 'plan-1', BackupPlanArn: planArn, CreationDate: day, BackupPlan: plan }],
    ]),
    selections: new Map([
      [
        'plan-1',
        [
          selection('by-tag', {
            ListOfTags: [
              { ConditionType: 'STRINGEQUALS', ConditionKey: 'env', ConditionValue: 'production' },
            ],
          }),
          selection('by-arn', { Resources: [volumeArn('vol-*')], NotResources: [volumeArn('vol-data')] }),
        ],
      ],
    ]),
    copyJobs: [copyJob('222222222222', 'abroad'), copyJob(acmeId, 'at-home')],
    restoreJobs: [
      restoreJob('done', { Status: 'COMPLETED', SourceResourceArn: efs }),
      restoreJob('tested', {
        Status: 'COMPLETED',
        ValidationStatus: 'SUCCESSFUL',
        CreatedBy: { RestoreTestingPlanArn: 'arn:plan' },
      }),
      restoreJob('invalid', { Status: 'COMPLETED', ValidationStatus: 'FAILED' }),
      restoreJob('failed', { Status: 'FAILED' }),
      restoreJob('running', { Status: 'RUNNING' }),
      restoreJob('validating', { Status: 'COMPLETED', ValidationStatus: 'VALIDATING' }),
    ],
    optedIn: { EC2: true, EBS: false },
    legalHolds: [hold('court', 'ACTIVE'), hold('over', 'CANCELED')],
    heldPoints: new Map([
      ['court', [{ RecoveryPointArn: pointArn('fs') }]],
      ['over', [{ RecoveryPointArn: pointArn('kept') }]],
    ]),
  },
};

describe('the lock of a vault', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const LockDate = new Date('2026-11-22T12:00:00Z');
  it.each([
    ['none', { Locked: false }],
    ['none', { Locked: false, LockDate }],
    ['governance', { Locked: true }],
    ['grace', { Locked: true, LockDate: new Date(LockDate.getTime() + 1) }],
    ['immutable', { Locked: true, LockDate }],
    ['immutable', { VaultType: airGapped, Locked: true } as const],
    ['unknown', {}],
  ] as const)('is %s for %j', (lock, vault) => {
    expect(lockOf(vault, now)).toBe(lock);
  });
});

describe('AWS Backup read whole', () => {
  const whole = scan([acme({ backup })], { serve: { pageSize: 1 } });

  it('leaves no gap', async () => {
    const { unread, sources } = await whole;
    expect(unread).toEqual([]);
    expect(new Set(sources.map(({ status }) => status))).toEqual(new Set(['complete']));
  });

  it.each([
    ['plain', 'none', null, []],
    [
      'governed',
      'governance',
      null,
      [{ type: 'vault-lock', clearedBy: clearedOn(vaultArn('governed')), until: null }],
    ],
    [
      'grace',
      'grace',
      '2026-12-24T00:00:00.000Z',
      [{ type: 'vault-lock', clearedBy: clearedOn(vaultArn('grace')), until: null }],
    ],
    [
      'locked',
      'immutable',
      '2026-11-20T00:00:00.000Z',
      [{ type: 'vault-lock', clearedBy: [], until: null, note: 'cleared by nobody' }],
    ],
    [
      'gapped',
      'immutable',
      null,
      [{ type: 'vault-lock', clearedBy: [], until: null, note: 'cleared by nobody' }],
    ],
  ])('reads the lock of vault %s as %s', async (name, lock, lockDate, guards) => {
    expect((await whole).find(vaultArn(name)).props).toMatchObject({ lock, lockDate, guards });
  });

  it('reads the access policy of a vault that has one, and of no other', async () => {
    const { assets } = await whole;
    expect(assets.filter((asset) => asset.native === 'AWS::Backup::VaultAccessPolicy')).toMatchObject([
      {
        id: `${vaultArn('plain')}#access-policy`,
        links: [{ to: vaultArn('plain'), as: 'protects' }],
        props: { type: 'vault', document: forbidden },
      },
    ]);
  });

  it('reads a recovery point with its vault, key, expiry and what it is a copy of', async () => {
    expect((await whole).find(pointArn('kept'))).toMatchObject({
      native: 'AWS::Backup::RecoveryPoint',
      scope: acmeId,
      region,
      createdAt: '2026-11-01T00:00:00.000Z',
      links: expect.arrayContaining([
        { to: efs, as: 'copy-of' },
        { to: vaultArn('locked'), as: 'in-vault' },
      ]),
      props: {
        type: 'recovery-point',
        location: { provider: 'aws', account: acmeId, region, vault: 'locked' },
        expires: '2026-12-24T00:00:00.000Z',
        complete: true,
        key,
        survivesSource: true,
      },
    });
  });

  it('guards each point by the lock of its vault, an immutable one until the point itself is deleted', async () => {
    const { find } = await whole;
    expect(find(pointArn('fs')).props).toMatchObject({
      expires: null,
      guards: [
        { type: 'vault-lock', clearedBy: clearedOn(vaultArn('governed')), until: null },
        {
          type: 'legal-hold',
          clearedBy: [{ operation: 'backup:CancelLegalHold', on: holdArn('court') }],
          until: null,
        },
      ],
    });
    expect(find(pointArn('kept')).props).toMatchObject({
      guards: [{ type: 'vault-lock', clearedBy: [], until: '2026-12-24T00:00:00.000Z' }],
    });
  });

  it('reads each rule of a plan as a schedule of what its selections match, disks of instances included', async () => {
    const { find, assets } = await whole;
    expect(find(`${planArn}#rule/daily`)).toMatchObject({
      name: 'nightly daily',
      links: ['vol-data', 'vol-root', 'vol-web'].map((id) => ({ to: volumeArn(id), as: 'covers' })),
      props: {
        type: 'backup-plan',
        frequency: 'cron(0 3 * * ? *)',
        retentionHours: 35 * 24,
        copiesTo: [elsewhere],
      },
    });
    expect(find(`${planArn}#rule/continuous`).props).toMatchObject({
      type: 'backup-plan-continuous',
      retentionHours: null,
    });
    expect(assets.filter(({ kind }) => kind === 'schedule')).toHaveLength(2);
  });

  it('knows of the copy that a job put into an account that is not read, and only of that', async () => {
    const { find, assets } = await whole;
    expect(find(snapshotArn('abroad'))).toMatchObject({
      scope: '222222222222',
      links: [
        { to: volumeArn('vol-data'), as: 'copy-of' },
        { to: elsewhere, as: 'in-vault' },
      ],
      props: { location: { account: '222222222222', vault: 'safe' }, expires: '2026-12-01T00:00:00.000Z' },
    });
    expect(assets.some(({ id }) => id === snapshotArn('at-home'))).toBe(false);
  });

  it('reads restores that ended as tests of the point and of its source', async () => {
    const { assets } = await whole;
    const tests = assets.flatMap((asset) => (asset.kind === 'restore-test' ? [asset] : []));
    expect(tests.map(({ id, props }) => [id.split(':').at(-1), props.result, props.type, props.by])).toEqual([
      ['done', 'passed', 'restore-job', 'arn:restorer'],
      ['failed', 'failed', 'restore-job', 'arn:restorer'],
      ['invalid', 'failed', 'restore-job', 'arn:restorer'],
      ['tested', 'passed', 'restore-testing', 'arn:plan'],
    ]);
    expect(tests[0]?.links).toEqual([
      { to: pointArn('kept'), as: 'tests' },
      { to: efs, as: 'tests' },
    ]);
  });

  it('does not take a partial point for a copy, nor a continuous one of a database for one that survives it', async () => {
    const { find } = await whole;
    expect(find(pointArn('partial')).props).toMatchObject({ complete: false });
    expect(find(pointArn('continuous:1')).props).toMatchObject({
      survivesSource: 'unknown',
      expires: 'unknown',
    });
  });

  it('holds a composite point by the points in it', async () => {
    expect((await whole).find(pointArn('composite'))).toMatchObject({
      links: [
        { to: vaultArn('locked'), as: 'in-vault' },
        { to: key, as: 'encrypted-with' },
      ],
      props: { heldBy: [pointArn('part')] },
    });
  });

  it('makes one asset of a snapshot and the recovery point it is', async () => {
    const { assets, find } = await whole;
    expect(assets.filter(({ id }) => id === snapshotArn('snap-data'))).toHaveLength(1);
    expect(find(snapshotArn('snap-data'))).toMatchObject({
      native: 'AWS::Backup::RecoveryPoint',
      links: expect.arrayContaining([
        { to: volumeArn('vol-data'), as: 'copy-of' },
        { to: vaultArn('plain'), as: 'in-vault' },
      ]),
      props: { sharedWith: ['all'], heldBy: [`arn:aws:ec2:${region}::image/ami-db`], guards: [] },
    });
  });

  it('does not list what lies in the vault of another account as lying here', async () => {
    expect((await whole).assets.some(({ id }) => id === pointArn('elsewhere'))).toBe(false);
  });

  it('gives the same bytes whatever the pages hold', async () => {
    const { assets } = await scan([acme({ backup })], { serve: { pageSize: 1000 } });
    const { assets: paged } = await scan([acme({ backup })], { serve: { pageSize: 1, emptyPages: true } });
    expect(JSON.stringify(paged)).toBe(JSON.stringify(assets));
  });
});

describe('what AWS Backup does not tell', () => {
  const denied = (operation: string) =>
    scan([acme({ backup })], { serve: { faults: [{ operation, kind: 'denied' }] } });

  it.each([
    ['backup:ListBackupVaults', 'vault', 'restricts', null],
    ['backup:ListRecoveryPointsByBackupVault', 'backup', 'restricts', vaultArn('locked')],
    ['backup:GetBackupVaultAccessPolicy', 'policy', 'widens', vaultArn('plain')],
    ['backup:ListCopyJobs', 'backup', 'restricts', null],
    ['backup:ListLegalHolds', 'backup', 'restricts', null],
    ['backup:ListRecoveryPointsByLegalHold', 'backup', 'restricts', null],
    ['backup:ListRestoreJobs', 'restore-test', 'neither', null],
    ['backup:ListBackupPlans', 'schedule', 'neither', null],
    ['backup:GetBackupSelection', 'schedule', 'neither', null],
  ] as const)('is a gap: %s', async (operation, kind, direction, target) => {
    const { unread } = await denied(operation);
    expect(unread).toContainEqual(
      expect.objectContaining({
        operation,
        kind,
        direction,
        target,
        reason: 'denied',
        permission: operation,
      }),
    );
  });

  it('leaves a snapshot of AWS Backup as EC2 lists it, with the guard that EC2 will not delete it', async () => {
    const world = acme();
    const tagged = item.snapshot('snap-data', 'vol-data', {
      tagSet: item.tags({ 'aws:backup:source-resource': volumeArn('vol-data') }),
    });
    const regions = { [region]: { ...world.regions[region], snapshots: [tagged] } };
    const { find } = await scan([acme({ backup, regions })], {
      serve: { faults: [{ operation: 'backup:ListBackupVaults', kind: 'denied' }] },
    });
    expect(find(snapshotArn('snap-data'))).toMatchObject({
      native: 'AWS::EC2::Snapshot',
      props: {
        guards: [{ type: 'deletion-protection', clearedBy: [{ operation: 'backup:DeleteRecoveryPoint' }] }],
      },
    });
  });
});

describe('a Region without vaults', () => {
  it('is not asked for what lies in vaults', async () => {
    const { calls } = await scan([acme()], { regions: [region] });
    expect(calls.filter((call) => call.startsWith('backup:')).sort()).toEqual([
      'backup:ListBackupPlans',
      'backup:ListBackupVaults',
    ]);
  });
});
