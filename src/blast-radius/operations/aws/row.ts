import type { PolicyChange } from '../../../model/access.ts';
import type { Operation } from '../../../model/operation.ts';

/** The day the sources of these rows were read. */
const CHECKED = '2026-11-22';

export type AwsRow = Partial<Operation> & Pick<Operation, 'id' | 'label' | 'actsOn' | 'effect' | 'source'>;

/** A row of AWS's with what it does not say filled in. */
export function row(given: AwsRow): Operation {
  return {
    provider: 'aws',
    ends: [],
    requires: [],
    batch: 1,
    undo: null,
    validFrom: null,
    validTo: null,
    checked: CHECKED,
    confidence: 'documented',
    ...given,
  };
}

/** Calls that end nothing themselves: id, label, what they act on. */
export function weakening(
  source: string,
  calls: readonly (readonly [string, string, Operation['actsOn']])[],
): readonly Operation[] {
  return calls.map(([id, label, actsOn]) => row({ id, label, actsOn, effect: 'weaken-guard', source }));
}

/** Calls that take the policy of their target out of the way: id, label, what they act on, what becomes of it. */
export function opening(
  source: string,
  calls: readonly (readonly [string, string, Operation['actsOn'], PolicyChange])[],
): readonly Operation[] {
  return calls.map(([id, label, actsOn, opens]) =>
    row({ id, label, actsOn, effect: 'weaken-guard', opens, source }),
  );
}
