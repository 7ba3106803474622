import { type Assignment, settleOpen } from './assignments.ts';
import { type Because, explain, explainOpen } from './because.ts';
import { isServiceLinked } from './caller.ts';
import { linkedKeys } from './consistent.ts';
import { type Case, type Combination, judge, layersOf, type Settle } from './judge.ts';
import { placeOf } from './memo.ts';
import type { Plan } from './plan.ts';
import { openQuestion } from './principal-element.ts';
import { decidedByProvider, isGated, isRootMendingPolicy, rcpLimits } from './provider-rules.ts';
import { applies, type LayerStatements, type Relevant, relevantOf } from './relevant.ts';
import { ask, type Question, type Request } from './request.ts';
import { compilePolicy, type Statement } from './statement.ts';
import { MAYBE, NO, YES } from './truth.ts';

/** The answer to a request. */
export interface Decision {
  readonly decision: 'allowed' | 'denied' | 'conditional';
  /** Policy, statement and effect that decided; for an implicit deny, the layer that failed to allow. */
  readonly because: readonly Because[];
  /** What is left to hold for it to be allowed, all of it, in words. Empty unless `conditional`. */
  readonly holdsOnlyIf: readonly string[];
  /** Where single keys decide: one context in which it is allowed and one in which it is denied. */
  readonly witness?: { readonly allowed: Assignment; readonly denied: Assignment };
}

const nothingLeft: readonly string[] = [];

/** Decides about exactly one resource. */
export function decideOne(
  plan: Plan,
  request: Request,
  resource: string,
  resourceAccount: string | undefined,
): Decision {
  const question = ask(request, resource, resourceAccount);
  const rule = plan.rules.length === 0 ? undefined : decidedByProvider(plan.rules, question);
  if (rule !== undefined) return providerDecision(rule.decision, rule.says);
  const one = caseOf(plan, question);
  if (one.combination === 'cross-account' && plan.oneAccountOnly)
    return providerDecision('denied', `${request.action} takes no caller from another account`);
  const settle = (relevant: Relevant) => applies(relevant, question.lookup);
  const truth = judge(one, settle);
  if (truth === MAYBE) return decideOpen(plan, one, question, settle, request);
  const isAllowed = truth === YES;
  const because = explain(one, settle, isAllowed, request.action, plan.explained);
  return { decision: isAllowed ? 'allowed' : 'denied', because, holdsOnlyIf: nothingLeft };
}

function decideOpen(plan: Plan, one: Case, question: Question, settle: Settle, request: Request): Decision {
  const path = pathOf(one, question, settle, request);
  const place = path === null ? null : placeOf(plan.settled, path);
  if (place?.value !== undefined) return place.value;
  const outcome = settleOpen(one, question);
  const decision = { ...outcome, because: explainOpen(one, settle, question.action) };
  if (place !== null) place.value = decision;
  return decision;
}

/** Everything an open case depends on; null where that is more than statements, their truths and the caller. */
function pathOf(
  one: Case,
  question: Question,
  settle: Settle,
  { chosen, tagsOfChoice }: Request,
): unknown[] | null {
  const said = `${chosen?.join(' ') ?? ''}|${tagsOfChoice?.join(' ') ?? '-'}|`;
  const path: unknown[] = [one.combination, question.caller.kind, question.known, said];
  for (const key of linkedKeys) {
    const values = question.lookup(key);
    path[3] += values === undefined ? '?' : values === null ? '-' : values.join(',');
  }
  for (const { layer, level, allow, deny } of layersOf(one)) {
    path.push(layer + level);
    for (const relevant of [...allow, ...deny]) {
      const truth = settle(relevant);
      if (truth === MAYBE && hasVariables(relevant)) return null;
      if (truth !== NO) path.push(relevant.statement, truth, relevant.grant, relevant.principalTest?.id);
    }
  }
  return path;
}

function hasVariables({ resource, statement }: Relevant): boolean {
  return resource === MAYBE || statement.tests.some((test) => test.variables.length > 0);
}

function providerDecision(decision: 'allowed' | 'denied', says: string): Decision {
  const effect = decision === 'allowed' ? 'Allow' : 'Deny';
  return {
    decision,
    because: [{ layer: 'provider', policy: 'AWS', statement: null, effect, says }],
    holdsOnlyIf: [],
  };
}

function combinationOf(plan: Plan, question: Question): Combination {
  const { caller } = question;
  if (plan.bySignIn || caller.kind === 'service' || caller.kind === 'provider' || caller.kind === 'anonymous')
    return 'resource-only';
  if (caller.account !== question.account) return 'cross-account';
  return isGated(question) ? 'gated' : 'same-account';
}

const noStatements: readonly LayerStatements[] = [];

/** Gathers what has a say in a question. */
export function caseOf(plan: Plan, question: Question): Case {
  const combination = combinationOf(plan, question);
  const { kind } = question.caller;
  const bounded = plan.boundary !== null;
  const layer: MakeLayer = (name, statements, level = 0) =>
    relevantOf(name, level, statements, question, bounded);
  const isFree =
    plan.serviceControl.length === 0 || isServiceLinked(question.caller) || combination === 'resource-only';
  const session = plan.session ?? (kind === 'federated-user' ? [] : null);
  return {
    combination,
    identity: kind === 'root' ? null : layer('identity', plan.identity),
    boundary: plan.boundary === null || kind === 'root' ? null : layer('boundary', plan.boundary),
    session: session === null ? null : layer('session', session),
    serviceControl: isFree
      ? noStatements
      : plan.serviceControl.map((level, i) => layer('service-control', level, i)),
    resourceControl:
      plan.resourceControl.length === 0 ? noStatements : resourceControlOf(plan, question, layer),
    resource: resourceLayerOf(plan, question, combination, layer),
  };
}

type MakeLayer = (
  name: LayerStatements['layer'],
  statements: readonly Relevant[],
  level?: number,
) => LayerStatements;

/** RCPs only ever take away: their Allow is the full access every organisation has. */
function resourceControlOf(plan: Plan, question: Question, layer: MakeLayer): readonly LayerStatements[] {
  const limits = rcpLimits(question);
  if (limits === 'no') return [];
  const levels = plan.resourceControl.map((level, i) => layer('resource-control', level, i));
  if (limits === 'yes') return levels;
  const bites = openQuestion('resource control policies limit this service');
  return levels.map((level) => ({
    ...level,
    deny: level.deny.map((one) => ({ ...one, principalTest: bites })),
  }));
}

function resourceLayerOf(
  plan: Plan,
  question: Question,
  combination: Combination,
  layer: MakeLayer,
): LayerStatements | null {
  if (plan.resource !== null) {
    const found = layer('resource', plan.resource);
    return isRootMendingPolicy(question) ? { ...found, deny: [] } : found;
  }
  const hasOne = combination === 'gated' || isGated(question);
  return hasOne && question.known === 'listed' ? unreadPolicy(question) : null;
}

const unread = compilePolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } },
  'resource',
  'unread',
).statements[0] as Statement;

/** A key or role always has a policy: one that was not given may hand the decision to the account, or grant itself. */
function unreadPolicy(question: Question): LayerStatements {
  const what = question.parts?.[2] === 'kms' ? 'key policy' : 'trust policy';
  const may = (grant: Relevant['grant'], sentence: string): Relevant => ({
    statement: unread,
    layer: 'resource',
    grant,
    principalTest: openQuestion(sentence),
    resource: YES,
  });
  const allow = [
    may('account', `the ${what}, which was not given, leaves the decision to the account's policies`),
    may('direct', `the ${what}, which was not given, grants it itself`),
  ];
  return { layer: 'resource', level: 0, allow, deny: [] };
}
