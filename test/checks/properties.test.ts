import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discoverChecks } from '../../src/findings/discover.ts';
import { runChecks } from '../../src/findings/run.ts';
import type { AssetKind } from '../../src/model/asset.ts';
import { gap, type World, world } from './world.ts';
import { but, healthy, without } from './worlds.ts';

const checks = await discoverChecks();
const run = (from: World) => runChecks(checks, world(from));

const removable = healthy.assets.filter(({ kind }) => kind !== 'store').map(({ id }) => id);

/** Healthy worlds with assets missing, aged and moved. */
const worlds = fc
  .record({
    gone: fc.subarray(removable, { maxLength: 4 }),
    aged: fc.constantFrom(...healthy.assets.map(({ id }) => id)),
    assumed: fc.constantFrom(...healthy.assets.map(({ id }) => id)),
  })
  .map(({ gone, aged, assumed }): World => {
    const left = without(...gone).assets;
    const old = but(aged, (asset) => ({ ...asset, createdAt: '2020-01-01T00:00:00.000Z' })).assets;
    return {
      ...healthy,
      assets: left.map(
        (asset) =>
          (asset.id === assumed
            ? { ...asset, environments: [] }
            : (old.find(({ id }) => id === asset.id) ?? asset)) as typeof asset,
      ),
    };
  });

describe('runChecks over the whole catalogue', () => {
  it('says the same of the same world in whatever order it comes', () => {
    const shuffled = worlds.chain((from) =>
      fc
        .shuffledSubarray([...from.assets], { minLength: from.assets.length })
        .map((assets) => ({ from, assets })),
    );
    const property = fc.property(shuffled, ({ from, assets }) => {
      const backwards = runChecks(checks.toReversed(), world({ ...from, assets }));
      expect(JSON.stringify(backwards)).toBe(JSON.stringify(run(from)));
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('never passes by absence what a gap could hide', () => {
    const kinds: readonly AssetKind[] = [
      'store',
      'backup',
      'credential',
      'principal',
      'workload',
      'schedule',
      'policy',
    ];
    const property = fc.property(
      worlds,
      fc.constantFrom(...kinds),
      fc.constantFrom('aws', 'railway'),
      (from, kind, provider) => {
        const scope = provider === 'aws' ? '111111111111' : 'w1';
        const before = run(from).tallies;
        const after = run({ ...from, gaps: [gap(kind, { provider, scope })] }).tallies;
        checks.forEach(({ proof, needs, judges, fix }, n) => {
          const needed = needs.some((need) => (typeof need === 'string' ? need : need.kind) === kind);
          const [was, is] = [
            before.find(({ id }) => id === checks[n]?.id),
            after.find(({ id }) => id === checks[n]?.id),
          ];
          expect(is?.passed).toBeLessThanOrEqual(was?.passed ?? 0);
          if (needed && proof === 'presence') expect(is?.passed).toBe(was?.passed);
          if (!needed && judges !== kind) expect(is).toEqual(was);
          // A list that failed may hide what the check would have judged.
          if (judges === kind && provider in fix) expect(is?.unknown).toBeGreaterThan(0);
        });
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  it('leaves no absence standing in the scope of a gap, but what was seen', () => {
    const absences = checks.filter(({ proof, needs }) => proof === 'absence' && needs.length > 0);
    expect(absences.length).toBeGreaterThan(0);
    const gaps = (['aws', 'railway'] as const).flatMap((provider) =>
      absences.flatMap(({ needs }) =>
        needs.map((need) =>
          gap(typeof need === 'string' ? need : need.kind, {
            provider,
            scope: provider === 'aws' ? '111111111111' : 'w1',
          }),
        ),
      ),
    );
    const { tallies } = runChecks(absences, world({ ...healthy, gaps }));
    for (const { id, passed } of tallies.filter(({ id }) => id !== 'principal-has-mfa'))
      expect([id, passed]).toEqual([id, 0]);
  });
});
