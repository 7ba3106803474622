import { isOfType, type ResourceType } from './actions.ts';
import { splitParts } from './arn.ts';
import { singleValue } from './condition.ts';
import type { Decision } from './decide.ts';
import { type GlobToken, globTokens, overlapOf, sampleOf } from './glob.ts';
import { type Plan, type Sample, type Samples, statementsOf } from './plan.ts';
import { anyOther, ask, type Request } from './request.ts';
import { fill } from './template.ts';

type DecideOne = (
  plan: Plan,
  request: Request,
  resource: string,
  resourceAccount: string | undefined,
) => Decision;
type Decide = (resource: string) => Decision;

/** A request with the plan for its action. */
export interface Asked {
  readonly plan: Plan;
  readonly request: Request;
  readonly resourceAccount: string | undefined;
}

/**
 * Decides a request in full: on its resource, on all a resource with wildcards takes in, and on a resource of
 * every further type its action requires.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function decideInFull(asked: Asked, decideOne: DecideOne): Decision {
  const { plan, request } = asked;
  const { resource } = request;
  const decide = deciderOf(asked, decideOne);
  if (plan.facts?.wildcardOnly) return decide('*');
  return withFurther(
    asked,
    isPattern(resource) ? decideOnAll(asked, resource, decide) : decide(resource),
    decide,
  );
}

/** The decision on a request's own resource, joined by those on all else the call names or must name. */
function withFurther(asked: Asked, own: Decision, decide: Decide): Decision {
  const { plan, request } = asked;
  const { resource, alsoOn } = request;
  if (own.decision === 'denied' || (plan.required < 2 && alsoOn === undefined)) return own;
  const given = [resource, ...(alsoOn ?? [])];
  const required = plan.facts?.types.filter((type) => type.required) ?? [];
  const missing = required.filter((type) => !given.some((one) => isOfType(type, one)));
  const further = (alsoOn ?? []).map(decide);
  if (missing.length === required.length) return both([own, ...further]);
  return both([own, ...further, ...missing.map((type) => decideOnSome(asked, type, decide))]);
}

/** Is there a resource its pattern takes in on which it is allowed? For what the caller names or makes itself. */
export function decideOnAny(asked: Asked, decideOne: DecideOne): Decision {
  const { plan, request } = asked;
  const decide = deciderOf(asked, decideOne);
  if (plan.facts?.wildcardOnly) return decide('*');
  const tried = tryEach(samplesOf(asked, request.resource), decide);
  return withFurther(asked, best(tried)?.decision ?? (tried[0] as Tried).decision, decide);
}

function deciderOf({ plan, request, resourceAccount }: Asked, decideOne: DecideOne): Decide {
  return (resource) => decideOne(plan, request, resource, resourceAccount);
}

function isPattern(resource: string): boolean {
  return (resource.includes('*') || resource.includes('?')) && resource !== '*';
}

/** A call that names several resources is allowed where each is. */
function both(decisions: readonly Decision[]): Decision {
  const denied = decisions.find(({ decision }) => decision === 'denied');
  if (denied !== undefined) return denied;
  const holdsOnlyIf = [...new Set(decisions.flatMap((one) => one.holdsOnlyIf))];
  const isConditional = decisions.some(({ decision }) => decision === 'conditional');
  const because = decisions.flatMap((one) => one.because);
  return { decision: isConditional ? 'conditional' : 'allowed', because, holdsOnlyIf };
}

interface Tried {
  readonly says: string;
  readonly decision: Decision;
}

function tryEach(samples: Samples, decide: Decide): readonly Tried[] {
  return samples.list.map(({ arn, says }) => ({ says, decision: decide(arn) }));
}

function best(tried: readonly Tried[]): Tried | undefined {
  const is = (wanted: Decision['decision']) => tried.find(({ decision }) => decision.decision === wanted);
  return is('allowed') ?? is('conditional');
}

function conditional(from: Decision, conditions: readonly string[], because = from.because): Decision {
  return { decision: 'conditional', because, holdsOnlyIf: [...conditions, ...from.holdsOnlyIf] };
}

/** Everything a pattern takes in: allowed on all of it, on none, or on a part that `holdsOnlyIf` names. */
function decideOnAll(asked: Asked, pattern: string, decide: Decide): Decision {
  const samples = samplesOf(asked, pattern);
  const tried = tryEach(samples, decide);
  const ordinary = (tried[0] as Tried).decision;
  const open = best(tried);
  if (open === undefined)
    return samples.complete
      ? ordinary
      : conditional(ordinary, ['some resource it takes in is allowed (too many patterns to try)']);
  const refused = tried.find(({ decision }) => decision.decision === 'denied');
  if (samples.complete && tried.every(({ decision }) => decision.decision === 'allowed')) return ordinary;
  const denies = refused?.decision.because.filter(({ effect }) => effect === 'Deny') ?? [];
  const part = refused === undefined ? [] : [`the resource is ${open.says}`];
  return conditional(open.decision, part, [...open.decision.because, ...denies]);
}

/**
 * A further resource that the call must name and the request does not: the caller picks one, so it is allowed
 * where an ordinary one is; where only some are, one of them has to exist.
 */
function decideOnSome(asked: Asked, type: ResourceType, decide: Decide): Decision {
  const parts = splitParts(globTokens(asked.request.resource)).map((part) => sampleOf(part, '*'));
  const places: Readonly<Record<string, string>> = {
    Partition: parts[1] ?? 'aws',
    Region: parts[3] || '*',
    Account: parts[4] || '*',
  };
  const pattern = type.arn.replaceAll(/<(\w+)>/g, (_, name: string) => places[name] ?? '*');
  const ordinary = decide(sampleArn(splitParts(globTokens(pattern)), anyOther));
  if (ordinary.decision === 'allowed') return ordinary;
  const open = best(tryEach(samplesOf(asked, pattern), decide));
  if (open === undefined) return ordinary;
  return conditional(open.decision, [`it names a ${type.name} that is ${open.says}`]);
}

/** One ARN for each way the statements of an action tell apart what a pattern takes in; an ordinary one first. */
function samplesOf({ plan, request, resourceAccount }: Asked, pattern: string): Samples {
  const known = plan.samples.get(pattern);
  if (known !== undefined) return known;
  const whole = splitParts(globTokens(pattern));
  const lookup = ask(request, sampleArn(whole, anyOther), resourceAccount).lookup;
  const templates = statementsOf(plan).flatMap(({ statement }) => statement.resources.patterns);
  const filled = templates.map(({ template }) => fill(template, singleValue(lookup)));
  const samples = cutUp(whole, filled);
  const isFixed = templates.every(({ arn }) => arn !== null);
  if (isFixed && plan.samples.size < 10_000) plan.samples.set(pattern, samples);
  return samples;
}

type Filled = ReturnType<typeof fill>;

function cutUp(whole: readonly GlobToken[][], patterns: readonly Filled[]): Samples {
  const texts = new Map(
    patterns
      .filter((tokens) => tokens !== null && tokens !== undefined)
      .map((tokens) => [textOf(tokens), splitParts(tokens)]),
  );
  const cuts = [...texts].flatMap(([text, parts]) => overlapNamed(text, whole, parts));
  const complete = !patterns.includes(undefined) && cuts.length <= 24;
  const pairs = complete
    ? cuts.flatMap((a, i) =>
        cuts.slice(i + 1).flatMap((b) => overlapNamed(`${a.text} and ${b.text}`, a.parts, b.parts)),
      )
    : [];
  return { list: toSamples(whole, [...cuts, ...pairs]), complete };
}

function textOf(tokens: readonly GlobToken[]): string {
  return tokens.map((token) => (token === 0 ? '*' : token === 1 ? '?' : token)).join('');
}

interface Cut {
  readonly text: string;
  readonly parts: readonly GlobToken[][];
}

function overlapNamed(text: string, a: Cut['parts'], b: Cut['parts']): readonly Cut[] {
  const parts = overlapOfParts(a, b);
  return parts === undefined ? [] : [{ text, parts }];
}

function sampleArn(parts: readonly (readonly GlobToken[])[], filler: string): string {
  return parts.map((part) => sampleOf(part, filler)).join(':');
}

function toSamples(whole: readonly GlobToken[][], cuts: readonly Cut[]): readonly Sample[] {
  const samples = new Map<string, string>([[sampleArn(whole, anyOther), 'none the policies single out']]);
  for (const { text, parts } of cuts)
    for (const filler of [anyOther, '']) {
      const arn = sampleArn(parts, filler);
      if (!samples.has(arn)) samples.set(arn, `like ${text}`);
    }
  return [...samples].map(([arn, says]) => ({ arn, says }));
}

/** What two ARN patterns have in common; undefined for nothing. */
function overlapOfParts(
  a: readonly GlobToken[][],
  b: readonly GlobToken[][],
): readonly GlobToken[][] | undefined {
  const filled = [...b];
  while (filled.length < 6) filled.push([0]);
  const out: GlobToken[][] = [];
  for (let i = 0; i < 6; i++) {
    const overlap = overlapOf(a[i] ?? [0], filled[i] ?? [0]);
    if (overlap === undefined || overlap === 'unknown') return undefined;
    out.push(overlap);
  }
  return out;
}
