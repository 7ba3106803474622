import * as backup from '@aws-sdk/client-backup';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as kms from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectedAsset } from '../../../../src/model/asset.ts';
import type { Collected } from '../../../../src/model/inventory.ts';
import { account, readMoto } from './read.ts';
import { type Moto, motoIsHere, startMoto } from './server.ts';

const region = 'us-east-1';
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const vault = (name: string) => `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
const denial = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'backup:DeleteRecoveryPoint', Resource: '*' }],
};

async function seedVaults(settings: object): Promise<void> {
  const client = new backup.BackupClient(settings);
  for (const BackupVaultName of ['plain', 'governed', 'grace']) {
    await client.send(new backup.CreateBackupVaultCommand({ BackupVaultName }));
  }
  const lock = { MinRetentionDays: 7 };
  await client.send(
    new backup.PutBackupVaultLockConfigurationCommand({ BackupVaultName: 'governed', ...lock }),
  );
  await client.send(
    new backup.PutBackupVaultLockConfigurationCommand({
      BackupVaultName: 'grace',
      ChangeableForDays: 3,
      ...lock,
    }),
  );
  client.destroy();
}

async function seedKeys(settings: object): Promise<{ readonly used: string; readonly dying: string }> {
  const client = new kms.KMSClient(settings);
  const made = async () => (await client.send(new kms.CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  const [used, dying] = [await made(), await made()];
  await client.send(
    new kms.CreateAliasCommand({
      AliasName: 'alias/data',
      TargetKeyId: used.slice(used.lastIndexOf('/') + 1),
    }),
  );
  await client.send(
    new kms.ScheduleKeyDeletionCommand({
      KeyId: dying.slice(dying.lastIndexOf('/') + 1),
      PendingWindowInDays: 7,
    }),
  );
  client.destroy();
  return { used, dying };
}

async function seedOrganization(
  settings: object,
): Promise<{ readonly policy: string; readonly unit: string }> {
  const client = new organizations.OrganizationsClient(settings);
  await client.send(new organizations.CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots = [] } = await client.send(new organizations.ListRootsCommand({}));
  const ParentId = Roots[0]?.Id ?? '';
  const Type = 'SERVICE_CONTROL_POLICY';
  await client.send(new organizations.EnablePolicyTypeCommand({ RootId: ParentId, PolicyType: Type }));
  const unit = await client.send(
    new organizations.CreateOrganizationalUnitCommand({ ParentId, Name: 'live' }),
  );
  const policy = await client.send(
    new organizations.CreatePolicyCommand({
      Name: 'keep',
      Description: 'keep',
      Type,
      Content: JSON.stringify(denial),
    }),
  );
  const { Id: PolicyId = '', Arn = '' } = policy.Policy?.PolicySummary ?? {};
  const TargetId = unit.OrganizationalUnit?.Id ?? '';
  await client.send(new organizations.AttachPolicyCommand({ PolicyId, TargetId }));
  client.destroy();
  return { policy: Arn, unit: unit.OrganizationalUnit?.Arn ?? '' };
}

async function seedTrail(settings: object): Promise<string> {
  const bucket = new s3.S3Client({ ...settings, forcePathStyle: true });
  await bucket.send(new s3.CreateBucketCommand({ Bucket: 'trail-logs' }));
  const client = new cloudtrail.CloudTrailClient(settings);
  const trail = await client.send(
    new cloudtrail.CreateTrailCommand({ Name: 'all', S3BucketName: 'trail-logs' }),
  );
  await client.send(new cloudtrail.StartLoggingCommand({ Name: 'all' }));
  bucket.destroy();
  client.destroy();
  return trail.TrailARN ?? '';
}

describe.skipIf(!motoIsHere())('guards seeded in moto', () => {
  let moto: Moto;
  let seeded: { used: string; dying: string; policy: string; unit: string; trail: string };
  let read: Collected;
  const find = (id: string): CollectedAsset | undefined => read.assets.find((asset) => asset.id === id);

  beforeAll(async () => {
    moto = await startMoto();
    const settings = { region, endpoint: moto.url, credentials };
    await seedVaults(settings);
    const keys = await seedKeys(settings);
    const organization = await seedOrganization(settings);
    seeded = { ...keys, ...organization, trail: await seedTrail(settings) };
    read = await readMoto(moto, [region]);
  });
  afterAll(() => moto.close());

  it.each([
    ['plain', 'none'],
    ['governed', 'governance'],
    ['grace', 'grace'],
  ])('reads the lock of vault %s as %s', (name, lock) => {
    expect(find(vault(name))?.props).toMatchObject({ lock });
  });

  it('reads keys with their state and policy', () => {
    expect(find(seeded.used)).toMatchObject({ name: 'alias/data', props: { state: 'Enabled' } });
    expect(find(seeded.dying)?.props).toMatchObject({ state: 'PendingDeletion' });
    expect(find(`${seeded.used}#policy`)?.links).toEqual([{ to: seeded.used, as: 'protects' }]);
  });

  it('reads service control policies and what they are attached to', () => {
    expect(find(seeded.policy)).toMatchObject({
      links: [{ to: seeded.unit, as: 'bounds' }],
      props: { type: 'scp', document: denial },
    });
  });

  it('reads trails and whether they log', () => {
    expect(find(seeded.trail)?.props).toMatchObject({ type: 'trail', logging: true });
  });

  it('leaves a gap for what moto does not answer', () => {
    const unread = new Set(read.gaps.map(({ operation, reason }) => `${operation} ${reason}`));
    expect(unread).toContain('backup:ListRecoveryPointsByBackupVault failed');
    expect(unread).toContain('dlm:GetLifecyclePolicies failed');
  });
});
