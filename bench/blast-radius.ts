import { parseArgs } from 'node:util';
import { blastRadius, operationsAt } from '../src/blast-radius/index.ts';
import { indexInventory } from '../src/inventory/index-inventory.ts';
import { organisation, organisationAccess } from './blast-radius/organisation.ts';

/**
 * Seconds from an inventory in memory to every verdict, over a made-up organisation. Ends with one JSON line.
 *
 *     node bench/blast-radius.ts --principals 10000 --assets 1000000
 */
const { values } = parseArgs({
  options: {
    principals: { type: 'string', default: '1000' },
    assets: { type: 'string', default: '100000' },
  },
});
const size = { principals: Number(values.principals), assets: Number(values.assets) };
const now = new Date('2026-11-22T12:00:00.000Z');
const inventory = organisation(size, now);
const access = organisationAccess(inventory);

const started = performance.now();
const own = process.threadCpuUsage();
const index = indexInventory(inventory);
const indexed = performance.now();
const radius = blastRadius({ index, access, operations: operationsAt(now), now });
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.threadCpuUsage(own);

const { maxRSS } = process.resourceUsage();
process.stdout.write(
  `of its own thread ${((user + system) / 1e6).toFixed(2)} s, index ${((indexed - started) / 1000).toFixed(2)} s, ${radius.classes.length} classes, ${radius.pairs.length} pairs, ${radius.plans.length} plans, ${radius.stores.length} stores\n`,
);
process.stdout.write(
  `${JSON.stringify({ ...size, seconds: Number(seconds.toFixed(2)), peakMiB: Math.round(maxRSS / 1024) })}\n`,
);
