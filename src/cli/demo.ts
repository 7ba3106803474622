import { resolve } from 'node:path';
import { Command } from 'commander';
import { renderTerminal } from '../../reports/index.ts';
import { wrap } from '../../reports/terminal/layout.ts';
import type { Collect } from '../collectors/collector.ts';
import { collectRailway } from '../collectors/railway/index.ts';
import { loadConfig } from '../config/load.ts';
import { discoverChecks } from '../findings/discover.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import { judge } from '../scan.ts';
import { serveRailway } from '../stand-ins/railway/serve.ts';
import { pocketOs } from '../stand-ins/railway/worlds/pocket-os.ts';
import type { CliIO } from './io.ts';
import { defaultOut, writeInventory, writeReport } from './outputs.ts';
import { collectInventory } from './run-scan.ts';
import { version } from './version.ts';

/** The night before the incident. */
const dayBefore = new Date('2026-04-23T03:00:00.000Z');

/** `firebreak demo`: the PocketOS incident, re-enacted on loopback. */
export function demoCommand(io: CliIO): Command {
  return new Command('demo')
    .description('re-enact the PocketOS incident on this machine: no account, no network')
    .option('-o, --out <folder>', 'where the report goes', defaultOut)
    .addHelpText('after', '\nExample:\n  $ firebreak demo')
    .action(async ({ out }: { readonly out: string }) => {
      const folder = resolve(io.cwd, out);
      io.stdout.write(`${opening}\n`);
      const inventory = await readIncident(io);
      const then = await judgedBy(dayBefore, inventory);
      const today = await judgedBy(io.clock(), inventory);
      await writeInventory(io, folder, then.inventory);
      await writeReport(io, folder, then.report, ['html', 'json', 'markdown']);
      io.stdout.write(
        renderTerminal(then.report, {
          width: io.columns,
          color: io.color,
          out: resolve(folder, 'report.html'),
        }),
      );
      const since = `By the rules of ${day(io.clock())}, when API deletes can be undone for a while: ${today.report.summary.answer}`;
      const lines = wrap(since, Math.max(40, Math.min(io.columns, 110)) - 2);
      io.stdout.write(`\n${lines.map((line) => `  ${line}\n`).join('')}`);
    });
}

const opening = `
  April 2026: a coding agent finds a Railway token on disk, made for domain chores, and sends one API call.
  Nine seconds later a company's production database and every backup are gone.
  This is what Firebreak would have said the day before, by the rules Railway had on ${day(dayBefore)}.
  The bundled stand-in of Railway's API is served on loopback; the real collectors read it over HTTP.`;

/** The incident's world read over HTTP, as it stood the night before. */
async function readIncident(io: CliIO): Promise<Inventory> {
  const { world, tokens, config } = pocketOs(dayBefore);
  const server = await serveRailway(world);
  const loaded = loadConfig({
    text: JSON.stringify({ version: 1, ...config, providers: {} }),
    path: 'the demo',
  });
  const collect: Collect = (outside) =>
    collectRailway(
      {
        endpoint: server.url,
        tokens: [{ name: 'RAILWAY_API_TOKEN', value: tokens.domainChores }],
        requestsPerSecond: 1_000,
      },
      outside,
    );
  return collectInventory({ ...io, clock: () => dayBefore }, loaded, [collect], {
    quiet: false,
    verbose: false,
  }).finally(() => server.close());
}

/** The report by the provider rules of a day. */
async function judgedBy(
  rules: Date,
  inventory: Inventory,
): Promise<{ inventory: Inventory; report: Report }> {
  const ruled: Inventory = {
    ...inventory,
    settings: { ...inventory.settings, rulesAt: rules.toISOString() },
  };
  const { report } = judge(ruled, {
    tool: { name: 'firebreak', version },
    config: 'demo',
    checks: await discoverChecks(),
    baseline: null,
    exceptions: [],
    thresholds: { failOn: 'high', failOnNew: 'never' },
    allowGaps: new Set(),
    startedAt: dayBefore,
    finishedAt: dayBefore,
  });
  return { inventory: ruled, report };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
