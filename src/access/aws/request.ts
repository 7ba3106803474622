import type { ArnParts } from './arn.ts';
import { parseArn } from './arn.ts';
import { type Caller, isRoleSession, lastSegment, readCaller } from './caller.ts';
import type { Lookup, Values } from './condition.ts';
import { canonicalKey, familyOf, type KeyRule, keyRule } from './context-keys.ts';

/**
 * What a request carries. Names are matched in any case. An empty list says that the key is absent;
 * `{'aws:ResourceTag/*': []}` says that no tag but those listed exists.
 */
export type Context = Readonly<Record<string, string | readonly string[]>>;

export interface Request {
  /** ARN of a user, role, role session, root or sign-in provider; an account number; a service's host name; `*`. */
  readonly principal: string;
  readonly action: string;
  /** ARN; `*` for actions that name none; with wildcards, everything it takes in (`arn:aws:s3:::bucket/*`). */
  readonly resource: string;
  /** Further resources the same call names, where the action requires more than one type. */
  readonly alsoOn?: readonly string[];
  readonly context?: Context;
  /** `all`: a key that is not given is absent. `listed` (the default): it is settled by its class. */
  readonly known?: 'all' | 'listed';
  /** Replaces the built-in list of keys the caller chooses. */
  readonly chosen?: readonly string[];
  /** The caller writes its own tags (`aws:PrincipalTag`), over those named here, which it has in any case. */
  readonly tagsOfChoice?: readonly string[];
}

/** A request about one resource, read once. */
export interface Question {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly parts: ArnParts | undefined;
  /** Account that owns the resource; empty where it is the service's own. */
  readonly account: string;
  readonly known: 'all' | 'listed';
  readonly lookup: Lookup;
  rule(key: string): KeyRule;
}

/** Stands for any name the policies do not single out. */
export const anyOther = 'any-other-name';

/** Services whose one endpoint stands in us-east-1. */
const globalServices = new Set([
  'iam',
  'organizations',
  'account',
  'cloudfront',
  'route53',
  'shield',
  'sso-directory',
]);

const callers = new Map<string, Caller>();

/** `readCaller`, remembered: a scan asks about the same few thousand principals again and again. */
export function callerOf(principal: string): Caller {
  let caller = callers.get(principal);
  if (caller === undefined) {
    caller = readCaller(principal);
    if (callers.size > 50_000) callers.clear();
    callers.set(principal, caller);
  }
  return caller;
}

export function ask(request: Request, resource: string, resourceAccount: string | undefined): Question {
  const caller = callerOf(request.principal);
  const parts = parseArn(resource);
  const account = resourceAccount ?? (parts?.[4] || caller.account);
  const known = request.known ?? 'listed';
  const { tagsOfChoice } = request;
  const settled = (key: string) => keyRule(key, request.action, caller, request.chosen ?? null);
  const rule =
    tagsOfChoice === undefined ? settled : (key: string) => writable(key, settled(key), tagsOfChoice);
  const { action } = request;
  const lookup = lookupOf(request.context, { caller, parts, account, action, resource }, known, rule);
  return { caller, action, resource, parts, account, known, lookup, rule };
}

const callersTag = 'aws:principaltag/';

/** A tag that the caller writes; one it has in any case it can't be without. */
function writable(key: string, rule: KeyRule, has: readonly string[]): KeyRule {
  if (!key.startsWith(callersTag)) return rule;
  const isThere = has.some((name) => canonicalKey(callersTag + name) === key);
  return { ...rule, class: 'chosen', present: isThere ? 'always' : rule.present };
}

type Facts = Pick<Question, 'caller' | 'parts' | 'account' | 'action' | 'resource'>;

function lookupOf(
  context: Context | undefined,
  facts: Facts,
  known: 'all' | 'listed',
  rule: (key: string) => KeyRule,
): Lookup {
  let given: Map<string, readonly string[]> | undefined;
  return (key) => {
    given ??= readContext(context);
    const stated = given.get(key);
    if (stated !== undefined) return stated.length === 0 ? null : stated;
    const family = familyOf(key);
    if (family !== null && given.has(family) && !isFromCertificate(key, facts.caller)) return null;
    const derived = derive(key, facts);
    if (derived !== undefined) return derived;
    if (known === 'all' && !key.startsWith('?')) return null;
    return rule(key).present === 'never' ? null : undefined;
  };
}

/** Sessions through Roles Anywhere carry what is in the certificate as tags that the role itself has not. */
function isFromCertificate(key: string, caller: Caller): boolean {
  return key.startsWith('aws:principaltag/x509') && isRoleSession(caller);
}

function readContext(context: Context | undefined): Map<string, readonly string[]> {
  const given = new Map<string, readonly string[]>();
  for (const key in context) {
    if (!Object.hasOwn(context, key)) continue;
    const value = context[key] as string | readonly string[];
    given.set(canonicalKey(key), typeof value === 'string' ? [value] : value);
  }
  return given;
}

/** Keys the request itself tells: who asks, from which account, about what, where. */
function derive(key: string, facts: Facts): Values {
  const { caller, parts, account } = facts;
  switch (key) {
    case 'aws:principalarn':
      return one(principalArn(caller));
    case 'aws:principalaccount':
      return one(caller.account);
    case 'aws:principaltype':
      return one(principalTypes[caller.kind]);
    case 'aws:username':
      return caller.kind === 'user' ? [lastSegment(caller.name)] : null;
    case 'aws:userid':
      return caller.kind === 'root' ? [caller.account] : undefined;
    case 'aws:principalisawsservice':
      return [caller.kind === 'service' ? 'true' : 'false'];
    case 'aws:principalservicename':
      return caller.kind === 'service' ? [caller.arn] : null;
    case 'aws:principalservicenameslist':
    case 'aws:sourcearn':
    case 'aws:sourceaccount':
    case 'aws:sourceorgid':
    case 'aws:sourceorgpaths':
      return caller.kind === 'service' ? undefined : null;
    case 'aws:federatedprovider':
      return caller.kind === 'user' || caller.kind === 'root' ? null : undefined;
    case 'aws:resourceaccount':
      return one(account);
    case 'aws:requestedregion':
      return regionOf(facts, parts);
    case 'kms:callerisaccount':
      return undefined;
    default:
      return undefined;
  }
}

/** Tags of the resource: the one kind of key that differs from resource to resource. */
export function isTagKey(key: string): boolean {
  return key.startsWith('aws:resourcetag/');
}

function one(value: string | undefined): Values {
  return value === undefined || value === '' ? null : [value];
}

const principalTypes: Partial<Record<Caller['kind'], string>> = {
  user: 'User',
  role: 'AssumedRole',
  session: 'AssumedRole',
  root: 'Account',
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
};

/** For a role session the key holds the role's ARN; its path is not in the session's, so none is put in. */
function principalArn(caller: Caller): string | undefined {
  if (caller.kind === 'session') return `arn:${caller.partition}:iam::${caller.account}:role/${caller.name}`;
  return caller.arn.startsWith('arn:') ? caller.arn : undefined;
}

function regionOf(facts: Facts, parts: ArnParts | undefined): Values {
  const region = parts?.[3];
  if (region === anyOther) return undefined;
  if (region !== undefined && region !== '') return [region];
  const service = facts.action.slice(0, facts.action.indexOf(':')).toLowerCase();
  return globalServices.has(service) ? ['us-east-1'] : undefined;
}
