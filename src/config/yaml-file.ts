import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';

/** Where a file is wrong, and why; lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** `providers.railway.tokens[0].env`; empty for the file as a whole. */
  readonly path: string;
  readonly text: string;
}

/** A parsed file: its plain value, or what keeps it from having one. */
export interface YamlFile {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path of keys stands or, with `key`, that key of the map there. */
  readonly place: (path: readonly string[], key?: string) => Place;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const longestFile = 1_000_000;
const start: Place = { line: 1, column: 1 };

/**
 * Parses YAML that may be hostile. Size is bounded here and nesting by the library; aliases, which let a small
 * file grow without bound, are refused. Errors never quote the file: a secret could stand at that place.
 */
export function readYaml(text: string): YamlFile {
  if (text.length > longestFile) return refused(`the file is larger than ${longestFile} characters`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = faultsOf(document);
  if (faults.length > 0) {
    const problems = faults.map(({ offset, text: fault }) => ({ ...at(offset), path: '', text: fault }));
    return { value: undefined, problems, place: () => start };
  }
  if (document.contents === null) return refused('the file is empty');
  return { value: document.toJS(), problems: [], place: (path, key) => at(offsetOf(document, path, key)) };
}

function refused(text: string): YamlFile {
  return { value: undefined, problems: [{ ...start, path: '', text }], place: () => start };
}

interface Fault {
  readonly offset: number;
  readonly text: string;
}

function faultsOf(document: Document.Parsed): readonly Fault[] {
  const all = [...document.errors, ...document.warnings];
  const exhausted = all.filter(({ code }) => code === 'RESOURCE_EXHAUSTION').slice(0, 1);
  if (exhausted.length > 0) return exhausted.map(yamlFault);
  const aliases: Fault[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      aliases.push({ offset: alias.range?.[0] ?? 0, text: 'aliases are not supported; write the value out' });
    },
  });
  return [...all.map(yamlFault), ...aliases];
}

const faultTexts: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this name stands twice in the same map',
  NON_STRING_KEY: 'a name must be plain text',
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  MULTIPLE_DOCS: 'the file holds more than one document; remove `---`',
  RESOURCE_EXHAUSTION: 'values are nested too deep',
  TAG_RESOLVE_FAILED: 'tags (`!...`) are not supported',
  BAD_ALIAS: 'aliases are not supported; write the value out',
};

function yamlFault({ code, pos }: YAMLError): Fault {
  return { offset: pos[0], text: faultTexts[code] ?? `not valid YAML here (${code})` };
}

function offsetOf(document: Document.Parsed, path: readonly string[], key?: string): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    node = childOf(node, step)?.value ?? null;
    offset = rangeStart(node) ?? offset;
  }
  const named = key === undefined ? null : childOf(node, key);
  return rangeStart(named?.key) ?? rangeStart(node) ?? offset;
}

function childOf(node: unknown, step: string): { readonly key: unknown; readonly value: unknown } | null {
  if (isSeq(node)) return { key: null, value: node.items[Number(step)] };
  if (!isMap(node)) return null;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === step) ?? null;
}

function rangeStart(node: unknown): number | undefined {
  const ranged = node as { readonly range?: readonly number[] } | null | undefined;
  return ranged?.range?.[0];
}
