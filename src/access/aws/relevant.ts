import { allHold, holds, type Lookup, type Test } from './condition.ts';
import type { Grant } from './principal-element.ts';
import type { Question } from './request.ts';
import { type Statement, takesInResource } from './statement.ts';
import { and, MAYBE, NO, type Truth, YES } from './truth.ts';

/** The kinds of policy that have a say, as they are named in `because`. */
export type Layer =
  | 'provider'
  | 'service-control'
  | 'resource-control'
  | 'identity'
  | 'boundary'
  | 'session'
  | 'resource';

/** A statement that takes in action, principal and resource: only its conditions are left to judge. */
export interface Relevant {
  readonly statement: Statement;
  readonly layer: Layer;
  readonly grant: Grant;
  /** What must hold besides the statement's own conditions. */
  readonly principalTest: Test | null;
  /** `MAYBE`: its resource has a variable that is not known. */
  readonly resource: Truth;
}

/** Statements of one layer that have a say, by effect. `level`: of an organisation, 0 the root; else 0. */
export interface LayerStatements {
  readonly layer: Layer;
  readonly level: number;
  readonly allow: readonly Relevant[];
  readonly deny: readonly Relevant[];
}

/** A statement as it stands in a layer, before anything is known of the question. */
export function relevantIn(layer: Layer, statement: Statement): Relevant {
  return { statement, layer, grant: 'direct', principalTest: null, resource: YES };
}

/** Picks the statements that are about this question among those that take in its action. */
export function relevantOf(
  layer: Layer,
  level: number,
  statements: readonly Relevant[],
  question: Question,
  bounded: boolean,
): LayerStatements {
  const allow: Relevant[] = [];
  const deny: Relevant[] = [];
  for (const one of statements) {
    const { statement } = one;
    const resource = takesInResource(statement, question.resource, question.parts, question.lookup);
    if (resource === NO) continue;
    const list = statement.effect === 'Allow' ? allow : deny;
    if (statement.kind === 'identity') list.push(resource === YES ? one : { ...one, resource });
    else
      for (const { grant, test } of statement.principalsFor(question.caller, bounded))
        list.push({ statement, layer, grant, principalTest: test, resource });
  }
  return { layer, level, allow, deny };
}

/** Truths assumed for what no single key decides: by test id, or by statement for its resource. */
export type Assumed = ReadonlyMap<string | Statement, Truth>;

const nothing: Assumed = new Map();

/** Does a relevant statement apply? */
export function applies(relevant: Relevant, lookup: Lookup, assumed: Assumed = nothing): Truth {
  let truth: Truth = relevant.resource === MAYBE ? (assumed.get(relevant.statement) ?? MAYBE) : YES;
  if (relevant.principalTest !== null) truth = and(truth, holds(relevant.principalTest, lookup));
  const { tests } = relevant.statement;
  if (tests.length === 0 || truth === NO) return truth;
  if (assumed.size === 0) return and(truth, allHold(tests, lookup));
  for (const test of tests) truth = and(truth, assumed.get(test.id) ?? holds(test, lookup));
  return truth;
}
