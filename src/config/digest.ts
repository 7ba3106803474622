import { createHash } from 'node:crypto';
import type { Config } from './config.ts';

/** `sha256:<hex>` of a configuration: the same however its file was written. */
export function configDigest(config: Config): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(config, inOrder)).digest('hex')}`;
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
