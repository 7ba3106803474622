import type { AccountLimits } from './account-limits.ts';
import { lastSegment } from './caller.ts';
import type { OlderVersions } from './older-versions.ts';
import { readPolicy } from './policy.ts';
import { callerOf } from './request.ts';
import { type CompiledPolicy, compilePolicy } from './statement.ts';
import { variablesOf } from './template.ts';

/** A policy as somebody carries it, which tells how it can be edited. */
export interface CarriedPolicy {
  readonly policy: CompiledPolicy;
  /** ARN of a managed policy; null for an inline one. */
  readonly arn: string | null;
  /** ARN of the group it comes through; null where the principal carries it itself. */
  readonly group: string | null;
  /** What its other versions give; absent: not known. */
  readonly older?: OlderVersions;
}

export interface EstateGroup {
  readonly arn: string;
  readonly account: string;
  readonly policies: readonly CarriedPolicy[];
}

/** A user, role or root with all that limits or widens it. */
export interface EstatePrincipal {
  readonly arn: string;
  readonly account: string;
  /** Its own policies and those of its groups. */
  readonly identity: readonly CarriedPolicy[];
  readonly boundary: CarriedPolicy | null;
  /** A role's trust policy; null for others, and where it could not be read. */
  readonly trust: CompiledPolicy | null;
  /** Accounts, ARNs, services or `*` that the trust policy names. */
  readonly trusts: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs of its groups. */
  readonly groups: readonly string[];
  /** What an organisation lays on its account; null or absent: nothing. */
  readonly limits?: AccountLimits | null;
  /** Whether its account may give rights in others of its organisation; null or absent: not known. */
  readonly reachesOthers?: boolean | null;
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
  readonly groupsOf: ReadonlyMap<string, readonly EstateGroup[]>;
  /** Condition keys that some policy tests or fills in, in lower case. */
  readonly keysTested: ReadonlySet<string>;
}

/** What else an estate holds. */
export interface Surroundings {
  readonly workloads?: readonly EstateWorkload[];
  readonly groups?: readonly EstateGroup[];
  /** Policies of resources, where a key that is tested matters as well. */
  readonly resourcePolicies?: readonly CompiledPolicy[];
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
  { workloads = [], groups = [], resourcePolicies = [] }: Surroundings = {},
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
  const groupsOf = new Map<string, EstateGroup[]>();
  for (const group of groups) put(groupsOf, group.account, group);
  return {
    groupsOf,
    keysTested: keysTested(principals, groups, resourcePolicies),
    namedAbroad,
    principals: new Map(principals.map((one) => [one.arn, one])),
    rolesTrusting,
    byAccount,
    workloads,
  };
}

/** Does any policy ask for a tag of the caller? */
export function testsTags({ keysTested: keys }: Estate): boolean {
  for (const key of keys) if (key.startsWith('aws:principaltag/')) return true;
  return false;
}

function keysTested(
  principals: readonly EstatePrincipal[],
  groups: readonly EstateGroup[],
  resourcePolicies: readonly CompiledPolicy[],
): Set<string> {
  const policies = new Set(
    [
      ...principals.flatMap(({ identity, boundary, trust, limits }) => [
        ...identity.map(({ policy }) => policy),
        boundary?.policy ?? null,
        trust,
        ...(limits?.serviceControl ?? []).flat(),
        ...(limits?.resourceControl ?? []).flat(),
      ]),
      ...groups.flatMap(({ policies: carried }) => carried.map(({ policy }) => policy)),
      ...resourcePolicies,
    ].filter((policy) => policy !== null),
  );
  const keys = new Set<string>();
  for (const { statements } of policies)
    for (const { tests, resources } of statements) {
      for (const { key, variables } of tests)
        for (const name of [key, ...variables.map((one) => one.key)]) keys.add(name);
      for (const { template } of resources.patterns)
        for (const { key } of variablesOf(template)) keys.add(key);
    }
  return keys;
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

/** A policy that the caller writes for a resource: it grants whatever nothing else denies. */
export const openPolicy: CompiledPolicy = compilePolicy(
  {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
  },
  'resource',
  'a policy the caller writes',
);
