import { dirname, resolve } from 'node:path';
import type { Collect, CollectIO } from '../collectors/collector.ts';
import type { Tape } from '../collectors/tape.ts';
import type { Config } from '../config/config.ts';
import { configDigest } from '../config/digest.ts';
import { discoverChecks } from '../findings/discover.ts';
import type { Hindsight } from '../hindsight.ts';
import type { Inventory, InventoryIndex, Severity } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import { compare, judge, takeInventory } from '../scan.ts';
import { approved } from './approved.ts';
import { attributeDrift } from './attribute.ts';
import { collectorsOf } from './collectors.ts';
import type { CliIO } from './io.ts';
import { ownCode } from './own-code.ts';
import { progressView } from './progress.ts';
import { type Outside, openOutside, type TapeOptions } from './tapes.ts';
import { version } from './version.ts';

export interface ScanOptions extends TapeOptions {
  readonly failOn?: Severity | 'never';
  readonly failOnNew?: Severity | 'never';
  /** Fingerprints, or `baseline`. */
  readonly allowGaps: readonly string[];
  /** Whether checks written as code may run. */
  readonly allowCode?: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Where other processes read for it: what it is made with. */
  readonly led?: Led;
}

/** A scan that this process leads and others read for. */
export type Led = Required<Pick<CollectIO, 'elsewhere' | 'budgets'>> & { readonly startedAt: Date };

export interface ScanRun {
  readonly inventory: Inventory;
  readonly index: InventoryIndex;
  readonly report: Report;
  readonly hindsight: Hindsight;
  /** To be called when all is written: a scan that came to its end has nothing to be resumed. */
  readonly done: () => Promise<void>;
}

/** Configuration, collecting, judging: what `scan` does before it writes anything. */
export async function runScan(cli: CliIO, options: ScanOptions): Promise<ScanRun> {
  return scanOutside(await openOutside(cli, options), options);
}

/** The same, once the configuration is read. */
export async function scanOutside(outside: Outside, options: ScanOptions): Promise<ScanRun> {
  const { io } = outside;
  const { config, path, guesses } = outside.configuration;
  if (!options.quiet) for (const guess of guesses) io.stderr.write(`  ${guess}\n`);
  const folder = path === null ? io.cwd : dirname(resolve(io.cwd, path));
  const { allowCode = false } = options;
  const { baseline, exceptions } = await approved(io, config, folder);
  const { provider: only, pass } = options;
  const providers = collectorsOf(config, io, { only, pass, replayed: outside.replayed });
  const startedAt = options.led?.startedAt ?? io.clock();
  const inventory = await collectInventory(
    io,
    config,
    providers.map(({ collect }) => collect),
    options,
    outside.tape,
  );
  const attributors = Object.fromEntries(providers.map(({ name, attribute }) => [name, attribute]));
  const wire = { ...io, progress: () => {}, ...(outside.tape === undefined ? {} : { tape: outside.tape }) };
  const compared = compare(inventory, baseline);
  const drift = await attributeDrift(compared, baseline, attributors, wire);
  const judgement = {
    tool: { name: 'firebreak', version },
    config: configDigest(config),
    checks: [...(await discoverChecks()), ...(await ownCode(io, config, inventory, { folder, allowCode }))],
    baseline,
    exceptions,
    thresholds: { failOn: options.failOn ?? config.settings.failOn, failOnNew: options.failOnNew ?? 'never' },
    allowGaps: new Set(
      options.allowGaps.flatMap((name) => (name === 'baseline' ? (baseline?.acceptedGaps ?? []) : [name])),
    ),
    startedAt,
    finishedAt: io.clock(),
  } as const;
  const judged = judge(inventory, judgement, { ...compared, drift });
  await outside.read(inventory);
  return { inventory, ...judged, done: outside.done };
}

/** Reads what is in scope, with progress on stderr. */
export async function collectInventory(
  io: CliIO,
  config: Config,
  collect: readonly Collect[],
  { quiet, verbose, pass, led }: Pick<ScanOptions, 'quiet' | 'verbose' | 'pass' | 'led'>,
  tape?: Tape,
): Promise<Inventory> {
  const view = progressView({ ...io, quiet, verbose, elapsed: () => performance.now() });
  const collection = { collect, settings: config.settings, rules: config.environments, pass };
  const outside = { ...io, ...led, progress: view.show, ...(tape === undefined ? {} : { tape }) };
  return takeInventory(collection, outside).finally(view.done);
}
