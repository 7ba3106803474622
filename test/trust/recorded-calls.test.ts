import { type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { allowedOperations } from '../../src/collectors/aws/allowed-operations.ts';
import { attributeAws, collectAws } from '../../src/collectors/aws/index.ts';
import { allowedOperations as allowedFields } from '../../src/collectors/railway/allowed-operations.ts';
import { attributeRailway, collectRailway } from '../../src/collectors/railway/index.ts';
import type { Unattributed } from '../../src/model/attribution.ts';
import { type Fault, serveAws } from '../../src/stand-ins/aws/index.ts';
import { type Call, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { run } from '../cli/run.ts';
import { acmeId, scanner, stillIO } from '../collectors/aws/acme.ts';
import { everyCall } from './every-call.ts';

const window = { since: '2026-11-01T00:00:00.000Z', until: '2026-11-22T12:00:00.000Z' };

const gone = (provider: 'aws' | 'railway', asset: string, native: string, scope: string): Unattributed => ({
  fingerprint: `drift:${asset}`,
  change: 'removed',
  asset,
  native,
  provider,
  scope,
  region: provider === 'aws' ? 'us-east-1' : null,
  within: [],
});

/** Allowed operations that a full scan of the stand-in never needs. */
const unseen: Readonly<Record<string, string>> = {
  's3:GetBucketLocation':
    'asked only of servers whose ListBuckets does not tell the Region, as S3 itself does',
};

describe('a stand-in of AWS that writes down every call of a full scan', () => {
  const seen = new Set<string>();

  async function scanned(faults: readonly Fault[]): Promise<void> {
    const served = await serveAws(everyCall(), { faults });
    const options = {
      accounts: 'organization' as const,
      regions: 'enabled' as const,
      credentials: scanner,
      endpoint: served.url,
      maxAttempts: 1,
      ratePerSecond: 1e6,
    };
    const asked = [
      gone('aws', `arn:aws:ec2:us-east-1:${acmeId}:volume/vol-gone`, 'AWS::EC2::Volume', acmeId),
    ];
    try {
      await collectAws(options, stillIO());
      await attributeAws(options, asked, window, stillIO());
    } finally {
      await served.close();
    }
    for (const call of served.calls) seen.add(call);
  }

  async function probed(): Promise<void> {
    const served = await serveAws(everyCall());
    vi.stubEnv('AWS_ENDPOINT_URL', served.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', scanner.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', scanner.secretAccessKey);
    try {
      const { stderr } = await run(['init', '--provider', 'aws', '--yes']);
      expect(stderr).toContain(`AWS: account ${acmeId}`);
    } finally {
      vi.unstubAllEnvs();
      await served.close();
    }
    for (const call of served.calls) seen.add(call);
  }

  beforeAll(async () => {
    await scanned([]);
    // Users are asked one by one only where the credential report can't be had.
    await scanned([{ operation: 'iam:GenerateCredentialReport', kind: 'denied' }]);
    await probed();
  });

  it('hears nothing but what is allowed: the scan, who did it, and the probe of init', () => {
    expect([...seen].filter((call) => !allowedOperations.includes(call))).toEqual([]);
  });

  it('hears all of what is allowed, but for what is explained', () => {
    const silent = allowedOperations.filter((operation) => !seen.has(operation));
    // A new call belongs into the world of every-call.ts.
    expect(silent).toEqual(Object.keys(unseen));
  });
});

describe('a stand-in of Railway that writes down every call of a full scan', () => {
  const { world, tokens } = pocketOs(new Date('2026-11-22T12:00:00.000Z'));
  const workspace = world.workspaces[0]?.id ?? '';
  const calls: Call[] = [];

  /** The token of a workspace, and of a login, beside those of the incident. */
  const session = {
    id: 's-1',
    name: 'cli',
    type: 'CLI',
    createdAt: window.since,
    expiredAt: '2027-01-01T00:00:00.000Z',
    value: 'session-value',
  };
  const peopled = {
    ...world,
    users: world.users.map((user, n) =>
      n === 0 ? { ...user, sessions: [...user.sessions, session] } : user,
    ),
  };

  beforeAll(async () => {
    const served = await serveRailway(peopled, { pageSize: 1 });
    const given = { account: tokens.domainChores, project: tokens.staging, session: session.value };
    for (const [name, value] of Object.entries(given)) {
      const options = { endpoint: served.url, tokens: [{ name, value }], requestsPerSecond: 1e6 };
      await collectRailway(options, stillIO());
      const asked = [gone('railway', 'railway:volume-instance:gone', 'railway.VolumeInstance', workspace)];
      await attributeRailway(options, asked, window, stillIO());
    }
    calls.push(...served.calls());
    await served.close();
  });

  afterAll(() => vi.unstubAllGlobals());

  it('hears queries alone, and in them nothing but fields that are allowed', () => {
    const asked = calls.flatMap(({ query }) => fieldsOf(parse(query)));
    expect(asked.length).toBeGreaterThan(500);
    expect([...new Set(asked)].filter((field) => !allowedFields.includes(field))).toEqual([]);
  });

  it('hears all of what is allowed', () => {
    const asked = new Set(calls.flatMap(({ query }) => fieldsOf(parse(query))));
    expect(allowedFields.filter((field) => !asked.has(field))).toEqual([]);
  });

  it('hears nothing else from the probe of init', async () => {
    const sent: string[] = [];
    vi.stubGlobal('fetch', async (_: unknown, { body }: { readonly body: string }) => {
      sent.push(JSON.parse(body).query);
      return Response.json({ data: null, errors: [{ message: 'Not Authorized' }] });
    });
    const { stderr } = await run(['init', '--yes'], { env: { RAILWAY_API_TOKEN: 'a-token' } });
    expect(stderr).toContain('Railway does not accept it');
    expect(sent.length).toBeGreaterThan(1);
    expect(
      sent.flatMap((query) => fieldsOf(parse(query))).filter((field) => !allowedFields.includes(field)),
    ).toEqual([]);
  });
});

/** Fields asked for, from the root; what is no query is named as such. */
function fieldsOf({ definitions }: DocumentNode): readonly string[] {
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [definition.kind];
    return definition.operation === 'query' ? below(definition.selectionSet, '') : [definition.operation];
  });
}

function below({ selections }: SelectionSetNode, path: string): readonly string[] {
  return selections.flatMap((field) => {
    if (field.kind !== Kind.FIELD) return [field.kind];
    const here = `${path}${field.name.value}`;
    return field.selectionSet === undefined ? [here] : below(field.selectionSet, `${here}.`);
  });
}
