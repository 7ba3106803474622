import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import { account } from './account.ts';

const everything = 'arn:aws:iam::aws:policy/AdministratorAccess';

const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

export interface Seeded {
  readonly volume: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An account whose users are each stopped by something else, beside one that nothing stops. */
export async function seed(endpoint: string): Promise<Seeded> {
  const settings = {
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  };
  const identities = new iam.IAMClient(settings);
  const compute = new ec2.EC2Client(settings);
  try {
    await seedRoles(identities);
    const keys = await seedUsers(identities);
    const made = await compute.send(
      new ec2.CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 20, Encrypted: false }),
    );
    return { volume: made.VolumeId ?? '', keys };
  } finally {
    identities.destroy();
    compute.destroy();
  }
}

async function seedRoles(client: iam.IAMClient): Promise<void> {
  const trust = (Condition: object) =>
    document({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'sts:AssumeRole',
      Condition,
    });
  const make = async (RoleName: string, AssumeRolePolicyDocument: string): Promise<void> => {
    await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: everything }));
  };
  await make('bounded', trust({}));
  const { Policy } = await client.send(
    new iam.CreatePolicyCommand({
      PolicyName: 'limit',
      PolicyDocument: document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
    }),
  );
  const PermissionsBoundary = Policy?.Arn ?? '';
  await client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName: 'bounded', PermissionsBoundary }));
  await make('guarded', trust({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }));
}

async function seedUsers(client: iam.IAMClient): Promise<Seeded['keys']> {
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const assume = (name: string) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role(name) });
  await user(client, 'denied', [
    { Sid: 'All', Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
    { Sid: 'Never', Effect: 'Deny', Action: 'ec2:Delete*', Resource: '*' },
  ]);
  await user(client, 'in-bounds', [assume('bounded')]);
  await user(client, 'without-mfa', [assume('guarded')]);
  return user(client, 'free', [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
}

async function user(
  client: iam.IAMClient,
  UserName: string,
  statements: readonly object[],
): Promise<Seeded['keys']> {
  await client.send(new iam.CreateUserCommand({ UserName }));
  await client.send(
    new iam.PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: document(...statements) }),
  );
  const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}
