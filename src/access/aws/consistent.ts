import type { Lookup, Values } from './condition.ts';
import { parseDate } from './operators.ts';

function value(values: Values): string | null | undefined {
  return values === undefined ? undefined : (values?.[0] ?? null);
}

/** True where both are settled and one is there and the other is not. */
function apart(a: Values, b: Values): boolean {
  return a !== undefined && b !== undefined && (a === null) !== (b === null);
}

/** A rule no request breaks. Keys that are not settled break none. */
type Rule = (lookup: Lookup) => boolean;

const rules: readonly Rule[] = [
  // The age of an MFA sign-in is there exactly when there was one.
  (lookup) => {
    const present = value(lookup('aws:multifactorauthpresent'));
    const age = lookup('aws:multifactorauthage');
    return present === undefined || age === undefined || (present === 'true') === (age !== null);
  },
  // A request comes through a VPC endpoint, with its address inside the VPC, or from a public address.
  (lookup) => {
    const endpoint = lookup('aws:sourcevpce');
    const ip = lookup('aws:sourceip');
    const inner = ['aws:sourcevpc', 'aws:vpcsourceip', 'aws:sourcevpcarn'].map(lookup);
    const viaEndpoint = [endpoint, ...inner].find((one) => one !== undefined);
    if (inner.some((one) => apart(endpoint, one) || apart(inner[0], one))) return false;
    return viaEndpoint === undefined || ip === undefined || (viaEndpoint === null) === (ip !== null);
  },
  // Services that called on the caller's behalf are listed exactly when there were any.
  (lookup) => {
    const via = value(lookup('aws:viaawsservice'));
    const lists = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'].map(lookup);
    return lists.every(
      (one) => via === undefined || one === undefined || (via === 'true') === (one !== null),
    );
  },
  (lookup) => {
    const list = lookup('aws:calledvia');
    const first = value(lookup('aws:calledviafirst'));
    const last = value(lookup('aws:calledvialast'));
    if (list === undefined || list === null) return true;
    return (first === undefined || first === list[0]) && (last === undefined || last === list.at(-1));
  },
  // A token is not used before it was issued.
  (lookup) => {
    const issued = value(lookup('aws:tokenissuetime'));
    const now = value(lookup('aws:currenttime'));
    if (typeof issued !== 'string' || typeof now !== 'string') return true;
    return !(parseDate(issued) > parseDate(now));
  },
];

/** Keys whose values hang together. */
export const linkedKeys: readonly string[] = [
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:sourcevpce',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:vpcsourceip',
  'aws:sourcevpcarn',
  'aws:viaawsservice',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:tokenissuetime',
  'aws:currenttime',
];
const linked = new Set(linkedKeys);

/** Could one request carry all this at once? `keys` are those that are being tried. */
export function isConsistent(keys: readonly string[], lookup: Lookup): boolean {
  if (keys.some((key) => linked.has(key)) && !rules.every((rule) => rule(lookup))) return false;
  return keys.includes('aws:tagkeys') ? tagKeysAgree(keys, lookup) : true;
}

/** `aws:TagKeys` lists exactly the tags of the request. */
function tagKeysAgree(keys: readonly string[], lookup: Lookup): boolean {
  const listed = lookup('aws:tagkeys');
  if (listed === undefined) return true;
  const names = new Set(listed?.map((name) => name.toLowerCase()));
  return keys
    .filter((key) => key.startsWith('aws:requesttag/'))
    .every((key) => (lookup(key) !== null) === names.has(key.slice('aws:requesttag/'.length)));
}
