import { type ArnGlob, type ArnParts, arnGlob, matchesArn } from './arn.ts';
import type { Caller } from './caller.ts';
import { compileTest, type Lookup, singleValue, type Test } from './condition.ts';
import { compileGlob, type Glob, type GlobToken, matchesGlob } from './glob.ts';
import { readOperator } from './operators.ts';
import { type Effect, type Listed, type Policy, type ReadStatement, readPolicy } from './policy.ts';
import { PolicyError } from './policy-error.ts';
import { type PrincipalMatch, principalMatches } from './principal-element.ts';
import { fill, parseTemplate, type Template, variablesOf } from './template.ts';
import { MAYBE, NO, type Truth, YES } from './truth.ts';

/** Identity policies (boundaries, session policies and SCPs too) have no principal; resource policies do. */
export type PolicyKind = 'identity' | 'resource';

interface ActionPattern {
  readonly service: Glob;
  readonly name: Glob;
}

interface ResourcePattern {
  readonly text: string;
  readonly template: Template;
  /** Compiled once where no variable has to be put in. */
  readonly arn: ArnGlob | null;
}

export interface Statement {
  readonly policy: string;
  readonly id: string;
  readonly effect: Effect;
  readonly kind: PolicyKind;
  readonly actions: {
    readonly not: boolean;
    readonly patterns: readonly ActionPattern[];
    readonly all: boolean;
  };
  readonly resources: {
    readonly not: boolean;
    readonly patterns: readonly ResourcePattern[];
    readonly all: boolean;
  };
  readonly tests: readonly Test[];
  /** The ways it takes in a caller; identity policies take in everyone they are attached to. */
  principalsFor(caller: Caller, bounded: boolean): readonly PrincipalMatch[];
}

/** A compiled policy. Compile once, share between all principals that carry it. */
export interface CompiledPolicy {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly statements: readonly Statement[];
  /** Statements that take in an action. */
  forAction(action: string): readonly Statement[];
}

/** Compiles a policy; throws `PolicyError` for one that can't be read. */
export function compilePolicy(
  policy: Policy,
  kind: PolicyKind = 'identity',
  name = 'policy',
): CompiledPolicy {
  const read = readPolicy(policy, name);
  const statements = read.statements.map((one) => compileStatement(one, read.name, kind, read.variables));
  const byAction = new Map<string, readonly Statement[]>();
  return {
    name: read.name,
    kind,
    statements,
    forAction(action) {
      let found = byAction.get(action);
      if (found === undefined) {
        found = statements.filter((statement) => matchesAction(statement, action));
        byAction.set(action, found);
      }
      return found;
    },
  };
}

function compileStatement(
  read: ReadStatement,
  policy: string,
  kind: PolicyKind,
  variables: boolean,
): Statement {
  const fail = (code: 'resource-missing' | 'principal-unknown' | 'operator-unknown', what: string): never => {
    throw new PolicyError(code, policy, read.id, what);
  };
  if (kind === 'identity' && read.resource === null)
    fail('resource-missing', 'there is neither Resource nor NotResource');
  if (kind === 'identity' && read.principal !== null)
    fail('principal-unknown', 'a policy attached to an identity can not have a Principal');
  const tests = read.conditions.map(({ operator, key, values }) => {
    const written = readOperator(operator);
    if (written === undefined)
      return fail('operator-unknown', `unknown condition operator ${JSON.stringify(operator.slice(0, 80))}`);
    return compileTest(written, key, values, variables);
  });
  return {
    policy,
    id: read.id,
    effect: read.effect,
    kind,
    actions: compileActions(read.action),
    resources: compileResources(read.resource, kind, variables),
    tests,
    principalsFor: principalsOf(read, kind),
  };
}

const everyone: readonly PrincipalMatch[] = [{ grant: 'direct', test: null }];

function principalsOf(read: ReadStatement, kind: PolicyKind): Statement['principalsFor'] {
  const { principal } = read;
  if (kind === 'identity') return () => everyone;
  if (principal === null) return () => [];
  const known = [
    new WeakMap<Caller, readonly PrincipalMatch[]>(),
    new WeakMap<Caller, readonly PrincipalMatch[]>(),
  ];
  return (caller, bounded) => {
    const cache = known[bounded ? 1 : 0] as WeakMap<Caller, readonly PrincipalMatch[]>;
    let found = cache.get(caller);
    if (found === undefined) {
      found = principalMatches(principal, read.effect, caller, bounded);
      cache.set(caller, found);
    }
    return found;
  };
}

function compileActions(action: Listed): Statement['actions'] {
  const patterns = action.values.flatMap((value): ActionPattern[] => {
    if (value === '*') return [{ service: compileGlob('*'), name: compileGlob('*') }];
    const colon = value.indexOf(':');
    if (colon < 1 || /[\s,]/.test(value)) return [];
    const lower = value.toLowerCase();
    return [{ service: compileGlob(lower.slice(0, colon)), name: compileGlob(lower.slice(colon + 1)) }];
  });
  return { not: action.not, patterns, all: !action.not && action.values.includes('*') };
}

function matchesAction(statement: Statement, action: string): boolean {
  const { not, patterns, all } = statement.actions;
  if (all) return true;
  const lower = action.toLowerCase();
  const colon = lower.indexOf(':');
  const service = lower.slice(0, Math.max(colon, 0));
  const name = lower.slice(colon + 1);
  return patterns.some((one) => matchesGlob(one.service, service) && matchesGlob(one.name, name)) !== not;
}

function compileResources(
  resource: Listed | null,
  kind: PolicyKind,
  variables: boolean,
): Statement['resources'] {
  if (resource === null) return { not: false, patterns: [], all: true };
  const patterns = resource.values.map((text) => compileResource(text, kind, variables));
  const all = !resource.not && patterns.some(({ arn }) => arn?.type === 'everything');
  return { not: resource.not, patterns, all };
}

/** Variables stand only after the fifth colon; before it `${` is text. */
function compileResource(text: string, kind: PolicyKind, variables: boolean): ResourcePattern {
  const head = /^(?:[^:]*:){5}/.exec(text)?.[0] ?? '';
  const template: Template = [
    ...parseTemplate(head, false),
    ...parseTemplate(text.slice(head.length), variables && head !== ''),
  ];
  const plain = variablesOf(template).length === 0;
  return { text, template, arn: plain ? arnGlob(template as GlobToken[], shortAs(kind)) : null };
}

function shortAs(kind: PolicyKind): 'fill' | 'text' {
  return kind === 'identity' ? 'fill' : 'text';
}

/** Does the statement take in a resource? `MAYBE` where a variable in its pattern is not known. */
export function takesInResource(
  statement: Statement,
  resource: string,
  parts: ArnParts | undefined,
  lookup: Lookup,
): Truth {
  const { not, patterns, all } = statement.resources;
  if (all) return YES;
  let truth: Truth = NO;
  for (const pattern of patterns) {
    const one = patternTakesIn(pattern, statement.kind, resource, parts, lookup);
    if (one > truth) truth = one;
    if (truth === YES) break;
  }
  return not ? ((2 - truth) as Truth) : truth;
}

export function patternTakesIn(
  pattern: ResourcePattern,
  kind: PolicyKind,
  resource: string,
  parts: ArnParts | undefined,
  lookup: Lookup,
): Truth {
  if (pattern.arn !== null) return matchesArn(pattern.arn, resource, parts) ? YES : NO;
  const filled = fill(pattern.template, singleValue(lookup));
  if (filled === undefined) return MAYBE;
  if (filled === null) return NO;
  return matchesArn(arnGlob(filled, shortAs(kind)), resource, parts) ? YES : NO;
}
