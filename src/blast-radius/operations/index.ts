import type { Operation } from '../../model/operation.ts';
import { awsOperations } from './aws/index.ts';
import { railwayOperations } from './railway.ts';

/** Every row of every provider, whenever it was true. */
export const allOperations: readonly Operation[] = [...railwayOperations, ...awsOperations];

/** The rows that were true on a day: `validFrom` counts as in, `validTo` as out. */
export function operationsAt(date: Date): readonly Operation[] {
  const at = date.getTime();
  return allOperations.filter(
    ({ validFrom, validTo }) =>
      (validFrom === null || Date.parse(validFrom) <= at) && (validTo === null || at < Date.parse(validTo)),
  );
}
