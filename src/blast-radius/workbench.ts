import type { PolicyChange } from '../model/access.ts';
import type { Operation } from '../model/operation.ts';
import { weaker } from './answers.ts';
import type { Layout, LayoutGuard } from './layout.ts';

/** A call a plan may need, or a permission that a call of another target uses. */
export interface Need {
  readonly operation: string;
  readonly target: number;
  readonly calls: number;
  /** The catalogue's row, where it has one. */
  readonly row: Operation | null;
  /** What was made before of the policy that has a say in it, and the call (a need) that did. */
  readonly policy?: PolicyChange;
  readonly after?: number;
}

/** How the guards of a target are met: calls to clear them, hours until the end is final, hours waited. */
export interface Clearing {
  readonly needs: readonly number[];
  readonly hours: number;
  readonly wait: number;
}

export interface Workbench {
  readonly layout: Layout;
  readonly needs: Need[];
  readonly numbers: Map<string, number>;
  readonly operations: readonly Operation[];
  /** The policy taken out of the way of the calls under consideration. */
  readonly opening: Opening | null;
  cut: boolean;
}

/** A call on the target `on` that removes or rewrites its policy. */
export interface Opening {
  readonly operation: string;
  readonly on: number;
  readonly policy: PolicyChange;
  /** Index of the call among the needs. */
  readonly call: number;
}

export const NOTHING: Clearing = { needs: [], hours: 0, wait: 0 };
export const MOST_CLEARINGS = 16;

export function isDestroying({ effect, undo }: Operation): boolean {
  return (effect === 'destroy-data' || effect === 'destroy-backup') && (undo === null || undo.hours !== null);
}

/** Whether a row of the catalogue works on a target. */
export function isOn({ targets, items }: Layout, row: Operation, target: number): boolean {
  const { id, actsOn, onlyGuarded, onlyOutliving } = row;
  const { kind, native, guards } = targets[target] ?? { kind: '', native: '', guards: [] };
  if (kind !== actsOn.kind || !(native === '*' || actsOn.natives.includes(native))) return false;
  if (onlyGuarded === true && !guards.some((guard) => isClearedBy(guard, id))) return false;
  return onlyOutliving !== true || !items.some((item) => item.target === target && item.goesWithStore);
}

/** Whether a call is one of those that clear a guard. */
export function isClearedBy({ clearedBy }: LayoutGuard, call: string): boolean {
  return clearedBy.some(({ operation }) => operation === call);
}

/** Whether a guard stands in the way of a call; one that clears it does not wait for itself. */
export function isHeldBy(guard: LayoutGuard, call: string): boolean {
  return !isClearedBy(guard, call) && !guard.unheld.includes(call);
}

/** Every combination of one way from each list. */
export function allOf(bench: Workbench, lists: readonly (readonly Clearing[])[]): readonly Clearing[] {
  return lists.reduce<readonly Clearing[]>(
    (sofar, list) => {
      const combined = sofar.flatMap((way) => list.map((next) => join(way, next)));
      if (combined.length > MOST_CLEARINGS) bench.cut = true;
      return combined.slice(0, MOST_CLEARINGS);
    },
    [NOTHING],
  );
}

export function join(a: Clearing, b: Clearing): Clearing {
  return {
    needs: [...new Set([...a.needs, ...b.needs])],
    hours: Math.max(a.hours, b.hours),
    wait: Math.max(a.wait, b.wait),
  };
}

/**
 * Numbers a call; the same operation on the same target is one call, but each guard is cleared by its own, and one
 * that another row is less sure of stands apart.
 */
export function need(bench: Workbench, wanted: Wanted): number {
  const { operation, target, calls, clears = '' } = wanted;
  const opening = isOpened(bench, wanted) ? bench.opening : null;
  const usual = rowOn(bench, { operation, target, clears });
  const isOwn = wanted.row !== undefined && usual !== null && isLessSure(wanted.row, usual);
  const row = isOwn ? (wanted.row ?? usual) : usual;
  const key = `${operation} ${target} ${calls} ${clears} ${opening?.policy ?? ''} ${isOwn ? row?.confidence : ''}`;
  const known = bench.numbers.get(key);
  if (known !== undefined) return known;
  const number = bench.needs.length;
  bench.needs.push({
    operation,
    target,
    calls,
    row,
    ...(opening === null ? {} : { policy: opening.policy, after: opening.call }),
  });
  bench.numbers.set(key, number);
  return number;
}

function isLessSure(row: Operation, other: Operation): boolean {
  return weaker(row.confidence, other.confidence) !== other.confidence;
}

/** A call as it is wanted. `clears`: the guard it is made for; `row`: the row it is made by. */
export interface Wanted {
  readonly operation: string;
  readonly target: number;
  readonly calls: number;
  readonly clears?: string;
  readonly row?: Operation;
}

function isOpened({ layout, opening }: Workbench, { operation, target }: Wanted): boolean {
  return (
    opening !== null && operation !== opening.operation && layout.targets[target]?.policyOn === opening.on
  );
}

/**
 * The row of an operation that acts on the target's native type, or else any row of it; for clearing a guard the
 * one that says so. On a key that was not read it is unverified: keys that the provider manages cannot be ended.
 */
function rowOn(
  { layout, operations }: Workbench,
  { operation, target, clears }: { operation: string; target: number; clears: string },
): Operation | null {
  const rows = operations.filter(({ id }) => id === operation);
  const own = rows.filter((one) => isOn(layout, one, target));
  const clearing = clears === '' ? undefined : own.find(({ effect }) => effect === 'weaken-guard');
  const row = clearing ?? own[0] ?? rows[0] ?? null;
  const { kind, native } = layout.targets[target] ?? {};
  if (row === null || kind !== 'key' || native !== '*') return row;
  return { ...row, confidence: 'unverified', note: 'the key could not be read; the provider may manage it' };
}

/** Whether bit `i` is set. */
export function has(bits: bigint, i: number): boolean {
  return ((bits >> BigInt(i)) & 1n) === 1n;
}
