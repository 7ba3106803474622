import { type Caller, isRoleSession, lastSegment, readCaller } from './caller.ts';
import { compileTest, type Test } from './condition.ts';
import { readOperator, type WrittenOperator } from './operators.ts';
import type { ReadPrincipal, ReadStatement } from './policy.ts';

/**
 * How a resource policy names the caller, weakest first. `account`: it leaves the decision to the caller's
 * identity policies. `role`: it names the role, so boundary and session policy still limit. `direct`: it
 * names the user, the very session, or everyone, and nothing but a Deny limits it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Grant = 'account' | 'role' | 'direct';

/** A way a statement's principal element takes in the caller, and what must be true for it, where that is open. */
export interface PrincipalMatch {
  readonly grant: Grant;
  readonly test: Test | null;
}

const isTrue = readOperator('Bool') as WrittenOperator;

/** A test on something no request carries; `key` begins with `?` and reads as a sentence. */
export function openQuestion(sentence: string): Test {
  return compileTest(isTrue, `?${sentence}`, ['true'], false);
}

type Principals = NonNullable<ReadStatement['principal']>;

/**
 * The ways a Principal or NotPrincipal element takes in a caller; empty: it does not.
 * `bounded`: the caller has a permissions boundary.
 */
export function principalMatches(
  principals: Principals,
  effect: 'Allow' | 'Deny',
  caller: Caller,
  bounded: boolean,
): readonly PrincipalMatch[] {
  if (!principals.not) return principals.values.flatMap((value) => matchOne(value, caller));
  if (effect === 'Deny' && bounded) return [{ grant: 'direct', test: null }];
  return notListed(principals.values, caller);
}

/**
 * A Deny with NotPrincipal spares a caller only if its account, and for a session its role, are listed with
 * it: the documentation says it "might" be denied otherwise.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function notListed(values: readonly ReadPrincipal[], caller: Caller): readonly PrincipalMatch[] {
  const grants = values.flatMap((value) => matchOne(value, caller));
  if (grants.length === 0) return [{ grant: 'direct', test: null }];
  const certain = grants.filter(({ test }) => test === null).map(({ grant }) => grant);
  const hasAccount = caller.kind === 'root' || caller.account === '' || certain.includes('account');
  const hasRole = caller.kind !== 'session' || certain.includes('role');
  const hasSelf = certain.includes('direct') || certain.includes('role') || caller.kind === 'root';
  if (hasAccount && hasRole && hasSelf) return [];
  if (certain.includes('direct') && values.some(({ value }) => value === '*')) return [];
  return [
    { grant: 'direct', test: openQuestion('NotPrincipal that lists only part of the caller takes it in') },
  ];
}

function matchOne(principal: ReadPrincipal, caller: Caller): readonly PrincipalMatch[] {
  const { type, value } = principal;
  if (value === '*')
    return type === 'AWS' || caller.kind === 'service' ? [{ grant: 'direct', test: null }] : [];
  if (type === 'Service') return caller.kind === 'service' && caller.arn === value ? [direct] : [];
  if (type === 'Federated') return caller.kind === 'provider' && caller.arn === value ? [direct] : [];
  if (type === 'CanonicalUser')
    return caller.account === ''
      ? []
      : [
          {
            grant: 'account',
            test: openQuestion(`canonical user ${value.slice(0, 8)} is the caller's account`),
          },
        ];
  return matchAws(value, caller);
}

const direct: PrincipalMatch = { grant: 'direct', test: null };

function matchAws(value: string, caller: Caller): readonly PrincipalMatch[] {
  if (!value.startsWith('arn:') && !/^\d{12}$/.test(value)) return [];
  if (caller.account === '' || caller.kind === 'provider') return [];
  const named = readCaller(value);
  if (named.account !== caller.account) return [];
  if (named.arn.startsWith('arn:') && value.startsWith('arn:') && named.partition !== caller.partition)
    return [];
  if (named.kind === 'root') return [{ grant: 'account', test: null }];
  if (named.kind === 'user' || named.kind === 'federated-user')
    return named.arn === caller.arn ? [direct] : [];
  return matchRole(named, caller);
}

function matchRole(named: Caller, caller: Caller): readonly PrincipalMatch[] {
  if (!isRoleSession(named) || !isRoleSession(caller)) return [];
  if (lastSegment(named.name) !== lastSegment(caller.name)) return [];
  if (named.kind === 'role') return [{ grant: 'role', test: null }];
  if (caller.kind === 'session') return named.session === caller.session ? [direct] : [];
  return [{ grant: 'direct', test: openQuestion(`the role session is named ${named.session}`) }];
}
