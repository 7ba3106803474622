import type { ErrorObject } from 'ajv';
import { looksLikeSecret } from './looks-like-secret.ts';
import { nearestName } from './nearest-name.ts';
import type { Problem, YamlFile } from './yaml-file.ts';

/** Finding a place walks the file, so that a file full of problems must not be walked for each of them. */
export const mostProblems = 1000;

/**
 * What the schema says against a file, one problem a place, in the order of the file; of very many only the first.
 * Values are not quoted.
 */
export function schemaProblems(errors: readonly ErrorObject[], file: YamlFile): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors.slice(0, mostProblems)) {
    if (error.keyword === 'if') continue;
    const problem = problemOf(error, file);
    const key = `${problem.line}:${problem.column} ${problem.path}`;
    if (!problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

function problemOf(error: ErrorObject, file: YamlFile): Problem {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const { params, parentSchema } = error;
  if (error.keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    return {
      ...file.place(path, name),
      path: pathText([...path, shown(name)]),
      text: unknownName(name, parentSchema),
    };
  }
  if (error.keyword === 'required') {
    const name = String(params.missingProperty);
    return {
      ...file.place(path),
      path: pathText([...path, name]),
      text: `missing; expected ${expectedOf(parentSchema, name)}`,
    };
  }
  return { ...file.place(path), path: pathText(path), text: wrongValue(error) };
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** `tokens[0].env` for the keys `tokens`, `0`, `env`. */
export function pathText(path: readonly string[]): string {
  return path.reduce(
    (text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** A name out of a file, fit for a message: short, printable, and never one that could be a secret. */
function shown(name: string): string {
  if (looksLikeSecret(name) || /["'\\%&<>$`]/.test(name)) return '(a name that looks like a secret)';
  const printable = name.replace(/[^\x20-\x7e]/g, '?');
  return printable.length > 40 ? `${printable.slice(0, 40)}...` : printable;
}

type Schema = Readonly<Record<string, unknown>>;

function unknownName(name: string, schema: Schema | undefined): string {
  const names = Object.keys((schema?.properties as Schema | undefined) ?? {});
  const nearest = nearestName(name, names);
  return nearest === null
    ? `unknown name; known here: ${names.join(', ')}`
    : `unknown name; did you mean "${nearest}"?`;
}

function expectedOf(schema: Schema | undefined, name: string): string {
  const properties = schema?.properties as Readonly<Record<string, Schema>> | undefined;
  return String(properties?.[name]?.title ?? 'a value');
}

function wrongValue({ keyword, parentSchema, data }: ErrorObject): string {
  const expected = `expected ${String((parentSchema as Schema | undefined)?.title ?? 'another value')}`;
  if (keyword === 'format' && parentSchema?.format === 'variable-name') return `${expected}; ${secretTyped}`;
  if (typeof data === 'string' && parentSchema?.format === 'variable-name' && looksLikeSecret(data)) {
    return `${expected}; ${secretTyped}`;
  }
  if (keyword === 'enum') return `${expected}${suggestion(data, parentSchema?.enum)}`;
  return `${expected}, got ${kindOf(data)}`;
}

const secretTyped =
  'this looks like the secret itself. Put it into an environment variable, write its name here, and replace the secret if this file was ever shared';

function suggestion(data: unknown, names: unknown): string {
  if (typeof data !== 'string' || !Array.isArray(names)) return `, got ${kindOf(data)}`;
  const nearest = nearestName(data, names.map(String));
  return nearest === null ? '' : `; did you mean "${nearest}"?`;
}

function kindOf(data: unknown): string {
  if (data === null) return 'nothing';
  if (Array.isArray(data)) return data.length === 0 ? 'an empty list' : 'a list';
  if (data === '') return 'an empty text';
  const kinds: Readonly<Record<string, string>> = {
    object: 'a map',
    string: 'another text',
    number: 'a number',
  };
  return kinds[typeof data] ?? `a ${typeof data}`;
}
