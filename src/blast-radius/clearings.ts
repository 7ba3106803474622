import type { Operation, Requirement } from '../model/operation.ts';
import type { Attachment, Layout, LayoutGuard } from './layout.ts';
import {
  allOf,
  type Clearing,
  has,
  isDestroying,
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

/** Every combination of ways past the guards of a target; one that names the call itself does not hold it. */
export function clearings(bench: Workbench, target: number, call?: string): readonly Clearing[] {
  const { guards = [], count = 1 } = bench.layout.targets[target] ?? {};
  return allOf(
    bench,
    guards
      .filter(({ clearedBy }) => call === undefined || !clearedBy.includes(call))
      .map((guard) => pastGuard(bench, guard, count)),
  );
}

function pastGuard(bench: Workbench, guard: LayoutGuard, guarded: number): readonly Clearing[] {
  const count = bench.layout.targets[guard.on]?.count ?? guarded;
  const ways: Clearing[] = guard.clearedBy.map((operation) => {
    const isCall = !bench.operations.some(({ id, permissionOnly }) => id === operation && permissionOnly);
    const wanted = { operation, target: guard.on, calls: isCall ? count : 0, clears: guard.type };
    return { ...NOTHING, needs: [need(bench, wanted)] };
  });
  if (guard.keepsHours !== null) ways.push({ ...NOTHING, hours: Math.max(guard.keepsHours, 1) });
  if (guard.endsInHours !== null) ways.push({ needs: [], hours: guard.endsInHours, wait: guard.endsInHours });
  return ways;
}
