import type { Identity, IdentityStep } from '../model/access.ts';
import type { Plan, PlanStep } from '../model/blast-radius.ts';
import type { Actor } from './answers.ts';
import type { Solution } from './cheapest.ts';
import { copiesText, type Layout, type Target } from './layout.ts';
import type { Routes } from './routes.ts';
import type { Need } from './workbench.ts';

/** Writes a solution out as calls: first to become who makes them, then the calls, targets named by role. */
export function planOf(
  layout: Layout,
  routes: Routes,
  actors: readonly Actor[],
  solution: Solution,
  nameOf: (id: string) => string,
): Plan {
  const becoming = uniqueSteps(solution.actors.flatMap((i) => actors[i]?.identity.steps ?? []));
  const calls = solution.needs.flatMap((at, i) => {
    const need = routes.needs[at];
    const actor = actors[solution.by[i] ?? -1];
    const target = layout.targets[need?.target ?? -1];
    return need === undefined || actor === undefined || target === undefined || need.calls === 0
      ? []
      : [{ target, step: callStep(need, target, actor, at, nameOf) }];
  });
  return {
    id: '',
    calls: solution.calls,
    atLeast: solution.atLeast,
    atMost: solution.atMost,
    waitHours: solution.wait,
    steps: [...becoming.map((step) => identityStep(step, nameOf)), ...together(calls)],
  };
}

interface Call {
  readonly target: Target;
  readonly step: PlanStep;
}

/** The same call on targets of one kind is one step, even where they were decided on one by one. */
function together(calls: readonly Call[]): readonly PlanStep[] {
  const alike = Map.groupBy(calls, ({ target, step }) => {
    const { operation, as, allowedBy, note } = step;
    return JSON.stringify([operation, as, allowedBy, note, target.copies ?? step.target]);
  });
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { target, step } = first;
    if (others.length === 0) return [step];
    const count = others.reduce((sum, other) => sum + other.step.count, step.count);
    const targets = others.reduce((sum, other) => sum + other.target.count, target.count);
    const noun = target.copies ?? { one: target.role.replace(/^its /, ''), where: '' };
    return [{ ...step, count, target: copiesText(noun, targets) }];
  });
}

function uniqueSteps(steps: readonly IdentityStep[]): readonly IdentityStep[] {
  return [...new Map(steps.map((step) => [`${step.operation} ${step.target}`, step])).values()];
}

function identityStep(
  { operation, target, because }: IdentityStep,
  nameOf: (id: string) => string,
): PlanStep {
  return { operation, target: nameOf(target), count: 1, as: null, allowedBy: because, note: null };
}

function callStep(
  need: Need,
  target: Target,
  { identity, decisions }: Actor,
  at: number,
  nameOf: (id: string) => string,
): PlanStep {
  return {
    operation: need.operation,
    target: target.role,
    count: need.calls,
    as: actingAs(identity, nameOf),
    allowedBy: decisions[at]?.because ?? [],
    note: noteOf(need.row?.label, need.row?.undo?.hours, need.row?.note),
  };
}

function actingAs({ steps, principal }: Identity, nameOf: (id: string) => string): string | null {
  return steps.length === 0 ? null : nameOf(principal);
}

function noteOf(label?: string, undoHours?: number | null, note?: string): string | null {
  const undo = undoHours ? `can be undone for ${undoHours} hours` : undefined;
  return [label, undo, note].filter((text) => text !== undefined).join('; ') || null;
}
