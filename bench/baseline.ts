// How long a large baseline takes to approve and to compare: from the scan's files in memory to the baseline's bytes,
// and from a baseline's file and a later scan to drift.
// `node bench/baseline.ts [assets]`; the last line is one JSON line of the figures.
import { approveBaseline } from '../src/baseline/approve.ts';
import { proposeBaseline } from '../src/baseline/propose.ts';
import { readBaseline } from '../src/baseline/read.ts';
import { parseInventory } from '../src/config/inventory-file.ts';
import { compareWithBaseline } from '../src/drift/compare.ts';
import { canonicalInventory } from '../src/inventory/canonical-inventory.ts';
import { indexInventory } from '../src/inventory/index-inventory.ts';
import type { BlastRadius } from '../src/model/blast-radius.ts';
import { blastRadius, company, later } from './baseline/company.ts';

const assets = Number(process.argv[2] ?? 100_000);

interface Took {
  readonly seconds: number;
  /** Of this thread alone: what it takes on a machine that does nothing else. */
  readonly ownSeconds: number;
}

async function timed<T>(what: string, run: () => Promise<T>): Promise<readonly [T, Took]> {
  const [start, own] = [performance.now(), process.threadCpuUsage()];
  const value = await run();
  const { user, system } = process.threadCpuUsage(own);
  const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
  const ownSeconds = Number(((user + system) / 1e6).toFixed(2));
  process.stdout.write(`${what.padEnd(52)} ${seconds.toFixed(2)} s, of its own ${ownSeconds.toFixed(2)} s\n`);
  return [value, { seconds, ownSeconds }];
}

/** What both commands start with: the scan's two files. */
async function scan(inventoryText: string, radiusText: string) {
  const index = indexInventory(await parseInventory(inventoryText.split('\n')));
  const radius: BlastRadius = JSON.parse(radiusText);
  return { index, radius, current: proposeBaseline({ index, radius, findings: [] }) };
}

const then = company(assets);
const now = later(then);
const files = [then, now].map((inventory) => ({
  inventory: canonicalInventory(inventory),
  radius: JSON.stringify(blastRadius(inventory)),
}));
const [first, second] = files;
if (first === undefined || second === undefined) throw new Error('two scans are compared');

const [approved, approve] = await timed('approve: read the scan, propose, write', async () =>
  approveBaseline({
    baseline: (await scan(first.inventory, first.radius)).current,
    previous: null,
    approvers: ['bench'],
    reason: 'bench',
    ticket: null,
    until: null,
    acceptGaps: [],
    signers: null,
    now: new Date(then.takenAt),
  }),
);
const [quiet, same] = await timed('diff: read both, compare, nothing changed', async () =>
  compareWithBaseline({
    baseline: readBaseline(approved.baselineText, 'b.json'),
    ...(await scan(first.inventory, first.radius)),
  }),
);
const [events, diff] = await timed('diff: read both, compare, one asset in ten changed', async () =>
  compareWithBaseline({
    baseline: readBaseline(approved.baselineText, 'b.json'),
    ...(await scan(second.inventory, second.radius)),
  }),
);
process.stdout.write(
  `${JSON.stringify({
    bench: 'baseline',
    node: process.version,
    assets: then.assets.length,
    megabytes: Number((approved.baselineText.length / 1e6).toFixed(1)),
    lines: approved.baselineText.split('\n').length,
    approve,
    same: { ...same, events: quiet.length },
    diff: { ...diff, events: events.length },
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  })}\n`,
);
