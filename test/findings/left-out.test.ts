import { describe, expect, it } from 'vitest';
import type { Check, CheckDefinition, Judging } from '../../src/findings/check.ts';
import { endsStore } from '../../src/findings/reach.ts';
import { fail } from '../../src/findings/ruling.ts';
import { runChecks } from '../../src/findings/run.ts';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import type { LeftOut } from '../../src/model/inventory.ts';
import { backup, credential, store, world } from '../checks/world.ts';

const leftOut: LeftOut = { natives: ['test.backup'], services: [], kinds: ['backup', 'store'] };

/** One store with a copy and a key, read by the lighter pass or in full. */
function context(isLight: boolean) {
  const full = world({ assets: [store('db'), backup('snap', 'db'), credential('key', 'ann')] });
  if (!isLight) return full;
  const { inventory } = full.index;
  const scope = inventory.scope.map((entry) => ({ ...entry, leftOut }));
  return { ...full, index: indexInventory({ ...inventory, pass: 'light', scope }) };
}

/** A check that fails whatever it is asked of, if it is asked. */
function check(over: Partial<CheckDefinition<'store'>>): Check {
  return {
    id: 'store-is-asked',
    title: 'Stores are asked',
    discipline: 'recovery',
    severity: { production: 'high', otherwise: 'low' },
    judges: 'store',
    needs: [],
    proof: 'presence',
    why: 'so that it is seen',
    fix: { aws: { steps: 'nothing' } },
    frameworks: [],
    evaluate: () => fail('it was asked', {}),
    ...over,
  } as Check;
}

const asks: readonly [string, Partial<CheckDefinition<'store'>>, 'asked' | 'left'][] = [
  ['looks at its own kind, though not all of that was read', { needs: ['store'] }, 'asked'],
  ['needs a kind that is read in full', { needs: ['workload'] }, 'asked'],
  ['needs a kind that is left out', { needs: [{ kind: 'backup', region: 'any' }] }, 'left'],
  ['looks at the reach', { evaluate: looksAt(({ reach }) => reach.whose('db', endsStore)) }, 'left'],
  ['looks at the blast radius', { evaluate: looksAt(({ radius }) => radius.pairs) }, 'left'],
];

function looksAt(look: (judging: Judging) => unknown): CheckDefinition<'store'>['evaluate'] {
  return (_, judging) => fail(`it saw ${String(look(judging))}`, {});
}

describe('in a lighter pass, a check that', () => {
  it.each(asks)('%s', (_, over, outcome) => {
    const { findings, tallies, notes } = runChecks([check(over)], context(true));
    expect(findings.map((finding) => finding.outcome)).toEqual(outcome === 'asked' ? ['fail'] : []);
    expect(tallies[0]).toMatchObject({ judged: outcome === 'asked' ? 1 : 0, unknown: 0 });
    expect(notes).toEqual(
      outcome === 'asked' ? [] : [expect.stringMatching(/^The pass light leaves 1 check, .* to full scans/)],
    );
  });

  it.each(asks)('%s is asked in a full scan', (_, over) => {
    const { findings, notes } = runChecks([check(over)], context(false));
    expect(findings).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  it('fails as a program is still told', () => {
    const evaluate = () => {
      throw new Error('a bug');
    };
    const { findings } = runChecks([check({ evaluate })], context(true));
    expect(findings).toMatchObject([{ outcome: 'error' }]);
  });
});
