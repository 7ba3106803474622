import { describe, expect, it } from 'vitest';
import { collectRailway } from '../../src/collectors/railway/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import { discoverChecks } from '../../src/findings/discover.ts';
import type { Collected } from '../../src/model/inventory.ts';
import { judge, takeInventory } from '../../src/scan.ts';
import type { AwsAccountWorld } from '../../src/stand-ins/aws/index.ts';
import * as item from '../../src/stand-ins/aws/items.ts';
import { serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { healthy } from '../../src/stand-ins/railway/worlds/healthy.ts';
import {
  accessKey,
  acme,
  acmeId,
  reportHead,
  scan,
  scanner,
  scanUser,
  stillIO,
} from '../collectors/aws/acme.ts';

const io = stillIO();
const now = io.clock();
const checks = await discoverChecks();

/** Judges what a provider's collectors read over the wire, under a configuration. */
async function failsOf(collected: Collected, file: Readonly<Record<string, unknown>>) {
  const { settings, environments: rules } = loadConfig({
    text: JSON.stringify({ version: 1, providers: {}, ...file }),
    path: 'the test',
  });
  const inventory = await takeInventory({ collect: [async () => collected], settings, rules }, io);
  const { report } = judge(inventory, {
    tool: { name: 'firebreak', version: '0' },
    config: 'test',
    checks,
    baseline: null,
    exceptions: [],
    thresholds: { failOn: 'high', failOnNew: 'never' },
    allowGaps: new Set(),
    startedAt: now,
    finishedAt: now,
  });
  return report.findings.filter(({ outcome }) => outcome !== 'unknown');
}

const copyOf = (of: string) => ({
  of,
  location: `object storage of another provider, of ${of}`,
  every: '24h',
  keptFor: '90d',
  newestAt: '2026-11-22T02:00:00Z',
  deletableBy: ['a hardware key in the safe'],
  owner: 'ops@acme.example',
  restoreTestedAt: '2026-11-01',
  expires: '2027-01-31',
});

describe('a careful team on Railway, read over HTTP', () => {
  it('has nothing to repair but the token the scan needs, which Railway cannot narrow', async () => {
    const { world, tokens, config } = healthy(now);
    const served = await serveRailway(world);
    const collected = await collectRailway(
      {
        endpoint: served.url,
        tokens: [{ name: 'TOKEN', value: tokens.workspace }],
        requestsPerSecond: 1_000,
      },
      io,
    ).finally(() => served.close());
    const copies = ['production', 'staging'].map((name) => copyOf(`railway:volume-instance:vi-${name}`));
    const fails = await failsOf(collected, { ...config, copies });
    const others = fails.filter(({ name }) => name !== 'the token in TOKEN');
    expect(others.map(({ message }) => message)).toEqual([]);
    expect(fails.map(({ check, severity }) => `${severity} ${check}`)).toEqual([
      'medium credential-stays-in-one-tier',
      'medium token-cannot-delete-production-data',
      'low token-is-scoped',
    ]);
  });
});

/** Nobody but a scanner that can do nothing, and one volume with a snapshot of this morning. */
const careful: AwsAccountWorld = {
  ...acme(),
  iam: {
    ...acme().iam,
    users: [item.user(acmeId, 'scan', {})],
    groups: [],
    roles: [],
    report: [
      reportHead,
      `<root_account>,arn:aws:iam::${acmeId}:root,2020-01-01T00:00:00+00:00,not_supported,2026-03-01T00:00:00+00:00,not_supported,true,false,N/A,N/A,false,N/A,N/A,false,false`,
      `scan,${scanUser},2026-11-01T00:00:00+00:00,false,N/A,N/A,false,true,2026-11-01T00:00:00+00:00,2026-11-20T00:00:00+00:00,false,N/A,N/A,false,false`,
    ].join('\n'),
    accessKeys: new Map([
      ['scan', [{ ...accessKey('scan', scanner.accessKeyId), CreateDate: '2026-11-01T00:00:00Z' }]],
    ]),
    loginProfiles: new Map(),
    mfaDevices: new Map(),
    oidcProviders: new Map(),
  },
  cloudtrail: {
    'us-east-1': {
      trails: [
        {
          Name: 'main',
          TrailARN: `arn:aws:cloudtrail:us-east-1:${acmeId}:trail/main`,
          HomeRegion: 'us-east-1',
          IsMultiRegionTrail: true,
          IsLogging: true,
        },
      ],
    },
  },
  rbin: {
    'us-east-1': [
      ['EBS_SNAPSHOT', 30],
      ['EBS_VOLUME', 7],
    ].map(([ResourceType = '', RetentionPeriodValue]) => ({
      Identifier: `${ResourceType}`,
      RuleArn: `arn:aws:rbin:us-east-1:${acmeId}:rule/${ResourceType}`,
      ResourceType,
      RetentionPeriod: { RetentionPeriodValue, RetentionPeriodUnit: 'DAYS' },
      Status: 'available',
      LockState: 'locked',
      LockConfiguration: { UnlockDelay: { UnlockDelayValue: 30, UnlockDelayUnit: 'DAYS' } },
    })),
  },
  regions: {
    'us-east-1': {
      instances: [item.instance('i-db', { blockDeviceMapping: [item.device('vol-data', false)] })],
      volumes: [item.volume('vol-data', item.attachedTo('i-db', false))],
      snapshots: [{ ...item.snapshot('snap-data', 'vol-data'), startTime: '2026-11-22T03:00:00.000Z' }],
    },
  },
};

describe('a careful team on AWS, read over HTTP', () => {
  it('has nothing to repair', async () => {
    const volume = `arn:aws:ec2:us-east-1:${acmeId}:volume/vol-data`;
    const fails = await failsOf(await scan([careful]), {
      name: 'acme',
      environments: [
        { name: 'production', tier: 'production', match: [{ provider: 'aws', account: acmeId }] },
      ],
      copies: [copyOf(volume)],
    });
    expect(fails.map(({ check, message }) => `${check}: ${message}`)).toEqual([]);
  });
});
