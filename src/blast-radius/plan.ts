import type { Identity, IdentityStep } from '../model/access.ts';
import type { Plan, PlanStep } from '../model/blast-radius.ts';
import type { Actor } from './answers.ts';
import type { Solution } from './cheapest.ts';
import type { Layout } from './layout.ts';
import type { Routes } from './routes.ts';

/** Writes a solution out as calls: first to become who makes them, then the calls, targets named by role. */
export function planOf(
  layout: Layout,
  routes: Routes,
  actors: readonly Actor[],
  solution: Solution,
  nameOf: (id: string) => string,
): Plan {
  const becoming = uniqueSteps(solution.actors.flatMap((i) => actors[i]?.identity.steps ?? []));
  const calls = solution.needs.flatMap((at, i) =>
    callStep(layout, routes, actors[solution.by[i] ?? -1], at, nameOf),
  );
  return {
    id: '',
    calls: solution.calls,
    atLeast: solution.atLeast,
    atMost: solution.atMost,
    waitHours: solution.wait,
    steps: [...becoming.map((step) => identityStep(step, nameOf)), ...calls],
  };
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
  layout: Layout,
  routes: Routes,
  actor: Actor | undefined,
  at: number,
  nameOf: (id: string) => string,
): readonly PlanStep[] {
  const need = routes.needs[at];
  if (need === undefined || actor === undefined || need.calls === 0) return [];
  return [
    {
      operation: need.operation,
      target: layout.targets[need.target]?.role ?? 'it',
      count: need.calls,
      as: actingAs(actor.identity, nameOf),
      allowedBy: actor.decisions[at]?.because ?? [],
      note: noteOf(need.row?.label, need.row?.undo?.hours, need.row?.note),
    },
  ];
}

function actingAs({ steps, principal }: Identity, nameOf: (id: string) => string): string | null {
  return steps.length === 0 ? null : nameOf(principal);
}

function noteOf(label?: string, undoHours?: number | null, note?: string): string | null {
  const undo = undoHours ? `can be undone for ${undoHours} hours` : undefined;
  return [label, undo, note].filter((text) => text !== undefined).join('; ') || null;
}
