import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VERDICTS } from '../../src/blast-radius/judge.ts';
import type { AssetKind, AssetOf, Guard } from '../../src/model/asset.ts';
import { bruteForce, type SmallWorld } from './brute-force.ts';
import {
  accessKey,
  attachedVolume,
  image,
  imageId,
  SCANNED,
  server,
  snapshots,
  USER,
  VOLUME,
  volume,
} from './ec2-world.ts';
import { type Script, scripted } from './scripted-access.ts';
import { blast, pairOf } from './world.ts';

const OPERATIONS = [
  'ec2:ModifyInstanceAttribute',
  'ec2:StopInstances',
  'ec2:TerminateInstances',
  'ec2:DetachVolume',
  'ec2:DeleteVolume',
  'ec2:DeregisterImage',
  'ec2:UnlockSnapshot',
  'ec2:DeleteSnapshot',
];

const smallWorld: fc.Arbitrary<SmallWorld> = fc
  .record({
    attached: fc.option(fc.record({ endsWithWorkload: fc.boolean(), root: fc.boolean() })),
    protection: fc.boolean(),
    snapshots: fc.array(
      fc.record({ lock: fc.constantFrom('none', 'none', 'clearable', 'final'), held: fc.boolean() }),
      { maxLength: 3 },
    ),
    image: fc.boolean(),
    may: fc.dictionary(
      fc.constantFrom(...OPERATIONS),
      fc.constantFrom<readonly number[]>([0], [0], [1], [2], [0, 1], [1, 2], []),
      { maxKeys: OPERATIONS.length },
    ),
  })
  .map((world) => ({ ...world, image: world.image && world.snapshots.some(({ held }) => held) }));

function assetsOf(world: SmallWorld): readonly AssetOf<AssetKind>[] {
  const { attached, protection } = world;
  const guard: Guard = {
    type: 'termination-protection',
    clearedBy: [{ operation: 'ec2:ModifyInstanceAttribute' }],
    until: null,
  };
  const machine =
    attached === null ? [volume()] : [attachedVolume(attached), server(protection ? [guard] : [])];
  const copies = world.snapshots.flatMap(({ lock, held }, i) =>
    snapshots(1, { guards: lockOf(lock), heldBy: held && world.image ? [imageId(1)] : [] }, i + 1),
  );
  return [SCANNED, accessKey(), ...machine, ...copies, ...(world.image ? [image(1)] : [])];
}

function lockOf(lock: 'none' | 'clearable' | 'final'): readonly Guard[] {
  if (lock === 'none') return [];
  return [
    {
      type: 'snapshot-lock',
      clearedBy: lock === 'clearable' ? [{ operation: 'ec2:UnlockSnapshot' }] : [],
      until: null,
    },
  ];
}

function scriptsOf(may: SmallWorld['may']): readonly Script[] {
  const by = (actor: number): readonly string[] =>
    Object.keys(may).flatMap((operation) => (may[operation]?.includes(actor) ? [`${operation} *`] : []));
  return [
    { may: by(0) },
    { through: ['role/hub'], may: by(1) },
    { through: ['role/hub', 'role/admin'], may: by(2) },
  ];
}

/** The pair (verdict, calls) as a rank: the smaller, the worse. */
function outcome(world: SmallWorld): {
  readonly verdict: string;
  readonly calls: number;
  readonly rank: number;
} {
  const radius = blast({ assets: assetsOf(world) }, undefined, scripted({ [USER]: scriptsOf(world.may) }));
  const told = pairOf(radius, USER, VOLUME);
  const verdict = told?.verdict ?? 'no-reach';
  const calls = told?.calls ?? 0;
  return { verdict, calls, rank: VERDICTS.indexOf(verdict) * 1000 + calls };
}

const runs = { numRuns: 400 };

describe('whatever the world', () => {
  test('a planner that tries every sequence of calls comes to the same verdict and calls', () => {
    fc.assert(
      fc.property(smallWorld, (world) => {
        const { verdict, calls } = outcome(world);
        expect({ verdict, calls }).toEqual(bruteForce(world));
      }),
      runs,
    );
  });

  test('removing a permission never worsens the verdict, nor makes it cheaper', () => {
    fc.assert(
      fc.property(smallWorld, fc.constantFrom(...OPERATIONS), (world, removed) => {
        const { [removed]: _, ...may } = world.may;
        expect(outcome({ ...world, may }).rank).toBeGreaterThanOrEqual(outcome(world).rank);
      }),
      runs,
    );
  });

  test('a lock never worsens the verdict, nor makes it cheaper', () => {
    fc.assert(
      fc.property(smallWorld, fc.nat(2), fc.constantFrom('clearable', 'final'), (world, at, lock) => {
        const locked = world.snapshots.map((one, i) =>
          i === at && one.lock === 'none' ? { ...one, lock } : one,
        );
        const harder = outcome({ ...world, snapshots: locked });
        expect(harder.rank).toBeGreaterThanOrEqual(outcome(world).rank);
      }),
      runs,
    );
  });
});
