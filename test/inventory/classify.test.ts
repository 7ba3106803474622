import { describe, expect, it } from 'vitest';
import type { CollectedAsset } from '../../src/model/asset.ts';
import type { EnvironmentRule } from '../../src/model/inventory.ts';
import { asset, inventoryOf } from './assets.ts';

const rules: readonly EnvironmentRule[] = [
  { name: 'sandbox', tier: 'development', match: [{ project: 'sandbox' }] },
  {
    name: 'production',
    tier: 'production',
    match: [{ provider: 'railway', environment: 'production' }, { tag: { env: ['prod', 'production'] } }],
  },
  { name: 'staging', tier: 'staging', match: [{ environment: 'staging*' }, { tag: { env: ['staging'] } }] },
  { name: 'tools', tier: 'development', match: [{ provider: 'aws', account: '222222222222' }] },
];

const production = asset('environment', 'e1', { name: 'production' });
const staging = asset('environment', 'e2', { name: 'staging-eu' });
const unnamed = asset('environment', 'e3', { name: 'qa' });
const pullRequest = asset('environment', 'e4', { name: 'pr-7', props: { ephemeral: true } });

/** `name/tier/by` of an asset's environments. */
function environmentsOf(id: string, ...assets: readonly CollectedAsset[]): readonly string[] {
  const found = inventoryOf(assets, { rules }).assets.find((each) => each.id === id);
  return (found?.environments ?? []).map(({ name, tier, by }) => `${name} ${tier} ${by}`);
}

describe('the environment of an asset', () => {
  it.each<[string, string, readonly CollectedAsset[], readonly string[]]>([
    ['is the first rule that matches', 'e1', [production], ['production production declared']],
    ['may be matched by a pattern', 'e2', [staging], ['staging staging declared']],
    [
      'is declared through the environment it is in',
      's',
      [staging, asset('store', 's', { links: ['in e2'] })],
      ['staging staging declared'],
    ],
    [
      'follows the order of the rules',
      's',
      [
        production,
        asset('container', 'p', { name: 'sandbox', links: ['contains e1'] }),
        asset('store', 's', { links: ['in e1'] }),
      ],
      ['sandbox development declared'],
    ],
    [
      'may be declared by one of several tag values',
      's',
      [asset('store', 's', { tags: { env: 'prod' } })],
      ['production production declared'],
    ],
    [
      'may be declared by account',
      's',
      [asset('store', 's', { provider: 'aws', scope: '222222222222' })],
      ['tools development declared'],
    ],
    [
      'does not match a rule of another provider',
      's',
      [asset('store', 's', { scope: '222222222222' })],
      ['unclassified production assumed'],
    ],
    ['is ephemeral where the provider says so', 'e4', [pullRequest], ['pr-7 ephemeral provider']],
    [
      'comes from the provider for what is in an ephemeral environment',
      's',
      [pullRequest, asset('store', 's', { links: ['in e4'] })],
      ['pr-7 ephemeral provider'],
    ],
    ['counts as production when nothing says', 'e3', [unnamed], ['qa production assumed']],
    [
      'is assumed by the name of the environment it is in',
      's',
      [unnamed, asset('store', 's', { links: ['in e3'] })],
      ['qa production assumed'],
    ],
    ['is assumed for a store nobody knows', 's', [asset('store', 's')], ['unclassified production assumed']],
    [
      'is assumed for a backup whose store is gone',
      'b',
      [asset('backup', 'b', { links: ['copy-of gone'] })],
      ['unclassified production assumed'],
    ],
    [
      'comes with an attachment, so that an untagged volume on a production instance is production’s',
      's',
      [asset('store', 's'), asset('workload', 'w', { tags: { env: 'prod' }, links: ['uses s'] })],
      ['production production attachment'],
    ],
    [
      'is kept twice on conflict',
      's',
      [
        asset('store', 's', { tags: { env: 'staging' } }),
        asset('workload', 'w', { tags: { env: 'prod' }, links: ['uses s'] }),
      ],
      ['production production attachment', 'staging staging declared'],
    ],
    [
      'is not taken from an attachment that is itself only assumed',
      's',
      [asset('store', 's', { tags: { env: 'staging' } }), asset('workload', 'w', { links: ['uses s'] })],
      ['staging staging declared'],
    ],
    [
      'is its own where the environment it is in is only assumed',
      's',
      [unnamed, asset('store', 's', { tags: { env: 'staging' }, links: ['in e3'] })],
      ['staging staging declared'],
    ],
    [
      'is inherited by a backup, and by a copy of the backup',
      'b2',
      [
        asset('store', 's', { tags: { env: 'prod' } }),
        asset('backup', 'b1', { links: ['copy-of s'] }),
        asset('backup', 'b2', { links: ['copy-of b1'] }),
      ],
      ['production production inherited'],
    ],
    [
      'is inherited by a backup tagged otherwise, too',
      'b',
      [
        asset('store', 's', { tags: { env: 'prod' } }),
        asset('backup', 'b', { tags: { env: 'staging' }, links: ['copy-of s'] }),
      ],
      ['production production inherited', 'staging staging declared'],
    ],
    [
      'is all of those a container holds, assumed ones included',
      'v',
      [
        staging,
        unnamed,
        asset('container', 'v', { props: { type: 'volume' }, links: ['contains s1', 'contains s2'] }),
        asset('store', 's1', { links: ['in e2'] }),
        asset('store', 's2', { links: ['in e3'] }),
      ],
      ['qa production assumed', 'staging staging inherited'],
    ],
    [
      'is that of the stores under a key',
      'k',
      [asset('key', 'k'), asset('store', 's', { tags: { env: 'prod' }, links: ['encrypted-with k'] })],
      ['production production inherited'],
    ],
    [
      'is a project token’s home',
      'c',
      [
        production,
        asset('principal', 'p', { links: ['acts-in e1 PROJECT_TOKEN'] }),
        asset('credential', 'c', { links: ['held-by p'] }),
      ],
      ['production production inherited'],
    ],
    ['is nothing for a principal without a home', 'p', [asset('principal', 'p')], []],
    [
      'ends in a circle of copies',
      'b1',
      [asset('backup', 'b1', { links: ['copy-of b2'] }), asset('backup', 'b2', { links: ['copy-of b1'] })],
      ['unclassified production assumed'],
    ],
  ])('%s', (_title, id, assets, expected) => {
    expect(environmentsOf(id, ...assets)).toEqual(expected);
  });

  it('settles the tier of the environment itself, whatever its collector supposed', () => {
    const [found] = inventoryOf([staging], { rules }).assets;
    expect(found?.props).toMatchObject({ tier: 'staging' });
  });
});
