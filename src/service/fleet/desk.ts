import type { SharedBudgets } from '../../collectors/budgets.ts';
import type { SourceTask } from '../../collectors/collector.ts';
import { postgresBudgets } from './budgets.ts';
import type { Fleet } from './fleet.ts';
import type { Readers } from './work.ts';

/** Where a worker reads: with readers for each run, so that each run asks anew who this process is. */
export interface Desk {
  /** What the source gave. Throws where it can't be read, or the rate could not be kept. */
  read(run: string, task: SourceTask): Promise<unknown>;
  /** Closes all readers; the next job opens its own. */
  clear(): void;
}

interface Place {
  readonly readers: Readers;
  /** How often the rate could not be kept because the database did not answer. */
  readonly unkept: () => number;
}

export function openDesk(fleet: Fleet, open: (budgets: SharedBudgets) => Readers): Desk {
  const places = new Map<string, Place>();
  const placeOf = (run: string): Place => {
    const known = places.get(run);
    if (known !== undefined) return known;
    const { budgets, unkept } = counted(postgresBudgets(fleet.pool, run));
    const place = { readers: open(budgets), unkept };
    places.set(run, place);
    return place;
  };
  return {
    async read(run, task) {
      const { readers, unkept } = placeOf(run);
      const reader = readers.get(task.provider);
      if (reader === undefined) throw new Error(`${task.provider} is not configured here`);
      const before = unkept();
      const part = await reader.read(task);
      // A collector takes it for a call that failed; it is no gap of the provider's.
      if (unkept() > before)
        throw new Error('the database did not answer, so that the rate could not be kept');
      return part;
    },
    clear: () => {
      for (const { readers } of places.values()) for (const reader of readers.values()) reader.close();
      places.clear();
    },
  };
}

function counted(budgets: SharedBudgets): { readonly budgets: SharedBudgets; readonly unkept: () => number } {
  let failures = 0;
  const counting = async <T>(asked: Promise<T>): Promise<T> =>
    asked.catch((error: unknown) => {
      failures += 1;
      throw error;
    });
  return {
    budgets: {
      count: (name) => counting(budgets.count(name)),
      reserve: (name, rate) => counting(budgets.reserve(name, rate)),
      pause: (name, milliseconds) => counting(budgets.pause(name, milliseconds)),
    },
    unkept: () => failures,
  };
}
