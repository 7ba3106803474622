import { expect } from 'vitest';
import type { AssetKind, AssetOf } from '../../src/model/asset.ts';
import type { Verdict } from '../../src/model/blast-radius.ts';
import type { Settings } from '../../src/model/inventory.ts';
import { accessKey, SCANNED, USER } from './ec2-world.ts';
import { type Script, scripted } from './scripted-access.ts';
import { blast, pairOf } from './world.ts';

/** A world, what one access key may do in it, and what is known to come of that. */
export interface Case {
  readonly world: string;
  readonly assets: readonly AssetOf<AssetKind>[];
  readonly store: string;
  readonly may: readonly Script[];
  readonly settings?: Partial<Settings>;
  readonly verdict: Verdict | 'left out';
  readonly possible?: Verdict;
  readonly plan?: readonly string[];
  readonly calls?: number;
  readonly atLeast?: boolean;
  readonly second?: readonly string[];
  readonly stoppedBy?: string;
  /** Hours until the last way back ends. */
  readonly hours?: number;
}

/** Judges the world of a case and holds it to what is known; fields that the case leaves out are not looked at. */
export function holdTo(given: Case): void {
  const radius = blast(
    { assets: [SCANNED, accessKey(), ...given.assets], ...(given.settings && { settings: given.settings }) },
    undefined,
    scripted({ [USER]: given.may }),
  );
  const told = pairOf(radius, USER, given.store);
  const plan = radius.plans.find(({ id }) => id === told?.pair.plan);
  const view = radius.stores.find(({ store }) => store === given.store);
  const found = {
    verdict: told?.verdict ?? 'left out',
    possible: told?.possible ?? undefined,
    plan: told?.plan,
    calls: told?.calls,
    atLeast: plan?.atLeast,
    second: told?.second,
    stoppedBy: told?.pair.stoppedBy[0]?.control,
    hours: view?.worst?.undoUntilHours,
  };
  const { world, assets, store, may, settings, ...known } = given;
  expect(found).toMatchObject({ possible: undefined, ...known });
}
