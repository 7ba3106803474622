import { at } from '../../../../src/stand-ins/aws/json.ts';
import { acmeId } from '../acme.ts';
import { arn, here, key, type Of } from './stores.ts';

const made = at('2026-01-01T00:00:00Z');
const night = at('2026-11-22T00:00:00Z');
const vaultPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*' }],
};
const keyPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'root',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${acmeId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'keep',
      Effect: 'Deny',
      Principal: { AWS: `arn:aws:iam::${acmeId}:user/keys` },
      Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy'],
      Resource: '*',
    },
  ],
};

const vault = (name: string, more: object) => ({
  BackupVaultName: name,
  BackupVaultArn: arn('backup', `backup-vault:${name}`),
  VaultType: 'BACKUP_VAULT',
  CreationDate: made,
  EncryptionKeyArn: key,
  Locked: false,
  ...more,
});
const point = (id: string, resource: string, ResourceType: string) => ({
  RecoveryPointArn: id,
  ResourceArn: resource,
  ResourceType,
  Status: 'COMPLETED',
  CreationDate: night,
  CalculatedLifecycle: { DeleteAt: at('2027-06-01T00:00:00Z') },
  EncryptionKeyArn: key,
  IsEncrypted: true,
});
const home = arn('elasticfilesystem', 'file-system/fs-home');
export const snapshotArn = (id: string): string => `arn:aws:ec2:${here}::snapshot/${id}`;

/** What is taken off the account to see what it changes. */
export interface Without {
  readonly vaultPolicy?: boolean;
  readonly keyPolicy?: boolean;
}

/** What keeps the stores and their copies: vaults, keys, rules, trails, stacks and schedules. */
export function keepers(without: Without = {}) {
  const backup: Of<'backup'> = {
    [here]: {
      vaults: [
        vault('guarded', {}),
        vault('immutable', { Locked: true, LockDate: made, MinRetentionDays: 30 }),
      ],
      policies: without.vaultPolicy === true ? new Map() : new Map([['guarded', vaultPolicy]]),
      points: new Map([
        ['guarded', [point(snapshotArn('snap-vaulted'), arn('ec2', 'volume/vol-vaulted'), 'EBS')]],
        ['immutable', [point(arn('backup', 'recovery-point:home'), home, 'EFS')]],
      ]),
      plans: new Map([
        [
          'plan-1',
          {
            BackupPlanId: 'plan-1',
            BackupPlanArn: arn('backup', 'backup-plan:plan-1'),
            CreationDate: made,
            BackupPlan: {
              BackupPlanName: 'nightly',
              Rules: [
                {
                  RuleName: 'daily',
                  TargetBackupVaultName: 'guarded',
                  ScheduleExpression: 'cron(0 3 * * ? *)',
                  Lifecycle: { DeleteAfterDays: 35 },
                },
              ],
            },
          },
        ],
      ]),
      selections: new Map([
        [
          'plan-1',
          [
            {
              SelectionId: 'disks',
              BackupPlanId: 'plan-1',
              BackupSelection: {
                SelectionName: 'disks',
                IamRoleArn: `arn:aws:iam::${acmeId}:role/backup`,
                Resources: [arn('ec2', 'volume/*')],
              },
            },
          ],
        ],
      ]),
      restoreJobs: [
        {
          RestoreJobId: 'tried',
          RecoveryPointArn: arn('backup', 'recovery-point:home'),
          SourceResourceArn: home,
          CreationDate: night,
          CompletionDate: night,
          Status: 'COMPLETED',
          IamRoleArn: `arn:aws:iam::${acmeId}:role/backup`,
        },
      ],
      legalHolds: [
        {
          LegalHoldId: 'case-7',
          LegalHoldArn: arn('backup', 'legal-hold:case-7'),
          Status: 'ACTIVE',
          Title: 'case 7',
        },
      ],
      heldPoints: new Map([['case-7', [{ RecoveryPointArn: arn('backup', 'recovery-point:home') }]]]),
    },
  };
  const kms: Of<'kms'> = {
    [here]: {
      keys: [
        {
          KeyId: key.slice(key.indexOf('/') + 1),
          Arn: key,
          CreationDate: made,
          KeyManager: 'CUSTOMER',
          KeyState: 'Enabled',
          Origin: 'AWS_KMS',
        },
      ],
      aliases: [
        {
          AliasName: 'alias/data',
          AliasArn: arn('kms', 'alias/data'),
          TargetKeyId: key.slice(key.indexOf('/') + 1),
        },
      ],
      policies: new Map([
        [
          key,
          without.keyPolicy === true
            ? { ...keyPolicy, Statement: keyPolicy.Statement.slice(0, 1) }
            : keyPolicy,
        ],
      ]),
    },
  };
  return { backup, kms, cloudformation, cloudtrail, dlm, rbin };
}

const cloudformation: Of<'cloudformation'> = {
  [here]: {
    stacks: [
      {
        StackId: arn('cloudformation', 'stack/shop/1'),
        StackName: 'shop',
        CreationTime: '2026-01-01T00:00:00Z',
        StackStatus: 'CREATE_COMPLETE',
        EnableTerminationProtection: true,
      },
    ],
    resources: new Map([
      [
        arn('cloudformation', 'stack/shop/1'),
        [
          {
            LogicalResourceId: 'Sessions',
            PhysicalResourceId: 'sessions',
            ResourceType: 'AWS::ElastiCache::ReplicationGroup',
            ResourceStatus: 'CREATE_COMPLETE',
            LastUpdatedTimestamp: '2026-01-01T00:00:00Z',
          },
        ],
      ],
    ]),
  },
};

const cloudtrail: Of<'cloudtrail'> = {
  [here]: {
    trails: [{ Name: 'all', TrailARN: arn('cloudtrail', 'trail/all'), IsLogging: true }],
    events: [
      {
        id: '11111111-2222-3333-4444-555555555555',
        name: 'DeleteVolume',
        time: '2026-11-20T03:00:00.000Z',
        resources: ['vol-gone'],
        record: { userIdentity: { arn: `arn:aws:iam::${acmeId}:user/vaults` } },
      },
    ],
  },
};

const dlm: Of<'dlm'> = {
  [here]: new Map([
    [
      'policy-1',
      {
        PolicyId: 'policy-1',
        PolicyArn: arn('dlm', 'policy/policy-1'),
        Description: 'disks',
        State: 'ENABLED',
        DateCreated: '2026-01-01T00:00:00Z',
        PolicyDetails: {
          PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
          ResourceTypes: ['VOLUME'],
          TargetTags: [{ Key: 'env', Value: 'production' }],
          Schedules: [
            {
              Name: 'daily',
              CreateRule: { Interval: 24, IntervalUnit: 'HOURS', Times: ['03:00'] },
              RetainRule: { Count: 7 },
            },
          ],
        },
      },
    ],
  ]),
};

const rbin: Of<'rbin'> = {
  [here]: [
    {
      Identifier: 'rule-1',
      RuleArn: arn('rbin', 'rule/rule-1'),
      ResourceType: 'EBS_VOLUME',
      RetentionPeriod: { RetentionPeriodValue: 7, RetentionPeriodUnit: 'DAYS' },
      Status: 'available',
    },
  ],
};
