import { Ajv } from 'ajv';
import { type Document, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import schema from '../../baselines/exceptions.schema.json' with { type: 'json' };
import { OperatorError } from '../model/error.ts';
import type { Exception } from './exceptions.ts';

interface ExceptionsFile {
  readonly version: 1;
  readonly exceptions: readonly (Omit<Exception, 'ticket'> & { readonly ticket?: string | null })[];
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const isExceptionsFile = ajv.compile<ExceptionsFile>(schema);

function invalid(path: string, line: number | null, what: string): OperatorError {
  const place = line === null ? path : `${path}:${line}`;
  return new OperatorError(
    'EXCEPTIONS_INVALID',
    `${place}: ${what}`,
    'let `firebreak except FINDING` write the entry',
  );
}

function parse(text: string, path: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  // Dates stay text: the core schema knows no timestamps.
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined)
    throw invalid(path, error.linePos?.[0].line ?? null, error.message.split('\n')[0] ?? '');
  visit(document, {
    Alias: () => {
      throw invalid(path, null, 'has aliases, which nobody can review');
    },
  });
  return { document, lines };
}

/** The line of the thing the schema complains about. */
function lineOf(document: Document, lines: LineCounter, pointer: string): number | null {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const node = document.getIn(steps, true);
  const range =
    typeof node === 'object' && node !== null && 'range' in node ? (node.range as [number] | null) : null;
  return range === null || range === undefined ? null : lines.linePos(range[0]).line;
}

/** Reads an exceptions file. Throws `EXCEPTIONS_INVALID` with file and line. */
export function readExceptions(text: string, path: string): readonly Exception[] {
  const { document, lines } = parse(text, path);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (!isExceptionsFile(value)) {
    const [first] = isExceptionsFile.errors ?? [];
    const where = first?.instancePath ?? '';
    throw invalid(path, lineOf(document, lines, where), `${where || '/'} ${first?.message ?? 'is wrong'}`);
  }
  return value.exceptions.map((exception) => ({ ...exception, ticket: exception.ticket ?? null }));
}

/** The file with one exception more, its comments and order kept; `text` null: a new file. */
export function withException(text: string | null, path: string, exception: Exception): string {
  const fresh = 'version: 1\nexceptions: []\n';
  if (text !== null) readExceptions(text, path);
  const { document } = parse(text ?? fresh, path);
  const list = document.get('exceptions');
  if (!isSeq(list)) throw invalid(path, null, 'exceptions is not a list');
  list.flow = false;
  list.add(document.createNode(exception));
  return document.toString({ lineWidth: 0 });
}
