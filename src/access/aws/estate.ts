import { lastSegment } from './caller.ts';
import { readPolicy } from './policy.ts';
import { callerOf } from './request.ts';
import { type CompiledPolicy, compilePolicy } from './statement.ts';

/** A user, role or root with all that limits or widens it. */
export interface EstatePrincipal {
  readonly arn: string;
  readonly account: string;
  readonly identity: readonly CompiledPolicy[];
  readonly boundary: CompiledPolicy | null;
  /** A role's trust policy; null for others, and where it could not be read. */
  readonly trust: CompiledPolicy | null;
  /** Accounts, ARNs, services or `*` that the trust policy names. */
  readonly trusts: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Policies of its own account it carries, and its groups: editing one edits the principal. */
  readonly ownPolicies: readonly string[];
  readonly ownGroups: readonly string[];
}

/** Code that runs as a role. */
export interface EstateWorkload {
  readonly arn: string;
  readonly role: string;
}

/** Principals of one or more accounts, arranged for the question of who can become whom. */
export interface Estate {
  readonly principals: ReadonlyMap<string, EstatePrincipal>;
  /** Roles by what their trust policy names. */
  readonly rolesTrusting: ReadonlyMap<string, readonly EstatePrincipal[]>;
  readonly byAccount: ReadonlyMap<string, readonly EstatePrincipal[]>;
  /** Principals of an account that roles of other accounts name: worth becoming even for its administrator. */
  readonly namedAbroad: ReadonlyMap<string, readonly EstatePrincipal[]>;
  readonly workloads: readonly EstateWorkload[];
}

/** What a trust policy names, as keys of `rolesTrusting`: `111111111111`, `arn…/name`, `ec2.amazonaws.com`, `*`. */
export function trustedBy(trust: unknown): readonly string[] {
  const { statements } = readPolicy(trust as string, 'trust policy');
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principal }) =>
      principal?.not === true ? ['*'] : (principal?.values ?? []).map(({ value }) => trustKey(value)),
    );
}

/** One name for a principal however a policy writes it. */
export function trustKey(principal: string): string {
  if (!principal.startsWith('arn:')) return principal;
  const { kind, account, name } = callerOf(principal);
  if (kind === 'root') return account;
  return kind === 'role' || kind === 'session' ? `${account} role ${lastSegment(name)}` : principal;
}

export function buildEstate(
  principals: readonly EstatePrincipal[],
  workloads: readonly EstateWorkload[] = [],
): Estate {
  const rolesTrusting = new Map<string, EstatePrincipal[]>();
  const byAccount = new Map<string, EstatePrincipal[]>();
  for (const principal of principals) {
    put(byAccount, principal.account, principal);
    for (const key of new Set(principal.trusts)) put(rolesTrusting, key, principal);
  }
  const namedAbroad = new Map<string, EstatePrincipal[]>();
  for (const principal of principals) {
    const roles = rolesTrusting.get(trustKey(principal.arn)) ?? [];
    if (roles.some(({ account }) => account !== principal.account))
      put(namedAbroad, principal.account, principal);
  }
  return {
    namedAbroad,
    principals: new Map(principals.map((one) => [one.arn, one])),
    rolesTrusting,
    byAccount,
    workloads,
  };
}

function put<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Everything, on everything: what an administrator's policy says. */
export const administratorPolicy: CompiledPolicy = compilePolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  'identity',
  'a policy the caller writes',
);
