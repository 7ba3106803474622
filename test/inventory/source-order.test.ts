import { expect, it } from 'vitest';
import { sourcesInOrder } from '../../src/inventory/source-order.ts';
import type { Source } from '../../src/model/inventory.ts';

const source = (service: string, seconds: number, calls: number): Source => ({
  provider: 'aws',
  scope: '111111111111',
  region: 'us-east-1',
  service,
  caller: { credential: 'access-key', role: null, principal: 'scan' },
  status: 'complete',
  calls,
  assets: 0,
  seconds,
});

it.each([
  ['one was slower', [source('s3', 9, 1), source('ec2', 1, 1)]],
  ['one asked more often', [source('s3', 1, 1), source('ec2', 1, 2)]],
])('sources stand in one order, though %s', (_what, sources) => {
  expect(sourcesInOrder(sources).map(({ service }) => service)).toEqual(['ec2', 's3']);
});
