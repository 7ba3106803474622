import { actionFacts, isOfType } from './actions.ts';

/** The ARN of a target: what belongs to a resource without one of its own (`<arn>#restore-window`) has the resource's. */
export function arnOfTarget(target: string): string {
  const account = /^aws:account:(\d{12})$/.exec(target)?.[1];
  if (account !== undefined) return `arn:aws:account::${account}:account`;
  const part = target.indexOf('#');
  return part < 0 ? target : target.slice(0, part);
}

/** Requests to a search domain itself, which policies allow on what is below it (`domain/logs/*`). */
const dataOfDomain = /^es:ESHttp/i;

/**
 * What an operation on a target is asked about: one on objects about every object of the bucket, one on the data of a
 * search domain about everything below it, a login to a database about all of its users.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
 */
export function resourceOf(operation: string, target: string): string {
  const arn = arnOfTarget(target);
  if (isDatabaseUsers(arn) || (isDomain(arn) && dataOfDomain.test(operation))) return `${arn}/*`;
  const types = actionFacts(operation)?.types ?? [];
  const inside = `${arn}/*`;
  const isInside =
    types.every((type) => !isOfType(type, arn)) && types.some((type) => isOfType(type, inside));
  return isBucket(arn) && isInside ? inside : arn;
}

/** Buckets, unlike snapshots, let in callers of other accounts, and like them have no account in their ARN. */
export function isBucket(arn: string): boolean {
  return /^arn:[^:]*:s3:::/.test(arn);
}

/** Search domains, whose data lies below their ARN. */
export function isDomain(arn: string): boolean {
  return /^arn:[^:]*:es:[^:]*:[^:]*:domain\/[^/]+$/.test(arn);
}

/** The users of a database, each of whom has an ARN below this one. */
export function isDatabaseUsers(arn: string): boolean {
  return /^arn:[^:]*:rds-db:[^:]*:[^:]*:dbuser:[^/]+$/.test(arn);
}

/** Whether the policy of a resource has a say in an operation on it: that of a search domain only in what is below it. */
export function asksOwnPolicy(operation: string, arn: string): boolean {
  return !isDomain(arn) || dataOfDomain.test(operation);
}
