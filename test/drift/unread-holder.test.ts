import { expect, it } from 'vitest';
import { gap } from '../checks/world.ts';
import { acme, drift, edited, kinds, without } from './scans.ts';

it('a guard that went is told of an asset that was read, though what holds the asset was not', () => {
  const unguarded = edited(acme, 'db', { props: { guards: [] } });
  const now = { ...without(unguarded, 'env-production'), gaps: [gap('environment')] };
  const told = kinds(drift(acme, now));
  expect(told).toContain('guard-removed db');
  expect(told.filter((event) => /^(moved|asset-removed|environment-changed)/.test(event))).toEqual([]);
});
