import { parseReport } from '../../reports/json/parse.ts';
import { parseInventory } from '../config/inventory-file.ts';
import { OperatorError } from '../model/error.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import type { CliIO } from './io.ts';

/** The report.json at `path`, checked against its schema. */
export async function readReport(io: CliIO, path: string): Promise<Report> {
  await mustExist(io, path);
  return parseReport(await io.readFile(path), path);
}

/** The inventory.json at `path`, checked against its schema. */
export async function readInventory(io: CliIO, path: string): Promise<Inventory> {
  await mustExist(io, path);
  return parseInventory(io.readLines(path), path);
}

async function mustExist(io: CliIO, path: string): Promise<void> {
  if (await io.exists(path)) return;
  throw new OperatorError(
    'FILE_MISSING',
    `There is no file ${path}.`,
    'Run `firebreak scan` first, or name its folder.',
  );
}
