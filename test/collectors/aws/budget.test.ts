import { describe, expect, it } from 'vitest';
import { rateBudget, rateBudgets } from '../../../src/collectors/aws/budget.ts';

/** A clock that only moves when somebody waits. */
function waitingClock() {
  let now = 0;
  return {
    clock: () => new Date(now),
    wait: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

async function timesOf(
  requests: number,
  rate: { perSecond: number; burst: number },
): Promise<readonly number[]> {
  const io = waitingClock();
  const take = rateBudget(rate);
  const times: number[] = [];
  for (let n = 0; n < requests; n += 1) {
    await take(io);
    times.push(io.clock().getTime());
  }
  return times;
}

describe('a rate budget', () => {
  it('lets a burst through at once and then one each interval', async () => {
    expect(await timesOf(6, { perSecond: 10, burst: 3 })).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it('fills up again while nobody asks', async () => {
    const io = waitingClock();
    const take = rateBudget({ perSecond: 10, burst: 2 });
    for (let n = 0; n < 2; n += 1) await take(io);
    await io.wait(10_000);
    const before = io.clock().getTime();
    for (let n = 0; n < 2; n += 1) await take(io);
    expect(io.clock().getTime()).toBe(before);
  });
});

describe('the budgets of an account', () => {
  it('are one for IAM, one a Region for most, and one a Region and API for EC2 and DynamoDB', () => {
    const budget = rateBudgets();
    expect(budget('iam', 'us-east-1', 'ListAccessKeys')).toBe(budget('iam', 'us-east-1', 'GetLoginProfile'));
    expect(budget('ec2', 'us-east-1', 'DescribeVolumes')).not.toBe(
      budget('ec2', 'eu-west-1', 'DescribeVolumes'),
    );
    expect(budget('ec2', 'us-east-1', 'DescribeVolumes')).not.toBe(
      budget('ec2', 'us-east-1', 'DescribeImages'),
    );
    const rds = budget('rds', 'us-east-1', 'DescribeDBInstances');
    expect(rds).toBe(budget('rds', 'us-east-1', 'DescribeDBClusters'));
    expect(rds).not.toBe(budget('rds', 'eu-west-1', 'DescribeDBInstances'));
  });
});
