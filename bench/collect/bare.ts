import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import pLimit from 'p-limit';
import { rateBudgets } from '../../src/collectors/aws/budget.ts';
import { concurrency } from '../../src/collectors/aws/reader.ts';
import { realIO } from './io.ts';
import { hasKey, key } from './world.ts';

/**
 * The same calls without a collector around them: the SDK's clients, the same concurrency and rate budget, every
 * call sent as soon as what it needs is known, nothing kept. Gives the number of items seen.
 */
export async function bare(endpoint: string, ratePerSecond: number): Promise<number> {
  const budgets = rateBudgets(ratePerSecond);
  const settings = (region: string) => ({ region, endpoint, credentials: key });
  const paced = async <T>(
    service: string,
    region: string,
    api: string,
    send: () => Promise<T>,
  ): Promise<T> => {
    await budgets(service, region, api)(realIO);
    return send();
  };
  const home = 'us-east-1';
  await new sts.STSClient(settings(home)).send(new sts.GetCallerIdentityCommand({}));
  const [items] = await Promise.all([identities(paced, settings(home)), everyRegion(paced, settings)]);
  return items;
}

type Paced = <T>(service: string, region: string, api: string, send: () => Promise<T>) => Promise<T>;
type Settings = { region: string; endpoint: string; credentials: typeof key };

async function everyRegion(paced: Paced, settings: (region: string) => Settings): Promise<void> {
  const answer = await new ec2.EC2Client(settings('us-east-1')).send(new ec2.DescribeRegionsCommand({}));
  const names = (answer.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
  await Promise.all(names.map((region) => oneRegion(paced, settings(region))));
}

const ofProduction = ({ Tags }: { Tags?: ec2.Tag[] | undefined }): boolean =>
  Tags?.some(({ Key, Value }) => Key === 'env' && Value === 'production') === true;

async function oneRegion(paced: Paced, settings: Settings): Promise<void> {
  const client = new ec2.EC2Client(settings);
  const limit = pLimit(concurrency);
  const pending: Promise<unknown>[] = [];
  const send = <T>(api: string, make: () => Promise<T>) => paced('ec2', settings.region, api, make);
  const perItem = (api: string, make: () => Promise<unknown>) => pending.push(limit(() => send(api, make)));
  const all = { MaxResults: 1000 };
  await Promise.all([
    everyPage(async (NextToken) => {
      const page = await send('DescribeInstances', () =>
        client.send(new ec2.DescribeInstancesCommand({ ...all, NextToken })),
      );
      for (const { InstanceId } of (page.Reservations ?? [])
        .flatMap(({ Instances }) => Instances ?? [])
        .filter(ofProduction)) {
        const input = { InstanceId, Attribute: 'disableApiTermination' as const };
        perItem('DescribeInstanceAttribute', () =>
          client.send(new ec2.DescribeInstanceAttributeCommand(input)),
        );
      }
      return page.NextToken;
    }),
    everyPage(async (NextToken) => {
      return (
        await send('DescribeVolumes', () =>
          client.send(new ec2.DescribeVolumesCommand({ ...all, NextToken })),
        )
      ).NextToken;
    }),
    ...[{}, { RestorableByUserIds: ['all'] }].map((filter) =>
      everyPage(async (NextToken) => {
        const input = { ...all, ...filter, OwnerIds: ['self'], NextToken };
        const page = await send('DescribeSnapshots', () =>
          client.send(new ec2.DescribeSnapshotsCommand(input)),
        );
        for (const { SnapshotId } of (page.Snapshots ?? []).filter(ofProduction)) {
          const asked = { SnapshotId, Attribute: 'createVolumePermission' as const };
          perItem('DescribeSnapshotAttribute', () =>
            client.send(new ec2.DescribeSnapshotAttributeCommand(asked)),
          );
        }
        return page.NextToken;
      }),
    ),
    everyPage(async (NextToken) => {
      const input = { ...all, Owners: ['self'], NextToken };
      const page = await send('DescribeImages', () => client.send(new ec2.DescribeImagesCommand(input)));
      for (const { ImageId } of (page.Images ?? []).filter(ofProduction)) {
        const asked = { ImageId, Attribute: 'launchPermission' as const };
        perItem('DescribeImageAttribute', () => client.send(new ec2.DescribeImageAttributeCommand(asked)));
      }
      return page.NextToken;
    }),
  ]);
  await Promise.all(pending);
  client.destroy();
}

async function identities(paced: Paced, settings: Settings): Promise<number> {
  const client = new iam.IAMClient(settings);
  const limit = pLimit(concurrency);
  const pending: Promise<unknown>[] = [];
  const send = <T>(make: () => Promise<T>) => paced('iam', settings.region, '', make);
  const report = credentialReport(send, client);
  let seen = 0;
  await Promise.all([
    everyPage(async (Marker) => {
      const input = { MaxItems: 1000, Marker };
      const page = await send(() => client.send(new iam.GetAccountAuthorizationDetailsCommand(input)));
      seen += (page.RoleDetailList ?? []).length;
      for (const { UserName } of page.UserDetailList ?? []) {
        seen += 1;
        pending.push(report.then(() => limit(() => ofUser(send, client, UserName))));
      }
      return page.IsTruncated ? page.Marker : undefined;
    }),
    send(() => client.send(new iam.GetAccountSummaryCommand({}))),
    send(() => client.send(new iam.ListOpenIDConnectProvidersCommand({}))),
    send(() => client.send(new iam.ListSAMLProvidersCommand({}))),
    send(() => client.send(new iam.ListServiceSpecificCredentialsCommand({ AllUsers: true }))),
  ]);
  await Promise.all(pending);
  client.destroy();
  return seen;
}

type Send = <T>(make: () => Promise<T>) => Promise<T>;

async function ofUser(send: Send, client: iam.IAMClient, UserName: string | undefined): Promise<void> {
  const keyed = hasKey(Number(UserName?.slice(1)));
  await Promise.all([
    send(() => client.send(new iam.ListSSHPublicKeysCommand({ UserName }))),
    ...(keyed ? [send(() => client.send(new iam.ListAccessKeysCommand({ UserName })))] : []),
  ]);
}

async function credentialReport(send: Send, client: iam.IAMClient): Promise<void> {
  const generate = () => send(() => client.send(new iam.GenerateCredentialReportCommand({})));
  let state = (await generate()).State;
  for (let wait = 250; state !== 'COMPLETE'; wait = Math.min(2000, wait * 2)) {
    await realIO.wait(wait);
    state = (await generate()).State;
  }
  await send(() => client.send(new iam.GetCredentialReportCommand({})));
}

async function everyPage(read: (token: string | undefined) => Promise<string | undefined>): Promise<void> {
  let token: string | undefined;
  do token = await read(token);
  while (token !== undefined);
}
