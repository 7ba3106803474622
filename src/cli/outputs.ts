import { resolve } from 'node:path';
import {
  type ChangeFormatName,
  type Changes,
  changeFormats,
  type FormatName,
  formats,
} from '../../reports/index.ts';
import { canonicalLines } from '../inventory/canonical-inventory.ts';
import { OperatorError } from '../model/error.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import type { CliIO } from './io.ts';
import { pageAssets } from './page-assets.ts';

/** The folder a scan writes to when none is named. */
export const defaultOut = 'firebreak-out';

/** `html,json` as format names. */
export function parseFormats(text: string): readonly FormatName[] {
  return parseNames(text, Object.keys(formats) as readonly FormatName[]);
}

/** The same for what changed between two scans, which fewer formats can say. */
export function parseChangeFormats(text: string): readonly ChangeFormatName[] {
  return parseNames(text, Object.keys(changeFormats) as readonly ChangeFormatName[]);
}

function parseNames<Name extends string>(text: string, names: readonly Name[]): readonly Name[] {
  return text.split(',').map((part) => {
    const name = names.find((known) => known === part.trim());
    if (name !== undefined) return name;
    throw new OperatorError(
      'FORMAT_UNKNOWN',
      `There is no report format "${part.trim()}" here.`,
      `Known formats: ${names.join(', ')}.`,
    );
  });
}

/** Writes the report in each format; report.json is always among them. */
export async function writeReport(
  io: CliIO,
  folder: string,
  report: Report,
  wanted: readonly FormatName[],
): Promise<void> {
  const page = wanted.includes('html') ? await pageAssets(io) : { script: '', style: '' };
  for (const name of new Set<FormatName>(['json', ...wanted])) {
    const { file, render } = formats[name];
    await io.writeFileWhole(resolve(folder, file), render(report, page));
  }
}

/** Writes what changed in each format. */
export async function writeChanges(
  io: CliIO,
  folder: string,
  changes: Changes,
  wanted: readonly ChangeFormatName[],
): Promise<void> {
  for (const name of new Set(wanted)) {
    const { file, render } = changeFormats[name];
    await io.writeFileWhole(resolve(folder, file), render(changes));
  }
}

/** Writes the inventory line by line. */
export async function writeInventory(io: CliIO, folder: string, inventory: Inventory): Promise<void> {
  await io.writeFileWhole(resolve(folder, 'inventory.json'), canonicalLines(inventory));
}
