import { actionFacts, isOfType } from './actions.ts';

/** The ARN of a target: what belongs to a resource without one of its own (`<arn>#restore-window`) has the resource's. */
export function arnOfTarget(target: string): string {
  const account = /^aws:account:(\d{12})$/.exec(target)?.[1];
  if (account !== undefined) return `arn:aws:account::${account}:account`;
  const part = target.indexOf('#');
  return part < 0 ? target : target.slice(0, part);
}

/** What an operation on a target is asked about: one on objects about every object of the bucket. */
export function resourceOf(operation: string, target: string): string {
  const arn = arnOfTarget(target);
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
