// How long an inventory takes from what collectors hand over to its file: merging and classifying, the index, every
// store's neighbours looked up, and the canonical bytes.
// `node bench/inventory.ts [assets]`; the last line is one JSON line of the figures.
import { buildInventory } from '../src/inventory/build.ts';
import { canonicalLines } from '../src/inventory/canonical-inventory.ts';
import { indexInventory } from '../src/inventory/index-inventory.ts';
import type { CollectedAsset } from '../src/model/asset.ts';
import type { EnvironmentRule, InventoryIndex } from '../src/model/inventory.ts';
import { asset, collected, settings } from '../test/inventory/assets.ts';

const count = Number(process.argv[2] ?? 100_000);
const environments = 100;

const rules: readonly EnvironmentRule[] = [
  {
    name: 'production',
    tier: 'production',
    match: [{ environment: 'production' }, { tag: { env: ['prod'] } }],
  },
  { name: 'staging', tier: 'staging', match: [{ environment: 'staging*' }] },
];

/** Stores, each with its workload, two backups and an environment. */
function world(size: number): readonly CollectedAsset[] {
  const places = Array.from({ length: environments }, (_, n) =>
    asset('environment', `environment:${n}`, { name: n % 2 === 0 ? 'production' : `staging-${n}` }),
  );
  const groups = Array.from({ length: Math.floor((size - environments) / 4) }, (_, n) => group(n));
  return [...places, ...groups.flat()];
}

function group(n: number): readonly CollectedAsset[] {
  const store = `arn:aws:ec2:us-east-1:111111111111:volume/vol-${n}`;
  const tags = { env: 'prod', team: `team-${n % 50}` };
  return [
    asset('store', store, { links: [`in environment:${n % environments}`], tags }),
    asset('workload', `arn:aws:ec2:us-east-1:111111111111:instance/i-${n}`, { links: [`uses ${store}`] }),
    ...['a', 'b'].map((copy) =>
      asset('backup', `arn:aws:ec2:us-east-1::snapshot/snap-${n}${copy}`, { links: [`copy-of ${store}`] }),
    ),
  ];
}

function lookUp(index: InventoryIndex): number {
  return index
    .ofKind('store')
    .reduce((sum, { id }) => sum + index.from(id, 'copy-of').length + index.from(id, 'uses').length, 0);
}

function bytes(lines: Iterable<string>): number {
  let length = 0;
  for (const line of lines) length += line.length;
  return length;
}

const figures: Record<string, number> = { assets: count };

function timed<T>(what: string, run: () => T): T {
  const [start, own] = [performance.now(), process.threadCpuUsage()];
  const value = run();
  const { user, system } = process.threadCpuUsage(own);
  const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
  // Of this thread alone: what it takes on a machine that does nothing else.
  const ownSeconds = Number(((user + system) / 1e6).toFixed(2));
  figures[`${what}Seconds`] = seconds;
  figures[`${what}OwnSeconds`] = ownSeconds;
  process.stdout.write(`${what.padEnd(8)} ${seconds.toFixed(2)} s, of its own ${ownSeconds.toFixed(2)} s\n`);
  return value;
}

const parts = [collected(world(count))];
const takenAt = '2026-11-22T12:00:00.000Z';
const inventory = timed('build', () => buildInventory({ collected: parts, settings, rules, takenAt }));
const index = timed('index', () => indexInventory(inventory));
timed('lookUp', () => lookUp(index));
figures.bytes = timed('write', () => bytes(canonicalLines(inventory)));
figures.peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1000);
process.stdout.write(`${JSON.stringify({ bench: 'inventory', ...figures })}\n`);
