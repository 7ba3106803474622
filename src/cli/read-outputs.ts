import { parseReport } from '../../reports/json/parse.ts';
import { parseInventory } from '../config/inventory-file.ts';
import { OperatorError } from '../model/error.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import type { CliIO } from './io.ts';

/** The report.json at `path`, checked against its schema. */
export async function readReport(io: CliIO, path: string): Promise<Report> {
  return parseReport(await textAt(io, path), path);
}

/** The inventory.json at `path`, checked against its schema. */
export async function readInventory(io: CliIO, path: string): Promise<Inventory> {
  return parseInventory(await textAt(io, path), path);
}

async function textAt(io: CliIO, path: string): Promise<string> {
  if (await io.exists(path)) return io.readFile(path);
  throw new OperatorError(
    'FILE_MISSING',
    `There is no file ${path}.`,
    'Run `firebreak scan` first, or name its folder.',
  );
}
