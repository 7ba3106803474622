import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isEndpoint } from './endpoint.ts';
import schema from './firebreak.schema.json' with { type: 'json' };
import { looksLikeSecret } from './looks-like-secret.ts';

let validate: ValidateFunction | undefined;

/** Everything the published schema says against a plain value; empty when it is valid. */
export function schemaErrors(value: unknown): readonly ErrorObject[] {
  validate ??= compile();
  return validate(value) ? [] : (validate.errors ?? []);
}

function compile(): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
  formats.default(ajv, ['date', 'date-time']);
  ajv.addFormat('variable-name', (text: string) => !looksLikeSecret(text));
  ajv.addFormat('endpoint', isEndpoint);
  ajv.addFormat('date-or-time', isDateOrTime);
  ajv.addFormat('time-zone', isTimeZone);
  return ajv.compile(schema);
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}

function isDateOrTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}
