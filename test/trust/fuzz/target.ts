import type * as fc from 'fast-check';
import { OperatorError } from '../../../src/model/error.ts';

/** Something that is fed hostile input. `run` throws where the outcome is neither refused by name nor right. */
export interface FuzzTarget<Case = never> {
  readonly name: string;
  /** Cases of this target in ten thousand. */
  readonly share: number;
  readonly cases: fc.Arbitrary<Case>;
  readonly run: (input: Case) => void | Promise<void>;
}

/** What was made of the input; null where it was refused with a code. Any other error is a finding. */
export function orRefused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof OperatorError && /^[A-Z][A-Z_]+$/.test(error.code) && error.hint !== '') return null;
    throw error;
  }
}

export async function orRefusedLater<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    return orRefused(() => {
      throw error;
    });
  }
}

/** Throws with what is wrong, where something is. */
export function demand(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.slice(0, 10).join('\n'));
}
