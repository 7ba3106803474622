import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { OperatorError } from '../../src/model/error.ts';
import { isNestedTooDeep } from '../../src/model/nesting.ts';
import type { Report } from '../../src/model/report.ts';
import schema from './report.schema.json' with { type: 'json' };

let validate: ValidateFunction<Report> | undefined;

/** Reads a report.json; throws `REPORT_UNREADABLE` for anything that is not one. */
export function parseReport(text: string, path: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable(path, 'it is not JSON');
  }
  validate ??= new Ajv2020({ allowUnionTypes: true }).compile<Report>(schema);
  if (isNestedTooDeep(value)) throw unreadable(path, 'it is nested too deep');
  if (validate(value)) return value;
  const first = validate.errors?.[0];
  throw unreadable(
    path,
    `${first?.instancePath || 'the file'} ${first?.message ?? 'does not fit the schema'}`,
  );
}

function unreadable(path: string, why: string): OperatorError {
  return new OperatorError(
    'REPORT_UNREADABLE',
    `${path} is no report of firebreak: ${why}.`,
    'Give a report.json that `firebreak scan` wrote; one of another version may have to be made again.',
  );
}
