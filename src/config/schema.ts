import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
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

/** Plain http is for loopback only: a token would travel in the clear. */
function isEndpoint(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
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
