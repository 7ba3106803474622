import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VERDICTS } from '../../src/blast-radius/judge.ts';
import { allOperations } from '../../src/blast-radius/operations/index.ts';
import type { AssetKind, AssetOf, Guard } from '../../src/model/asset.ts';
import {
  aurora,
  automated,
  BUCKET,
  bucket,
  CLUSTER,
  clusterSnapshots,
  DATABASE,
  database,
  deletionProtection,
  globalCluster,
  legalHold,
  manual,
  pitr,
  points,
  readReplica,
  SECRET,
  TABLE,
  table,
  tableBackups,
  tableReplica,
  vault,
  vaultLock,
  versions,
} from './aws-stores-world.ts';
import { accessKey, KEY, key, SCANNED, USER } from './ec2-world.ts';
import { scripted } from './scripted-access.ts';
import { blast, pairOf } from './world.ts';

type Assets = readonly AssetOf<AssetKind>[];

const final: Guard = { type: 'deletion-protection', clearedBy: [], until: null };

/** Worlds that between them use every row of these services, and the store each is about. */
const worlds: readonly { readonly store: string; readonly assets: Assets }[] = [
  {
    store: DATABASE,
    assets: [
      database({ key: KEY, secrets: [SECRET], guards: [deletionProtection('rds:ModifyDBInstance')] }),
      key(),
      ...automated(2),
      ...manual(2),
      ...readReplica(),
      vault('governance', [vaultLock('clearable')]),
      ...points(DATABASE, 2, { guards: [legalHold()] }),
    ],
  },
  { store: CLUSTER, assets: [...aurora(2), globalCluster(), ...clusterSnapshots(2)] },
  {
    store: TABLE,
    assets: [
      table({ guards: [deletionProtection('dynamodb:UpdateTable')] }),
      ...pitr(),
      ...tableBackups(2),
      ...tableReplica(),
    ],
  },
  {
    store: BUCKET,
    assets: [
      bucket(),
      ...versions({
        guards: [
          { type: 'object-lock', clearedBy: [{ operation: 's3:BypassGovernanceRetention' }], until: null },
        ],
      }),
    ],
  },
];

/** Verified operations: what rests on another is `unknown`, which hides verdicts on either side of it. */
const operations = [
  ...new Set(
    allOperations
      .filter(({ provider, confidence }) => provider === 'aws' && confidence !== 'unverified')
      .map(({ id }) => id),
  ),
].filter((id) => !id.startsWith('ec2:'));

const world = fc.constantFrom(...worlds);
const rights = fc.subarray(operations, { minLength: 1 });

/** The pair (verdict, calls) as a rank: the smaller, the worse. */
function rank(assets: Assets, store: string, may: readonly string[]): number {
  const lines = may.map((operation) => `${operation} *`);
  const radius = blast(
    { assets: [SCANNED, accessKey(), ...assets] },
    undefined,
    scripted({ [USER]: [{ may: lines }] }),
  );
  const told = pairOf(radius, USER, store);
  return VERDICTS.indexOf(told?.verdict ?? 'no-reach') * 1000 + (told?.calls ?? 0);
}

function guarded(assets: Assets, at: number): Assets {
  return assets.map((one, i) =>
    i === at % assets.length && 'guards' in one.props
      ? { ...one, props: { ...one.props, guards: [...one.props.guards, final] } }
      : one,
  );
}

const runs = { numRuns: 150 };

describe('whatever may be called on databases, tables and buckets', () => {
  test('removing a permission never worsens the verdict, nor makes it cheaper', () => {
    fc.assert(
      fc.property(world, rights, fc.nat(), ({ assets, store }, may, n) => {
        const less = may.filter((_, i) => i !== n % may.length);
        expect(rank(assets, store, less)).toBeGreaterThanOrEqual(rank(assets, store, may));
      }),
      runs,
    );
  });

  test('a guard that nobody clears never worsens the verdict, nor makes it cheaper', () => {
    fc.assert(
      fc.property(world, rights, fc.nat(), ({ assets, store }, may, at) => {
        expect(rank(guarded(assets, at), store, may)).toBeGreaterThanOrEqual(rank(assets, store, may));
      }),
      runs,
    );
  });

  test('whoever may call everything ends all but what nobody can clear', () => {
    for (const { assets, store } of worlds) {
      expect(rank(assets, store, operations), store).toBeLessThan(1000);
    }
  });
});
