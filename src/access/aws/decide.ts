import { type Assignment, settleOpen } from './assignments.ts';
import { type Because, explain } from './because.ts';
import { isServiceLinked } from './caller.ts';
import type { Candidates, CompiledPolicies } from './compile.ts';
import { type Case, type Combination, judge } from './judge.ts';
import { openQuestion } from './principal-element.ts';
import {
  decidedByProvider,
  isGated,
  isOneAccountOnly,
  isRootMendingPolicy,
  rcpLimits,
} from './provider-rules.ts';
import { applies, type LayerStatements, type Relevant, relevantOf } from './relevant.ts';
import { ask, type Question, type Request } from './request.ts';
import { compilePolicy, type Statement } from './statement.ts';
import { MAYBE, YES } from './truth.ts';

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

/** Decides about exactly one resource. */
export function decideOne(policies: CompiledPolicies, request: Request, resource: string): Decision {
  const question = ask(request, resource, policies.resourceAccount);
  const byProvider = decidedByProvider(question);
  if (byProvider !== undefined) return providerDecision(byProvider.decision, byProvider.says);
  const one = caseOf(policies.candidates(request.action), question);
  if (one.combination === 'cross-account' && isOneAccountOnly(request.action))
    return providerDecision('denied', `${request.action} takes no caller from another account`);
  const settle = (relevant: Relevant) => applies(relevant, question.lookup);
  const truth = judge(one, settle);
  if (truth !== MAYBE)
    return {
      decision: truth === YES ? 'allowed' : 'denied',
      because: explain(one, settle, question),
      holdsOnlyIf: [],
    };
  const outcome = settleOpen(one, question);
  return { ...outcome, because: explain(one, settle, question) };
}

function providerDecision(decision: 'allowed' | 'denied', says: string): Decision {
  const effect = decision === 'allowed' ? 'Allow' : 'Deny';
  return {
    decision,
    because: [{ layer: 'provider', policy: 'AWS', statement: null, effect, says }],
    holdsOnlyIf: [],
  };
}

const isWithoutIdentity = new Set(['service', 'provider', 'anonymous']);

function combinationOf(question: Question): Combination {
  if (isWithoutIdentity.has(question.caller.kind) || /^sts:assumerolewith/i.test(question.action))
    return 'resource-only';
  if (question.caller.account !== question.account) return 'cross-account';
  return isGated(question) ? 'gated' : 'same-account';
}

/** Gathers what has a say in a question. */
export function caseOf(candidates: Candidates, question: Question): Case {
  const combination = combinationOf(question);
  const { kind } = question.caller;
  const bounded = candidates.boundary !== null;
  const layer = (name: LayerStatements['layer'], statements: readonly Statement[], level = 0) =>
    relevantOf(name, level, statements, question, bounded);
  const isFree = isServiceLinked(question.caller) || combination === 'resource-only';
  const session = candidates.session ?? (kind === 'federated-user' ? [] : null);
  return {
    combination,
    identity: kind === 'root' ? null : layer('identity', candidates.identity),
    boundary: candidates.boundary === null || kind === 'root' ? null : layer('boundary', candidates.boundary),
    session: session === null ? null : layer('session', session),
    serviceControl: isFree
      ? []
      : candidates.serviceControl.map((level, i) => layer('service-control', level, i)),
    resourceControl: resourceControlOf(candidates, question, layer),
    resource: resourceLayerOf(candidates, question, combination, layer),
  };
}

type MakeLayer = (
  name: LayerStatements['layer'],
  statements: readonly Statement[],
  level?: number,
) => LayerStatements;

/** RCPs only ever take away: their Allow is the full access every organisation has. */
function resourceControlOf(
  candidates: Candidates,
  question: Question,
  layer: MakeLayer,
): readonly LayerStatements[] {
  if (candidates.resourceControl.length === 0) return [];
  const limits = rcpLimits(question);
  if (limits === 'no') return [];
  const levels = candidates.resourceControl.map((level, i) => layer('resource-control', level, i));
  if (limits === 'yes') return levels;
  const bites = openQuestion('resource control policies limit this service');
  return levels.map((level) => ({
    ...level,
    deny: level.deny.map((one) => ({ ...one, principalTest: bites })),
  }));
}

function resourceLayerOf(
  candidates: Candidates,
  question: Question,
  combination: Combination,
  layer: MakeLayer,
): LayerStatements | null {
  if (candidates.resource !== null) {
    const found = layer('resource', candidates.resource);
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
