import { createHash } from 'node:crypto';
import type { Baseline } from '../model/baseline.ts';
import { safeJson } from './safe-json.ts';

const lists = [
  'scope',
  'notScanned',
  'coverage',
  'gaps',
  'open',
  'assets',
  'credentials',
  'backups',
  'stores',
  'reach',
] as const;

/** A list with one entry a line, so that a change of one entry is a change of one line. */
function lines(name: string, entries: readonly unknown[]): string {
  const body = entries.map((entry) => `\n${safeJson(entry)}`).join(',');
  return `${JSON.stringify(name)}: [${body}${entries.length === 0 ? '' : '\n'}]`;
}

/** The file of a baseline: JSON, one entry a line, the same bytes for the same baseline. */
export function writeBaseline(baseline: Baseline): string {
  const head = [
    `"schema": ${JSON.stringify(baseline.schema)}`,
    `"name": ${safeJson(baseline.name)}`,
    ...(baseline.passes === undefined ? [] : [`"passes": ${safeJson(baseline.passes)}`]),
    ...lists.map((list) => lines(list, baseline[list])),
  ];
  return `{\n${head.join(',\n')}\n}\n`;
}

/** Digest of a baseline's file, as the chain records it. */
export function baselineDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
