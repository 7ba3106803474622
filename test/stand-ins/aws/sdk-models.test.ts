import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiName } from '../../../src/collectors/aws/api-call.ts';
import { awsCalls } from '../../../src/collectors/aws/calls.ts';
import { attributeAws, collectAws } from '../../../src/collectors/aws/index.ts';
import type { Unattributed } from '../../../src/model/attribution.ts';
import { type Fault, serveAws } from '../../../src/stand-ins/aws/index.ts';
import { readRequest } from '../../../src/stand-ins/aws/request.ts';
import { acmeId, scanner, stillIO } from '../../collectors/aws/acme.ts';
import { seededAccount } from '../../collectors/aws/seeded/account.ts';
import { faultProxy } from '../../trust/fault-proxy.ts';
import { wrongIn } from './against-model.ts';
import { outputOf } from './sdk-model.ts';

/** Client packages that are not called as IAM calls the service. */
const packages: Readonly<Record<string, string>> = {
  elasticfilesystem: 'efs',
  es: 'opensearch',
  sso: 'sso-admin',
};

/** Services that are read without a client of the SDK, so that it has no model of them. */
const withoutClient = ['rbin', 'rolesanywhere'];

/** The answer is the root itself, which the SDK reads by a rule apart. */
const apart = 's3:GetBucketLocation';

const clientOf = (service: string): Promise<Record<string, unknown>> =>
  import(`@aws-sdk/client-${packages[service] ?? service}`) as Promise<Record<string, unknown>>;

const operations = [
  ...new Set(
    awsCalls.map(({ operation, api }) => [operation.split(':')[0], api ?? apiName(operation)].join(':')),
  ),
]
  .filter((operation) => operation !== apart && !withoutClient.includes(operation.split(':')[0] ?? ''))
  .sort();

const now = '2026-11-22T12:00:00.000Z';

/** A change that CloudTrail is asked about. */
const gone: Unattributed = {
  fingerprint: 'drift:gone',
  change: 'removed',
  asset: `arn:aws:ec2:us-east-1:${acmeId}:volume/vol-gone`,
  native: 'AWS::EC2::Volume',
  provider: 'aws',
  scope: acmeId,
  region: 'us-east-1',
  within: [],
};

/** Every answer of the stand-in to a whole scan of the seeded account, by operation. */
async function answers(): Promise<ReadonlyMap<string, readonly string[]>> {
  const served = await serveAws(seededAccount(), { pageSize: 1 });
  const bodies = new Map<string, string[]>();
  const proxy = await faultProxy(served.url, async ({ method, path, headers, body }, pass) => {
    const incoming = Object.assign(Readable.from([Buffer.from(body)]), { method, url: path, headers });
    const { service, api } = await readRequest(incoming);
    const answer = await pass();
    const of = `${service}:${api}`;
    if (answer.status === 200) bodies.set(of, [...(bodies.get(of) ?? []), answer.body]);
    return answer;
  });
  try {
    const options = {
      accounts: 'organization',
      regions: 'enabled',
      maxAttempts: 1,
      ratePerSecond: 1e6,
    } as const;
    const chosen = { ...options, credentials: scanner, endpoint: proxy.url };
    await collectAws(chosen, stillIO());
    await attributeAws(chosen, [gone], { since: '2026-11-01T00:00:00.000Z', until: now }, stillIO());
    return bodies;
  } finally {
    await proxy.close();
    await served.close();
  }
}

describe('an answer of the stand-in is one the SDK has a model of', () => {
  let given: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    given = await answers();
  });

  it.each(operations)('%s', async (operation) => {
    const [service = '', api = ''] = operation.split(':');
    const bodies = given.get(operation) ?? [];
    expect(bodies.length).toBeGreaterThan(0);
    const model = outputOf(await clientOf(service), api);
    expect([...new Set(bodies.flatMap((body) => wrongIn(model, api, body)))]).toEqual([]);
  });
});

describe('what the stand-in answers besides', () => {
  const asked = async <T>(fault: Fault | null, ask: (settings: Settings) => Promise<T>): Promise<T> => {
    const served = await serveAws(seededAccount(), { faults: fault === null ? [] : [fault] });
    const settings = { endpoint: served.url, region: 'us-east-1', credentials: scanner, maxAttempts: 1 };
    return ask(settings).finally(served.close);
  };

  it.each([
    ['sealed', undefined],
    ['media-copy', 'EU'],
  ])('where %s lies, by the names S3 has for its oldest Regions', async (Bucket, location) => {
    const where = await asked(null, async (settings) => {
      const { GetBucketLocationCommand, S3Client } = await import('@aws-sdk/client-s3');
      const acme = { ...settings, credentials: await acmeCredentials(settings) };
      return new S3Client({ ...acme, forcePathStyle: true }).send(new GetBucketLocationCommand({ Bucket }));
    });
    expect(where.LocationConstraint).toBe(location);
  });

  it.each([
    ['ec2', 'EC2', 'ec2:DescribeVolumes', ['UnauthorizedOperation', 403], ['RequestLimitExceeded', 503]],
    ['iam', 'IAM', 'iam:ListSAMLProviders', ['AccessDenied', 403], ['Throttling', 400]],
    [
      'elasticache',
      'ElastiCache',
      'elasticache:DescribeSnapshots',
      ['AccessDenied', 403],
      ['Throttling', 400],
    ],
    ['kms', 'KMS', 'kms:ListKeys', ['AccessDeniedException', 400], ['ThrottlingException', 400]],
    [
      'backup',
      'Backup',
      'backup:ListBackupVaults',
      ['AccessDeniedException', 403],
      ['ThrottlingException', 429],
    ],
    [
      'opensearch',
      'OpenSearch',
      'es:ListDomainNames',
      ['AccessDeniedException', 403],
      ['ThrottlingException', 429],
    ],
    ['s3', 'S3', 's3:ListBuckets', ['AccessDenied', 403], ['SlowDown', 503]],
  ] as const)('errors of %s as AWS writes them', async (name, title, operation, denied, throttled) => {
    const met = (kind: Fault['kind']) =>
      asked({ operation, kind }, async (settings) => {
        const client = (await import(`@aws-sdk/client-${name}`)) as Readonly<Record<string, Constructor>>;
        const [Client, Command] = [client[`${title}Client`], client[`${apiName(operation)}Command`]];
        if (Client === undefined || Command === undefined) throw new Error(`no client of ${title}`);
        const error = await new Client(settings).send(new Command({})).catch((thrown: Problem) => thrown);
        return [error.name, error.$metadata.httpStatusCode];
      });
    expect(await met('denied')).toEqual(denied);
    expect(await met('throttled')).toEqual(throttled);
  });
});

type Constructor = new (input: object) => { send(command: object): Promise<Problem> };

interface Problem {
  readonly name: string;
  readonly $metadata: { readonly httpStatusCode?: number };
}

interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: typeof scanner;
  readonly maxAttempts: number;
}

/** Buckets are in the account that the caller enters by a role. */
async function acmeCredentials(settings: Settings) {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const role = `arn:aws:iam::${acmeId}:role/firebreak-read`;
  const asked = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'test' });
  const { Credentials: given } = await new STSClient(settings).send(asked);
  return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '' };
}
