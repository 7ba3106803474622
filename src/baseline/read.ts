import { Ajv, type ErrorObject } from 'ajv';
import schema from '../../baselines/baseline.schema.json' with { type: 'json' };
import type { Baseline } from '../model/baseline.ts';
import { OperatorError } from '../model/error.ts';

/** Far above a million assets; beyond it the file is not one of ours. */
const maxLength = 1 << 29;

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const isBaseline = ajv.compile<Baseline>(schema);

const hint = 'restore the file from git: only `firebreak baseline approve` writes it';

function invalid(path: string, what: string): OperatorError {
  return new OperatorError('BASELINE_INVALID', `${path}: ${what}`, hint);
}

/** Where and what, from the first thing the schema says; names out of the file are not repeated. */
function complaint(errors: readonly ErrorObject[] | null | undefined): string {
  const [first] = errors ?? [];
  if (first === undefined) return 'does not have the form of a baseline';
  return `${first.instancePath.replace(/[^\w/-]/g, '?').slice(0, 200) || '/'} ${first.message ?? 'is wrong'}`;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(path, 'is not JSON');
  }
}

/**
 * Reads a baseline's file. Throws `BASELINE_INVALID` where it is not one and `BASELINE_SCHEMA` where a newer
 * version wrote it.
 */
export function readBaseline(text: string, path: string): Baseline {
  if (text.length > maxLength) throw invalid(path, `is larger than ${maxLength} characters`);
  const value = parse(text, path);
  const version = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (
    typeof version === 'string' &&
    /^firebreak\.baseline\/\d+$/.test(version) &&
    version !== 'firebreak.baseline/1'
  ) {
    throw new OperatorError(
      'BASELINE_SCHEMA',
      `${path}: is ${version}, newer than this version reads`,
      'update firebreak',
    );
  }
  if (!isBaseline(value)) throw invalid(path, complaint(isBaseline.errors));
  return value;
}
