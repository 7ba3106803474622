import { actionFacts } from './actions.ts';
import { type Caller, isRoleSession } from './caller.ts';

/**
 * How a context key that nobody gave is settled. `known`: the inventory would tell. `chosen`: the caller says
 * what it likes. `environment`: where, when and how the caller signed in. `unread`: state nobody read.
 */
export type KeyClass = 'known' | 'chosen' | 'environment' | 'unread';

export interface KeyRule {
  readonly class: KeyClass;
  /** Whether every request carries it, some do, or none of this caller and action can. */
  readonly present: 'always' | 'maybe' | 'never';
  /** True for keys that hold a list. */
  readonly many: boolean;
}

interface Row {
  readonly key: string;
  readonly class: KeyClass;
  readonly present?: 'always' | 'never';
  readonly many?: true;
}

/**
 * Global keys, and keys of services whose class their place in the reference does not tell. A trailing `/` or
 * `:` stands for a family.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const rows: readonly Row[] = [
  { key: 'aws:principalarn', class: 'known' },
  { key: 'aws:principalaccount', class: 'known' },
  { key: 'aws:principaltype', class: 'known' },
  { key: 'aws:principalorgid', class: 'known' },
  { key: 'aws:principalorgpaths', class: 'known', many: true },
  { key: 'aws:principaltag/', class: 'known' },
  { key: 'aws:principalisawsservice', class: 'known' },
  { key: 'aws:principalservicename', class: 'known' },
  { key: 'aws:principalservicenameslist', class: 'known', many: true },
  { key: 'aws:userid', class: 'known', present: 'always' },
  { key: 'aws:username', class: 'known' },
  { key: 'aws:resourceaccount', class: 'known' },
  { key: 'aws:resourceorgid', class: 'known' },
  { key: 'aws:resourceorgpaths', class: 'known', many: true },
  { key: 'aws:requestedregion', class: 'known', present: 'always' },
  { key: 'aws:resourcetag/', class: 'unread' },
  { key: 'aws:requesttag/', class: 'chosen' },
  { key: 'aws:tagkeys', class: 'chosen', many: true },
  { key: 'aws:securetransport', class: 'chosen', present: 'always' },
  { key: 'aws:useragent', class: 'chosen' },
  { key: 'aws:referer', class: 'chosen' },
  { key: 'aws:sourceip', class: 'environment' },
  { key: 'aws:sourcevpc', class: 'environment' },
  { key: 'aws:sourcevpcarn', class: 'environment' },
  { key: 'aws:sourcevpce', class: 'environment' },
  { key: 'aws:vpcsourceip', class: 'environment' },
  { key: 'aws:vpceaccount', class: 'environment' },
  { key: 'aws:vpceorgid', class: 'environment' },
  { key: 'aws:vpceorgpaths', class: 'environment', many: true },
  { key: 'aws:ec2instancesourcevpc', class: 'environment' },
  { key: 'aws:ec2instancesourceprivateipv4', class: 'environment' },
  { key: 'aws:multifactorauthpresent', class: 'environment' },
  { key: 'aws:multifactorauthage', class: 'environment' },
  { key: 'aws:currenttime', class: 'environment', present: 'always' },
  { key: 'aws:tokenissuetime', class: 'environment' },
  { key: 'aws:viaawsservice', class: 'environment', present: 'always' },
  { key: 'aws:calledvia', class: 'environment', many: true },
  { key: 'aws:calledviafirst', class: 'environment' },
  { key: 'aws:calledvialast', class: 'environment' },
  { key: 'aws:sourceidentity', class: 'environment' },
  { key: 'aws:federatedprovider', class: 'environment' },
  { key: 'aws:assumedroot', class: 'environment' },
  { key: 'aws:sourcearn', class: 'known' },
  { key: 'aws:sourceaccount', class: 'known' },
  { key: 'aws:sourceorgid', class: 'known' },
  { key: 'aws:sourceorgpaths', class: 'known', many: true },
  { key: 'ec2:sourceinstancearn', class: 'environment' },
  { key: 'ec2:roledelivery', class: 'environment' },
  { key: 'lambda:sourcefunctionarn', class: 'environment' },
  { key: 'ssm:sourceinstancearn', class: 'environment' },
  { key: 'identitystore:userid', class: 'environment' },
  { key: 'glue:credentialissuingservice', class: 'environment' },
  { key: 'saml:', class: 'environment' },
  { key: 'sts:externalid', class: 'chosen' },
  { key: 'sts:rolesessionname', class: 'chosen' },
  { key: 'sts:sourceidentity', class: 'chosen' },
  { key: 'sts:transitivetagkeys', class: 'chosen', many: true },
  { key: 'kms:viaservice', class: 'environment' },
  { key: 'kms:callerisaccount', class: 'known' },
  { key: 'kms:trailingdayswithoutkeyusage', class: 'unread' },
  { key: 'iam:permissionsboundary', class: 'unread' },
  { key: 'dynamodb:leadingkeys', class: 'unread', many: true },
  { key: 'dynamodb:attributes', class: 'unread', many: true },
  { key: 's3:existingobjecttag/', class: 'unread' },
  { key: 'secretsmanager:resource/', class: 'unread' },
];

/** What callers choose beside the tags they ask for. */
export const chosenBesideTags: readonly string[] = rows
  .filter(({ key, class: own }) => own === 'chosen' && !/^aws:(requesttag\/|tagkeys$)/.test(key))
  .map(({ key }) => key);

const exact = new Map(rows.map((row) => [row.key, row]));
const families = rows.filter((row) => /[/:]$/.test(row.key));

/** Services' own names for a key that has a global one. */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^(?!aws:)[\w-]+:resourcetag\//, 'aws:resourcetag/'],
  [/^rds:[\w-]+-tag\//, 'aws:resourcetag/'],
  [/^s3:buckettag\//, 'aws:resourcetag/'],
  [/^s3:resourceaccount$/, 'aws:resourceaccount'],
  [/^ec2:region$/, 'aws:requestedregion'],
  [/^aws:epochtime$/, 'aws:currenttime'],
  [/^kms:calleraccount$/, 'aws:principalaccount'],
];

const canonical = new Map<string, string>();

/** The one name, in lower case, under which a key is looked up: `ec2:ResourceTag/env` is `aws:resourcetag/env`. */
export function canonicalKey(key: string): string {
  let found = canonical.get(key);
  if (found === undefined) {
    const lower = key.toLowerCase();
    const alias = aliases.find(([pattern]) => pattern.test(lower));
    found = alias === undefined ? lower : lower.replace(alias[0], alias[1]);
    if (canonical.size < 10_000) canonical.set(key, found);
  }
  return found;
}

/** Calls in which `iam:PermissionsBoundary` is what the caller asks for, not what the target already has. */
const boundaryIsAsked = /^iam:(create(user|role)|put(user|role)permissionsboundary)$/;

/** How a key that was not given is settled for this action and caller. `chosen` overrides the built-in list. */
export function keyRule(
  key: string,
  action: string,
  caller: Caller,
  chosen: readonly string[] | null,
): KeyRule {
  const rule = ruleOf(key, action.toLowerCase(), caller);
  if (chosen === null || rule.present === 'never' || key.startsWith('?')) return rule;
  const isChosen = chosen.some((name) => canonicalKey(name) === key);
  if (isChosen) return { ...rule, class: 'chosen' };
  return rule.class === 'chosen' ? { ...rule, class: 'environment' } : rule;
}

function ruleOf(key: string, action: string, caller: Caller): KeyRule {
  if (key.startsWith('?')) return { class: 'environment', present: 'always', many: false };
  const row = exact.get(key) ?? families.find((family) => key.startsWith(family.key));
  const many = row?.many === true;
  if (!isCarried(key, action, row !== undefined)) return { class: 'known', present: 'never', many };
  if (row === undefined) return { class: classOfServiceKey(key, action), present: 'maybe', many };
  if (key === 'iam:permissionsboundary' && boundaryIsAsked.test(action))
    return { class: 'chosen', present: 'maybe', many };
  return { class: row.class, present: row.present ?? presenceFor(key, caller), many };
}

function presenceFor(key: string, caller: Caller): 'always' | 'maybe' | 'never' {
  if (key === 'aws:tokenissuetime' && isRoleSession(caller)) return 'always';
  if (caller.kind === 'provider' || caller.kind === 'service' || caller.kind === 'anonymous')
    return /^aws:(multifactor|token)/.test(key) ? 'never' : 'maybe';
  return 'maybe';
}

/** Keys of one service, and tag keys, are in a request only where the reference lists them for its action. */
function isCarried(key: string, action: string, inTable: boolean): boolean {
  const isTag = /^aws:(requesttag\/|tagkeys$|resourcetag\/)/.test(key);
  const service = key.slice(0, key.indexOf(':'));
  if (!isTag && (service === 'aws' || service === 'saml' || service.includes('.'))) return true;
  if (inTable && exact.get(key)?.class === 'environment') return true;
  // It is asked as part of the call that opens the session, with what that call says.
  if (service === 'sts' && action === 'sts:tagsession') return true;
  const facts = actionFacts(action);
  if (facts === undefined) return isTag || service === action.slice(0, action.indexOf(':'));
  return lists(facts.requestKeys, key) || lists(facts.resourceKeys, key);
}

function lists(keys: ReadonlySet<string>, key: string): boolean {
  if (keys.has(key)) return true;
  for (const listed of keys) {
    const name = canonicalKey(listed);
    if (name === key || (name.endsWith('/') && key.startsWith(name))) return true;
  }
  return false;
}

/** Keys the reference lists for the request itself are parameters of the call; the others describe the resource. */
function classOfServiceKey(key: string, action: string): KeyClass {
  const facts = actionFacts(action);
  if (key.includes('.')) return 'environment';
  return facts !== undefined && lists(facts.requestKeys, key) && !lists(facts.resourceKeys, key)
    ? 'chosen'
    : 'unread';
}

/** `aws:ResourceTag/env` belongs to the family `aws:resourcetag/*`; null for a key on its own. */
export function familyOf(key: string): string | null {
  const slash = key.indexOf('/');
  return slash < 0 ? null : `${key.slice(0, slash)}/*`;
}
