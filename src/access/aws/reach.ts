import { isOfType } from './actions.ts';
import { arnGlob } from './arn.ts';
import type { Compiled } from './compile.ts';
import { matcherOf, singleValue, type Test } from './condition.ts';
import type { Decision } from './decide.ts';
import { matchesGlob } from './glob.ts';
import { newPartition, type Partition } from './partition.ts';
import { type Plan, statementsOf } from './plan.ts';
import { ask, type Context, callerOf, isTagKey, type Question, type Request } from './request.ts';
import type { IndexedResource, Places, ResourceIndex } from './resource-index.ts';
import { fill, variablesOf } from './template.ts';

/** Which of many resources a principal may do an action on: one bit for each, in the order of the index. */
export interface Reach {
  readonly allowed: Uint32Array;
  readonly conditional: Uint32Array;
  /** One decision for all resources that nothing in the policies tells apart; `count` of them. */
  readonly groups: readonly {
    readonly decision: Decision;
    readonly count: number;
    readonly example: string;
  }[];
}

/** A request about every resource of an index. */
export type ReachRequest = Omit<Request, 'resource' | 'alsoOn'>;

/**
 * Answers a request for all resources of an index, asking once for each group that the statements in question
 * tell apart. Agrees with `decide` on every one.
 */
export function reach(compiled: Compiled, request: ReachRequest, index: ResourceIndex): Reach {
  const plan = compiled.plan(request.action);
  const partition = newPartition(index.resources.length);
  for (const places of splitters(compiled, plan, request, index)) partition.split(places);
  return answer(compiled, request, index, partition);
}

/** Is the bit of a place set? */
export function hasBit(bits: Uint32Array, place: number): boolean {
  return (((bits[place >>> 5] as number) >>> (place & 31)) & 1) === 1;
}

/** The context a resource brings along. */
export function contextOfTags(
  tags: IndexedResource['tags'],
  context: Context | undefined,
): Context | undefined {
  if (tags === undefined) return context;
  const own = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value] as const);
  return { ...context, 'aws:ResourceTag/*': [], ...Object.fromEntries(own) };
}

function* splitters(
  compiled: Compiled,
  plan: Plan,
  request: ReachRequest,
  index: ResourceIndex,
): Generator<Places> {
  const caller = callerOf(request.principal);
  const question = ask({ ...request, resource: '*' }, '*', compiled.resourceAccount);
  yield index.byAccount.get(caller.account) ?? new Uint32Array();
  yield index.byAccount.get('') ?? new Uint32Array();
  yield index.untagged;
  for (const place of index.patterns) yield Uint32Array.of(place);
  yield* byPattern(plan, question, index);
  yield* byKeys(plan, question, index);
  yield* byKindOfResource(plan, request.action, index);
}

function* byPattern(plan: Plan, question: Question, index: ResourceIndex): Generator<Places> {
  for (const { statement } of statementsOf(plan))
    for (const { arn, text, template } of statement.resources.patterns) {
      if (arn !== null) yield index.matching(`${statement.kind} ${text}`, arn);
      else if (variablesOf(template).some(({ key }) => isOfResource(key))) yield* eachAlone(index);
      else {
        const tokens = fill(template, singleValue(question.lookup));
        const short = statement.kind === 'identity' ? 'fill' : 'text';
        if (tokens !== null && tokens !== undefined)
          yield index.matching(`${short} ${JSON.stringify(tokens)}`, arnGlob(tokens, short));
      }
    }
}

function isOfResource(key: string): boolean {
  return isTagKey(key) || key === 'aws:resourceaccount' || key === 'aws:requestedregion';
}

function* eachAlone(index: ResourceIndex): Generator<Places> {
  for (const place of index.resources.keys()) yield Uint32Array.of(place);
}

function* byKeys(plan: Plan, question: Question, index: ResourceIndex): Generator<Places> {
  for (const { statement } of statementsOf(plan))
    for (const test of statement.tests) {
      if (test.variables.some(({ key }) => isOfResource(key))) yield* eachAlone(index);
      if (test.key === 'aws:resourceaccount') yield* index.byAccount.values();
      if (test.key === 'aws:requestedregion') yield* index.byRegion.values();
      if (isTagKey(test.key)) yield* byTag(test, question, index);
    }
}

function* byTag(test: Test, question: Question, index: ResourceIndex): Generator<Places> {
  const values = [...index.tagged(test.key.slice(test.key.indexOf('/') + 1))];
  yield joined(values.map(([, places]) => places));
  const matches = matcherOf(test, question.lookup);
  if (matches === undefined) for (const [, places] of values) yield places;
  else yield joined(values.filter(([value]) => matches(value)).map(([, places]) => places));
}

export function joined(lists: readonly Places[]): Places {
  const out = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    out.set(list, at);
    at += list.length;
  }
  return out;
}

/** What makes requests differ before any policy is read: provider rules, keys and roles, further types required. */
function* byKindOfResource(plan: Plan, action: string, index: ResourceIndex): Generator<Places> {
  for (const [i, rule] of plan.rules.entries())
    yield index.where(`rule ${action} ${i}`, (_, arn) => matchesGlob(rule.resource, arn));
  yield index.where('gated', (parts) => /^(kms:key\/|iam:role\/)/.test(`${parts?.[2]}:${parts?.[5]}`));
  if (plan.required < 2) return;
  yield* index.byAccount.values();
  yield* index.byRegion.values();
  for (const type of plan.facts?.types ?? [])
    yield index.where(`type ${type.arn}`, (_, arn) => isOfType(type, arn));
}

function answer(
  compiled: Compiled,
  request: ReachRequest,
  index: ResourceIndex,
  partition: Partition,
): Reach {
  const size = index.resources.length;
  const allowed = new Uint32Array(Math.ceil(size / 32));
  const conditional = new Uint32Array(allowed.length);
  const labels = partition.labels();
  const groups = new Map<number, { decision: Decision; count: number; example: string }>();
  for (let place = 0; place < size; place++) {
    const label = labels === null ? 0 : (labels[place] as number);
    let group = groups.get(label);
    if (group === undefined) {
      const { arn, tags } = index.resources[place] as IndexedResource;
      const context = contextOfTags(tags, request.context);
      const full = { ...request, resource: arn, ...(context === undefined ? {} : { context }) };
      group = { decision: compiled.decide(full), count: 0, example: arn };
      groups.set(label, group);
    }
    group.count++;
    const { decision } = group.decision;
    if (decision === 'denied') continue;
    const bits = decision === 'allowed' ? allowed : conditional;
    bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
  }
  return { allowed, conditional, groups: [...groups.values()] };
}
