import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';

const region = 'us-east-1';

/** What was made, by the ids moto chose. */
export interface Seeded {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly keyEnding: { readonly scan: string; readonly bot: string };
  readonly instance: string;
  readonly root: string;
  readonly volume: string;
  readonly snapshot: string;
  readonly image: string;
}

const statement = (Principal: object, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }],
});

/** Makes one of each thing the collectors read, with the SDK, as a person would. */
export async function seed(endpoint: string): Promise<Seeded> {
  const settings = { region, endpoint, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  const identities = new iam.IAMClient(settings);
  const compute = new ec2.EC2Client(settings);
  try {
    const keys = await seedUsers(identities);
    await seedRoles(identities);
    return { ...keys, ...(await seedStores(compute)) };
  } finally {
    identities.destroy();
    compute.destroy();
  }
}

async function seedUsers(client: iam.IAMClient): Promise<Pick<Seeded, 'credentials' | 'keyEnding'>> {
  for (const UserName of ['scan', 'ann', 'bot']) await client.send(new iam.CreateUserCommand({ UserName }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await client.send(new iam.CreateGroupCommand({ GroupName: 'ops' }));
  await client.send(new iam.AttachGroupPolicyCommand({ GroupName: 'ops', PolicyArn }));
  await client.send(new iam.AddUserToGroupCommand({ GroupName: 'ops', UserName: 'ann' }));
  await client.send(new iam.CreateLoginProfileCommand({ UserName: 'ann', Password: 'canary-password-1' }));
  await client.send(
    new iam.PutUserPolicyCommand({
      UserName: 'bot',
      PolicyName: 'volumes',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'ec2:DeleteVolume', Resource: '*' }],
      }),
    }),
  );
  const bot = await client.send(new iam.CreateAccessKeyCommand({ UserName: 'bot' }));
  const scan = await client.send(new iam.CreateAccessKeyCommand({ UserName: 'scan' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = scan.AccessKey ?? {};
  return {
    credentials: { accessKeyId, secretAccessKey },
    keyEnding: { scan: accessKeyId.slice(-4), bot: (bot.AccessKey?.AccessKeyId ?? '').slice(-4) },
  };
}

async function seedRoles(client: iam.IAMClient): Promise<void> {
  const make = (RoleName: string, document: object) =>
    client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(document) }));
  await make('app', statement({ Service: 'ec2.amazonaws.com' }));
  await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'app' }));
  await client.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'app', RoleName: 'app' }));
  const provider = await client.send(
    new iam.CreateOpenIDConnectProviderCommand({
      Url: 'https://token.actions.githubusercontent.com',
      ClientIDList: ['sts.amazonaws.com'],
      ThumbprintList: ['a'.repeat(40)],
    }),
  );
  const Condition = {
    StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:acme/shop:pull_request' },
  };
  const Action = 'sts:AssumeRoleWithWebIdentity';
  await make('deploy', statement({ Federated: provider.OpenIDConnectProviderArn }, { Action, Condition }));
  await make('partner', statement({ AWS: 'arn:aws:iam::999999999999:root' }));
}

async function seedStores(client: ec2.EC2Client): Promise<Omit<Seeded, 'credentials' | 'keyEnding'>> {
  const run = await client.send(
    new ec2.RunInstancesCommand({
      ImageId: 'ami-12345678',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: 'app' },
      BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8, DeleteOnTermination: true } }],
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'database <b>' }] }],
    }),
  );
  const instance = run.Instances?.[0]?.InstanceId ?? '';
  const root = run.Instances?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  await client.send(
    new ec2.ModifyInstanceAttributeCommand({ InstanceId: instance, DisableApiTermination: { Value: true } }),
  );
  const made = await client.send(
    new ec2.CreateVolumeCommand({ AvailabilityZone: `${region}a`, Size: 20, Encrypted: false }),
  );
  const VolumeId = made.VolumeId ?? '';
  const { SnapshotId: snapshot = '' } = await client.send(new ec2.CreateSnapshotCommand({ VolumeId }));
  await client.send(
    new ec2.ModifySnapshotAttributeCommand({
      SnapshotId: snapshot,
      Attribute: 'createVolumePermission',
      OperationType: 'add',
      UserIds: ['222222222222'],
    }),
  );
  const { ImageId: image = '' } = await client.send(
    new ec2.CreateImageCommand({ InstanceId: instance, Name: 'golden' }),
  );
  return { instance, root, volume: VolumeId, snapshot, image };
}
