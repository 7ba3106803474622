import { actionFacts, isOfType, type ResourceType } from './actions.ts';
import { splitParts } from './arn.ts';
import type { CompiledPolicies } from './compile.ts';
import { singleValue } from './condition.ts';
import type { Decision } from './decide.ts';
import { type GlobToken, globTokens, overlapOf, sampleOf } from './glob.ts';
import { ask, type Request } from './request.ts';
import type { Statement } from './statement.ts';
import { fill } from './template.ts';

type DecideOne = (policies: CompiledPolicies, request: Request, resource: string) => Decision;

/**
 * Decides a request in full: on its resource, on all a resource with wildcards takes in, and on a resource of
 * every further type its action requires.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function decideOnMany(policies: CompiledPolicies, request: Request, decide: DecideOne): Decision {
  const facts = actionFacts(request.action);
  if (facts?.wildcardOnly) return decide(policies, request, '*');
  const own = isPattern(request.resource)
    ? decideOnAll(policies, request, request.resource, decide)
    : decide(policies, request, request.resource);
  if (facts === undefined || own.decision === 'denied') return own;
  const given = [request.resource, ...(request.alsoOn ?? [])];
  const required = facts.types.filter((type) => type.required);
  if (required.length < 2 && request.alsoOn === undefined) return own;
  const further = (request.alsoOn ?? []).map((resource) => decide(policies, request, resource));
  const missing = required.filter((type) => !given.some((resource) => isOfType(type, resource)));
  if (missing.length === required.length) return both([own, ...further]);
  return both([own, ...further, ...missing.map((type) => decideOnSome(policies, request, type, decide))]);
}

function isPattern(resource: string): boolean {
  return resource !== '*' && /[*?]/.test(resource);
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

function tryEach(
  policies: CompiledPolicies,
  request: Request,
  samples: Samples,
  decide: DecideOne,
): readonly Tried[] {
  return samples.list.map(({ arn, says }) => ({ says, decision: decide(policies, request, arn) }));
}

function best(tried: readonly Tried[]): Tried | undefined {
  const is = (wanted: Decision['decision']) => tried.find(({ decision }) => decision.decision === wanted);
  return is('allowed') ?? is('conditional');
}

function conditional(from: Decision, conditions: readonly string[], because = from.because): Decision {
  return { decision: 'conditional', because, holdsOnlyIf: [...conditions, ...from.holdsOnlyIf] };
}

/** Everything a pattern takes in: allowed on all of it, on none, or on a part that `holdsOnlyIf` names. */
function decideOnAll(
  policies: CompiledPolicies,
  request: Request,
  pattern: string,
  decide: DecideOne,
): Decision {
  const samples = samplesOf(policies, request, pattern);
  const tried = tryEach(policies, request, samples, decide);
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
function decideOnSome(
  policies: CompiledPolicies,
  request: Request,
  type: ResourceType,
  decide: DecideOne,
): Decision {
  const parts = splitParts(globTokens(request.resource)).map((part) => sampleOf(part, '*'));
  const places: Readonly<Record<string, string>> = {
    Partition: parts[1] ?? 'aws',
    Region: parts[3] || '*',
    Account: parts[4] || '*',
  };
  const pattern = type.arn.replaceAll(/<(\w+)>/g, (_, name: string) => places[name] ?? '*');
  const tried = tryEach(policies, request, samplesOf(policies, request, pattern), decide);
  const ordinary = (tried[0] as Tried).decision;
  const open = best(tried);
  if (open === undefined || ordinary.decision === 'allowed') return ordinary;
  return conditional(open.decision, [`it names a ${type.name} that is ${open.says}`]);
}

interface Sample {
  readonly arn: string;
  readonly says: string;
}

interface Samples {
  readonly list: readonly Sample[];
  readonly complete: boolean;
}

const fresh = 'any-other-name';

/** One ARN for each way the statements of an action tell apart what a pattern takes in; an ordinary one first. */
function samplesOf(policies: CompiledPolicies, request: Request, pattern: string): Samples {
  const whole = splitParts(globTokens(pattern));
  const lookup = singleValue(ask(request, sampleArn(whole, fresh), policies.resourceAccount).lookup);
  const texts = new Map<string, readonly GlobToken[][]>();
  let complete = true;
  for (const statement of statementsOf(policies, request.action))
    for (const { template } of statement.resources.patterns) {
      const tokens = fill(template, lookup);
      if (tokens === undefined) complete = false;
      else if (tokens !== null)
        texts.set(tokens.map((t) => (t === 0 ? '*' : t === 1 ? '?' : t)).join(''), splitParts(tokens));
    }
  const cuts = [...texts].flatMap(([text, parts]) => {
    const cut = overlapOfParts(whole, parts);
    return cut === undefined ? [] : [{ text, parts: cut }];
  });
  if (cuts.length > 24) return { list: toSamples(whole, cuts), complete: false };
  const pairs = cuts.flatMap((a, i) =>
    cuts.slice(i + 1).flatMap((b) => {
      const cut = overlapOfParts(a.parts, b.parts);
      return cut === undefined ? [] : [{ text: `${a.text} and ${b.text}`, parts: cut }];
    }),
  );
  return { list: toSamples(whole, [...cuts, ...pairs]), complete };
}

function statementsOf(policies: CompiledPolicies, action: string): readonly Statement[] {
  const { identity, boundary, session, serviceControl, resourceControl, resource } =
    policies.candidates(action);
  return [
    ...identity,
    ...(boundary ?? []),
    ...(session ?? []),
    ...serviceControl.flat(),
    ...resourceControl.flat(),
    ...(resource ?? []),
  ];
}

function sampleArn(parts: readonly (readonly GlobToken[])[], filler: string): string {
  return parts.map((part) => sampleOf(part, filler)).join(':');
}

function toSamples(
  whole: readonly GlobToken[][],
  cuts: readonly { text: string; parts: readonly GlobToken[][] }[],
): readonly Sample[] {
  const samples = new Map<string, string>([[sampleArn(whole, fresh), 'none the policies single out']]);
  for (const { text, parts } of cuts)
    for (const filler of [fresh, '']) {
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
