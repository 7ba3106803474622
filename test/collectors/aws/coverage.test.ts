import { describe, expect, it } from 'vitest';
import { type Coverage, linkCoverage } from '../../../src/collectors/aws/coverage.ts';
import type { CollectedAsset } from '../../../src/model/asset.ts';

const common = {
  provider: 'aws',
  scope: '111111111111',
  region: 'us-east-1',
  createdAt: null,
  links: [],
  tags: {},
};
const database = 'arn:aws:rds:us-east-1:111111111111:db:main';
const volume = 'arn:aws:ec2:us-east-1:111111111111:volume/vol-1';

const store = (id: string, tags: Record<string, string> = {}, region = 'us-east-1'): CollectedAsset => ({
  ...common,
  id,
  kind: 'store',
  native: 'x',
  name: id,
  tags,
  region,
  props: { type: 'volume', sizeBytes: null, key: null, guards: [], pendingDeletion: null },
});

const schedule: CollectedAsset = {
  ...common,
  id: 'plan',
  kind: 'schedule',
  native: 'x',
  name: 'plan',
  props: { type: 'backup-plan', frequency: 'daily', retentionHours: null, copiesTo: [] },
};

const stores = [
  store(database, { env: 'production', team: 'shop' }),
  store(volume, { env: 'staging' }),
  store('arn:aws:ec2:eu-west-1:111111111111:volume/vol-2', { env: 'production' }, 'eu-west-1'),
];

const covered = (more: Partial<Coverage>): readonly string[] => {
  const none = { resources: [], except: [], anyTag: [], allTags: [], optedOut: [] };
  const coverage = { ...none, schedules: ['plan'], region: 'us-east-1', ...more };
  const linked = linkCoverage([...stores, schedule], [coverage]);
  return linked.find(({ id }) => id === 'plan')?.links.map(({ to }) => to) ?? [];
};

const tag = (key: string, value: string, more = {}) => ({ key, value, like: false, negated: false, ...more });

describe('a schedule covers', () => {
  it.each<[string, Partial<Coverage>, readonly string[]]>([
    ['everything in its Region that it does not narrow down', {}, [volume, database]],
    ['what its patterns name', { resources: ['arn:aws:rds:*:*:db:*'] }, [database]],
    ['what is spelt out', { resources: [volume] }, [volume]],
    ['no longer name than the pattern', { resources: ['arn:aws:ec2:*volume/vol-1*vol-1'] }, []],
    ['nothing that is excepted', { resources: ['*'], except: ['*:db:*'] }, [volume]],
    ['what has one of the tags', { anyTag: [tag('env', 'staging'), tag('team', 'x')] }, [volume]],
    [
      'only what has all of the tags',
      { allTags: [tag('env', 'production'), tag('team', 'shop')] },
      [database],
    ],
    ['tags that are like', { allTags: [tag('env', 'prod*', { like: true })] }, [database]],
    ['what lacks a tag', { allTags: [tag('team', 'shop', { negated: true })] }, [volume]],
    ['only what is named of what is opted out', { optedOut: ['rds:db:'] }, [volume]],
    ['what is named though opted out', { resources: [database], optedOut: ['rds:db:'] }, [database]],
    ['no tag of the prototype', { allTags: [tag('constructor', '*', { like: true })] }, []],
  ])('%s', (_what, coverage, expected) => {
    expect(covered(coverage)).toEqual(expected);
  });
});
