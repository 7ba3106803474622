import { describe, expect, it } from 'vitest';
import type { OpensearchWorld } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, storesOf } from './acme.ts';

const here = 'us-east-1';
const arn = (name: string) => `arn:aws:es:${here}:${acmeId}:domain/${name}`;
const key = `arn:aws:kms:${here}:${acmeId}:key/k`;

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: acmeId }, Action: 'es:*', Resource: `${arn('logs')}/*` }],
};

const world: OpensearchWorld = {
  domains: new Map([
    [
      'logs',
      {
        DomainId: `${acmeId}/logs`,
        DomainName: 'logs',
        ARN: arn('logs'),
        EngineVersion: 'OpenSearch_2.19',
        ClusterConfig: { InstanceCount: 3 },
        EBSOptions: { EBSEnabled: true, VolumeSize: 100 },
        EncryptionAtRestOptions: { Enabled: true, KmsKeyId: key },
        VPCOptions: { VPCId: 'vpc-1' },
        AutomatedSnapshotPauseOptions: { Enabled: true, State: 'Active' },
        AccessPolicies: JSON.stringify(policy),
      },
    ],
    [
      'old',
      {
        DomainId: `${acmeId}/old`,
        DomainName: 'old',
        ARN: arn('old'),
        ClusterConfig: {},
        Deleted: true,
        AccessPolicies: '',
      },
    ],
  ]),
  tags: new Map([[arn('logs'), { env: 'production' }]]),
};

const read = (serve: object = {}) =>
  scan([acme({ opensearch: { [here]: world } })], { regions: [here], serve });

describe('a domain', () => {
  const whole = read();

  it('is a store with its size, key and tags', async () => {
    const { find, unread } = await whole;
    expect(unread).toEqual([]);
    expect(find(arn('logs'))).toMatchObject({
      kind: 'store',
      native: 'AWS::OpenSearchService::Domain',
      tags: { env: 'production' },
      props: {
        type: 'search-domain',
        sizeBytes: 300 * 2 ** 30,
        key,
        guards: [],
        pendingDeletion: null,
        facts: { engine: 'OpenSearch_2.19', 'in a VPC': true, 'automated snapshots paused': true },
      },
    });
    expect(find(arn('old')).props).toMatchObject({ sizeBytes: null, pendingDeletion: { at: null } });
  });

  it('has its access policy, where it has one', async () => {
    const { find, assets } = await whole;
    expect(find(`${arn('logs')}#access-policy`)).toMatchObject({
      kind: 'policy',
      links: [{ to: arn('logs'), as: 'protects' }],
      props: { type: 'resource', document: policy },
    });
    expect(assets.some(({ id }) => id === `${arn('old')}#access-policy`)).toBe(false);
  });

  it('has snapshots of its own, which go with it and which only it lists', async () => {
    const snapshots = (await whole).find(`${arn('logs')}#automated-snapshots`);
    expect(storesOf(snapshots)).toEqual([arn('logs')]);
    expect(snapshots.props).toMatchObject({ survivesSource: false, complete: 'unknown', expires: 'unknown' });
  });
});

describe('what could not be read', () => {
  it.each([
    ['es:ListDomainNames', [null]],
    ['es:DescribeDomain', [arn('logs'), arn('old')]],
    ['es:ListTags', [arn('logs'), arn('old')]],
  ] as const)('%s leaves gaps', async (operation, targets) => {
    const { unread } = await read({ faults: [{ operation, kind: 'denied' }] });
    expect(unread.map(({ target }) => target)).toEqual(targets);
    expect(new Set(unread.map(({ permission }) => permission))).toEqual(new Set([operation]));
  });

  it('of a domain may be a policy that lets somebody in', async () => {
    const { unread, find } = await read({ faults: [{ operation: 'es:DescribeDomain', kind: 'denied' }] });
    expect(unread[0]).toMatchObject({ kind: 'policy', direction: 'widens' });
    expect(find(arn('logs'))).toMatchObject({ kind: 'store', name: 'logs' });
  });

  it.each(['html', 'blank', 'cut'] as const)('by %s is no empty list', async (kind) => {
    const { unread } = await read({ faults: [{ operation: 'es:ListDomainNames', kind }] });
    expect(unread).toMatchObject([{ reason: 'failed' }]);
  });
});
