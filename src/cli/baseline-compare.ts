import { resolve } from 'node:path';
import { readBaseline } from '../baseline/read.ts';
import { writeBaseline } from '../baseline/write.ts';
import { compareBaselines, compareWithBaseline } from '../drift/compare.ts';
import { describeBaselineChange, eventSentence } from '../drift/describe.ts';
import type { Baseline } from '../model/baseline.ts';
import type { DriftEvent } from '../model/drift.ts';
import {
  approvedText,
  baselineFiles,
  proposal,
  proposed,
  readApproved,
  type WithScan,
} from './baseline-files.ts';
import type { CliIO } from './io.ts';
import { print } from './print.ts';

export interface ProposeOptions extends WithScan {
  readonly write?: string;
}

export interface DiffOptions extends WithScan {
  readonly json?: boolean;
}

/** Says what approving the last scan would change. */
export async function propose(io: CliIO, options: ProposeOptions): Promise<void> {
  const files = await baselineFiles(io, options);
  const current = await proposed(io, options.out);
  const sentences = describeBaselineChange(readApproved(files), current);
  print(io, sentences.length === 0 ? ['Nothing to approve: the scan is what was approved.'] : sentences);
  if (options.write !== undefined)
    await io.writeFileWhole(resolve(io.cwd, options.write), writeBaseline(current));
}

/** The last scan against the approved baseline, or against the one file named. */
async function diffScan(
  io: CliIO,
  named: string | undefined,
  options: DiffOptions,
): Promise<readonly DriftEvent[]> {
  const files = await baselineFiles(io, named === undefined ? options : { ...options, file: named });
  const baseline = readBaseline(approvedText(files), files.shown);
  return compareWithBaseline({ baseline, ...(await proposal(io, options.out)) });
}

async function readNamed(io: CliIO, file: string): Promise<Baseline> {
  const files = await baselineFiles(io, { file });
  return readBaseline(approvedText(files), file);
}

function printDifference(io: CliIO, told: readonly unknown[], { json }: DiffOptions): void {
  if (json === true) print(io, JSON.stringify(told, null, 2).split('\n'));
  else print(io, told.length === 0 ? ['No difference.'] : told.map(String));
}

/** Says what is different: the last scan from the baseline, or one file from another. */
export async function diff(
  io: CliIO,
  names: readonly (string | undefined)[],
  options: DiffOptions,
): Promise<void> {
  const [first, second] = names;
  if (first !== undefined && second !== undefined) {
    const [before, after] = [await readNamed(io, first), await readNamed(io, second)];
    const told =
      options.json === true ? compareBaselines(before, after) : describeBaselineChange(before, after);
    return printDifference(io, told, options);
  }
  const events = await diffScan(io, first, options);
  const told = events.flatMap((event) => [eventSentence(event), `  way back: ${event.wayBack ?? ''}`]);
  printDifference(io, options.json === true ? events : told, options);
}
