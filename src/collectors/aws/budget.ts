import type { Rate, SharedBudgets } from '../budgets.ts';
import type { CollectIO } from '../collector.ts';

/**
 * The part of a documented rate a scan takes; the rest is left to what runs in production. Nothing that runs depends
 * on CloudTrail's LookupEvents, of which all is taken.
 */
export const share = 0.2;

/**
 * What AWS admits per account and Region, of a service as a whole or (EC2, DynamoDB) of each of its APIs. EC2's
 * non-mutating paged rate: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html, STS:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, DynamoDB: the page of each API under
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/. KMS:
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html. IAM, RDS and S3 publish none:
 * careful guesses.
 */
export const documentedRates: Readonly<Record<string, Rate>> = {
  'cloudtrail:LookupEvents': { perSecond: 2, burst: 2 },
  dynamodb: { perSecond: 100, burst: 100 },
  'dynamodb:DescribeContinuousBackups': { perSecond: 10, burst: 10 },
  'dynamodb:ListBackups': { perSecond: 5, burst: 5 },
  'dynamodb:ListTagsOfResource': { perSecond: 10, burst: 10 },
  ec2: { perSecond: 20, burst: 100 },
  iam: { perSecond: 25, burst: 100 },
  kms: { perSecond: 500, burst: 500 },
  rds: { perSecond: 25, burst: 50 },
  s3: { perSecond: 250, burst: 250 },
  sts: { perSecond: 600, burst: 600 },
};

/** Waits until the next request fits the rate; requests are admitted in the order they ask. */
export type Budget = (io: Pick<CollectIO, 'clock' | 'wait'>) => Promise<void>;

/** A token bucket that starts full. */
export function rateBudget(rate: Rate): Budget {
  const interval = 1000 / rate.perSecond;
  const slack = (Math.max(rate.burst, 1) - 1) * interval;
  let due = Number.NEGATIVE_INFINITY;
  return async (io) => {
    const now = io.clock().getTime();
    const admitted = Math.max(now, due - slack);
    due = Math.max(now, due) + interval;
    if (admitted > now) await io.wait(admitted - now);
  };
}

/** A bucket that other processes draw from too. */
function sharedBudget(budgets: SharedBudgets, name: string, rate: Rate): Budget {
  return async (io) => {
    const milliseconds = await budgets.reserve(name, rate);
    if (milliseconds > 0) await io.wait(milliseconds);
  };
}

/** Services whose APIs AWS counts one by one. */
const countedByApi = ['cloudtrail', 'dynamodb', 'ec2'];

/** Services of which AWS counts all Regions together. */
const countedGlobally = ['iam'];

/** Where an account's budgets are kept together with other processes. */
export interface SharedAccount {
  readonly account: string;
  readonly budgets: SharedBudgets | undefined;
}

/**
 * One budget per service and Region, per API or for all Regions where AWS counts so.
 * `perSecond` replaces the share of the documented rate.
 */
export function rateBudgets(
  perSecond?: number,
  shared?: SharedAccount,
): (service: string, region: string, api: string) => Budget {
  const budgets = new Map<string, Budget>();
  return (service, region, api) => {
    const place = countedGlobally.includes(service) ? '' : region;
    const key = `${service} ${place} ${countedByApi.includes(service) ? api : ''}`;
    const known = budgets.get(key);
    if (known) return known;
    const rate = rateOf(service, api, perSecond);
    const budget =
      shared?.budgets === undefined
        ? rateBudget(rate)
        : sharedBudget(shared.budgets, `aws ${shared.account} ${key}`.trim(), rate);
    budgets.set(key, budget);
    return budget;
  };
}

function rateOf(service: string, api: string, perSecond: number | undefined): Rate {
  if (perSecond !== undefined) return { perSecond, burst: perSecond };
  const documented = documentedRates[`${service}:${api}`] ?? documentedRates[service] ?? unpublished;
  const part = `${service}:${api}` === 'cloudtrail:LookupEvents' ? 1 : share;
  return { perSecond: documented.perSecond * part, burst: documented.burst * part };
}

const unpublished: Rate = { perSecond: 10, burst: 10 };
