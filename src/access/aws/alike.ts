import { type Actor, carrying, changesKey, contextKey } from './actor.ts';
import { holds, type Test } from './condition.ts';
import { type Estate, type EstatePrincipal, trustKey } from './estate.ts';
import type { CompiledPolicy, Statement } from './statement.ts';
import { variablesOf } from './template.ts';

const calls = ['sts:AssumeRole', 'sts:TagSession'] as const;

/** What policies about assuming roles ask of the caller, beyond what every caller of an account shares. */
interface Asked {
  readonly tags: boolean;
  readonly userNames: boolean;
  /** An ARN is filled in somewhere, so that no two callers are alike. */
  readonly arnFilledIn: boolean;
  readonly arnTests: readonly Test[];
}

const asked = new WeakMap<Estate, Asked>();

function askedIn(estate: Estate): Asked {
  const known = asked.get(estate);
  if (known !== undefined) return known;
  const policies = new Set([...estate.principals.values()].flatMap(policiesAround));
  const statements = new Set(
    [...policies].flatMap((policy) => calls.flatMap((call) => policy.forAction(call))),
  );
  const found = readAsked([...statements]);
  asked.set(estate, found);
  return found;
}

function policiesAround({ identity, boundary, trust, limits }: EstatePrincipal): readonly CompiledPolicy[] {
  const around = [boundary?.policy ?? null, trust, ...(limits?.serviceControl ?? []).flat()];
  return [...identity.map(({ policy }) => policy), ...around.filter((policy) => policy !== null)];
}

function readAsked(statements: readonly Statement[]): Asked {
  const tests = statements.flatMap((statement) => statement.tests);
  const filled = new Set([
    ...tests.flatMap(({ variables }) => variables.map(({ key }) => key)),
    ...statements.flatMap(({ resources }) =>
      resources.patterns.flatMap(({ template }) => variablesOf(template).map(({ key }) => key)),
    ),
  ]);
  const keys = new Set([...filled, ...tests.map(({ key }) => key)]);
  return {
    tags: [...keys].some((key) => key.startsWith('aws:principaltag/')),
    userNames: keys.has('aws:username'),
    arnFilledIn: filled.has('aws:principalarn'),
    arnTests: tests.filter(({ key, variables }) => key === 'aws:principalarn' && variables.length === 0),
  };
}

const numbers = new WeakMap<CompiledPolicy, number>();
let next = 0;

function numberOf(policy: CompiledPolicy): number {
  const known = numbers.get(policy);
  if (known !== undefined) return known;
  numbers.set(policy, next);
  return next++;
}

/**
 * One key for actors that may assume the same roles on the same terms: same account, policies, boundary and context,
 * and nothing in any policy about assuming roles that tells them apart.
 */
export function alikeKey(estate: Estate, actor: Actor): string {
  const { principal, changes, context } = actor;
  const { arn, account } = principal;
  const { tags, userNames, arnFilledIn, arnTests } = askedIn(estate);
  const isUser = arn.includes(':user/');
  const isNamed = estate.rolesTrusting.has(trustKey(arn));
  const isAlone = arn.endsWith(':root') || isNamed || arnFilledIn || (isUser && userNames);
  const { policies, boundary } = carrying(actor);
  const lookup = (key: string) => (key === 'aws:principalarn' ? [arn] : undefined);
  return JSON.stringify([
    isAlone ? arn : isUser,
    account,
    policies.map(({ policy }) => numberOf(policy)),
    boundary === null ? null : numberOf(boundary.policy),
    changesKey({ ...changes, without: [], joined: [] }),
    contextKey(context),
    tags ? Object.entries(principal.tags).toSorted() : null,
    arnTests.map((test) => holds(test, lookup)),
  ]);
}
