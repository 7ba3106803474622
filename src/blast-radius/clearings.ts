import type { Operation, Requirement } from '../model/operation.ts';
import type { Attachment, Layout, LayoutClearing, LayoutGuard } from './layout.ts';
import {
  allOf,
  type Clearing,
  has,
  isDestroying,
  isHeldBy,
  isOn,
  join,
  NOTHING,
  need,
  type Workbench,
} from './workbench.ts';

/** The ways to meet a requirement: one without calls where it does not hold, none where it cannot be met. */
export function waysTo(
  bench: Workbench,
  requirement: Requirement,
  target: number,
  ends: bigint,
): readonly Clearing[] {
  const { or } = requirement;
  const plain = waysBy(bench, requirement, target, ends);
  return or === undefined ? plain : [...plain, ...waysBy(bench, { ...requirement, ...or }, target, ends)];
}

function waysBy(
  bench: Workbench,
  requirement: Requirement,
  target: number,
  ends: bigint,
): readonly Clearing[] {
  const { operation, permissionOnly = false } = requirement;
  const where = whereRequired(bench, requirement, target, ends);
  const rows = bench.operations.filter(({ id }) => id === operation);
  if (where === null || where.some((on) => isOutOfPlace(bench.layout, rows, on))) return [];
  const [row] = rows;
  const isGuarded = row !== undefined && isDestroying(row) && !permissionOnly;
  return allOf(
    bench,
    where.map((on) => {
      const count = bench.layout.targets[on]?.count ?? 1;
      const calls = permissionOnly ? 0 : count;
      const call = { ...NOTHING, needs: [need(bench, { operation, target: on, calls })] };
      return isGuarded ? clearings(bench, on).map((way) => join(way, call)) : [call];
    }),
  );
}

/** Whether a call has rows, and none of them works on a target: the provider refuses it there. */
function isOutOfPlace(layout: Layout, rows: readonly Operation[], target: number): boolean {
  return rows.length > 0 && !rows.some((row) => isOn(layout, row, target));
}

/** The targets a requirement is called on: none where its condition does not hold, null where none can be. */
function whereRequired(
  { layout, operations }: Workbench,
  requirement: Requirement,
  target: number,
  ends: bigint,
): readonly number[] | null {
  const { when, on, operation } = requirement;
  const { items, targets, attachments } = layout;
  const item = items.find((candidate) => candidate.target === target);
  const workloads = attachmentsFor(attachments, when, target);
  const holds =
    when === 'always' ||
    (when === 'held' && (item?.heldBy.length ?? 0) > 0) ||
    (when === 'within' && item?.within.some((at) => targets[at]?.native === requirement.native) === true) ||
    (when === 'own-rights' && targets[target]?.hasRole === false) ||
    (when === 'not-public' && !layout.public) ||
    ((when === 'attached' || when === 'attached-root' || when === 'outlives-workload') &&
      workloads.length > 0);
  if (!holds) return [];
  if (on === 'target') return [target];
  if (on === 'holder') return item?.heldBy ?? [];
  if (on === 'workload') return workloads.length > 0 ? workloads.map(({ workload }) => workload) : null;
  if (on === 'ended') {
    const rows = operations.filter(({ id }) => id === operation);
    const ended = items.flatMap(({ target: own }, i) => (own !== null && has(ends, i) ? [own] : []));
    return ended.filter((own) => rows.some((row) => isOn(layout, row, own)));
  }
  return items.flatMap((held, i) =>
    held.target !== null && held.heldBy.includes(target) && has(ends, i) ? [held.target] : [],
  );
}

function attachmentsFor(
  attachments: readonly Attachment[],
  when: Requirement['when'],
  target: number,
): readonly Attachment[] {
  if (when === 'attached-root') return attachments.filter(({ root }) => root);
  if (when !== 'outlives-workload') return attachments.filter(({ blocks }) => blocks);
  return attachments.filter(({ workload, endsWithWorkload }) => workload === target && !endsWithWorkload);
}

/** Every combination of ways past the guards of a target, or past those of them that hold a call. */
export function clearings(bench: Workbench, target: number, call?: string): readonly Clearing[] {
  const { guards = [] } = bench.layout.targets[target] ?? {};
  return allOf(
    bench,
    guards
      .filter((guard) => call === undefined || isHeldBy(guard, call))
      .map((guard) => pastGuard(bench, guard, target)),
  );
}

function pastGuard(bench: Workbench, guard: LayoutGuard, guarded: number): readonly Clearing[] {
  const ways: Clearing[] = guard.clearedBy.flatMap((by) => clearedBy(bench, guard, by, guarded));
  if (guard.keepsHours !== null) ways.push({ ...NOTHING, hours: Math.max(guard.keepsHours, 1) });
  if (guard.endsInHours !== null) ways.push({ needs: [], hours: guard.endsInHours, wait: guard.endsInHours });
  return ways;
}

/** A call that clears a guard, behind the guards of what it is called on where that is not the guarded target. */
function clearedBy(
  bench: Workbench,
  { type }: LayoutGuard,
  { operation, on, afterHours }: LayoutClearing,
  guarded: number,
): readonly Clearing[] {
  const count = bench.layout.targets[on]?.count ?? 1;
  const { permissionOnly = false, batch = 1 } = bench.operations.find(({ id }) => id === operation) ?? {};
  const wanted = {
    operation,
    target: on,
    calls: permissionOnly ? 0 : Math.ceil(count / batch),
    clears: type,
  };
  const call: Clearing = { needs: [need(bench, wanted)], hours: afterHours, wait: afterHours };
  return on === guarded ? [call] : clearings(bench, on, operation).map((way) => join(way, call));
}
