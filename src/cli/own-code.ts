import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Check } from '../findings/check.ts';
import { indexInventory } from '../inventory/index-inventory.ts';
import type { Inventory } from '../model/inventory.ts';
import { radiusOf } from '../scan.ts';
import { codeChecks } from './code-checks.ts';
import type { CliIO } from './io.ts';

/** How long the checks of one file may take, all assets together. */
const limitMs = 60_000;

interface Where {
  /** The folder of the configuration. */
  readonly folder: string;
  readonly allowCode: boolean;
}

/**
 * The checks a configuration keeps in files of code. They run only where that was allowed on the command line: a
 * pull request must not run code beside production credentials by itself. What was left out is said.
 */
export async function ownCode(
  io: CliIO,
  { checkFiles = [] }: Config,
  inventory: Inventory,
  { folder, allowCode }: Where,
): Promise<readonly Check[]> {
  if (checkFiles.length === 0) return [];
  if (!allowCode) {
    io.stderr.write(
      `  Not run, as --allow-code was not given: ${checkFiles.join(', ')}. What they check is not known.\n`,
    );
    return [];
  }
  const files = checkFiles.map((file) => resolve(folder, file));
  return codeChecks({ files, inventory, radius: radiusOf(indexInventory(inventory)), limitMs });
}
