import * as fc from 'fast-check';

/** Names that mean something to an engine, and texts that mean something to whoever shows them. */
const trickyTexts: readonly string[] = [
  '',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'length',
  'then',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\ud800',
  '\ufeff',
  '<script>alert(1)</script>',
  '*',
  '**********?',
  '../../../../etc/passwd',
  '/etc/passwd',
  'C:\\windows',
  'NaN',
  '-1',
  '9'.repeat(400),
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  'railway:volume:1',
  'arn:aws:iam::111111111111:root',
  'arn:aws:::::::',
  'x'.repeat(70_000),
  'é'.repeat(3000),
];

export const trickyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...trickyTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Lists or maps in each other, deeper than a stack of calls that does little. */
function nested(levels: number, open: string, close: string): string {
  return open.repeat(levels) + close.repeat(levels);
}

/** JSON as text, since some of it can't be held as a value. */
const trickyJson: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1e400',
    '-1e400',
    '1e-400',
    '9007199254740993',
    '[]',
    '{}',
    '[null]',
    '[[]]',
    '[{}]',
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"toString":null}',
    '{"length":4294967295}',
    nested(100, '[', ']'),
    nested(60_000, '[', ']'),
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    `[${'0,'.repeat(5000)}0]`,
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  trickyText.map((text) => JSON.stringify(text)),
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
);

/** What is done to a document, at a place chosen among those it has. */
export interface Damage {
  readonly at: number;
  readonly how:
    | 'replace'
    | 'delete'
    | 'rename'
    | 'double'
    | 'empty'
    | 'add'
    | 'cut'
    | 'flip'
    | 'insert'
    | 'swap'
    | 'repeat';
  readonly json: string;
  readonly text: string;
  readonly other: number;
}

const structural = [
  'replace',
  'replace',
  'replace',
  'delete',
  'rename',
  'double',
  'empty',
  'add',
  'swap',
] as const;
const textual = ['cut', 'flip', 'insert', 'repeat'] as const;

function damageOf(...how: readonly Damage['how'][]): fc.Arbitrary<Damage> {
  return fc.record({
    at: fc.nat(),
    how: fc.constantFrom(...how),
    json: trickyJson,
    text: trickyText,
    other: fc.nat(),
  });
}

export const damage: fc.Arbitrary<Damage> = damageOf(...structural, ...textual);
export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(damage, { minLength: 1, maxLength: 4 });
/** Only to what a text holds, never to its structure. */
export const structuralDamage: fc.Arbitrary<Damage> = damageOf(...structural);

/** A JSON document after all damages; a structural one of what is no JSON any more changes nothing. */
export function damagedJson(document: string, all: readonly Damage[]): string {
  return all.reduce(
    (text, one) => (isTextual(one.how) ? damagedText(text, one) : restructured(text, one)),
    document,
  );
}

/** A text after damage of its characters. */
export function damagedText(text: string, { at, how, other, text: more }: Damage): string {
  const place = text.length === 0 ? 0 : at % text.length;
  const further = place + (text.length === 0 ? 0 : other % (text.length - place));
  switch (how) {
    case 'cut':
      return text.slice(0, place);
    case 'insert':
    case 'add':
    case 'replace':
      return text.slice(0, place) + more + text.slice(how === 'replace' ? further : place);
    case 'delete':
    case 'empty':
      return text.slice(0, place) + text.slice(further);
    case 'flip':
      return text.slice(0, place) + String.fromCharCode(other % 0x250) + text.slice(place + 1);
    default:
      return text.slice(0, further) + text.slice(place);
  }
}

/** A file of kept answers in one of which another thing was said, as somebody would change it who knows the form. */
export function damagedAnswer(text: string, all: readonly Damage[]): string {
  const lines = text.split('\n');
  const place = 1 + ((all[0]?.at ?? 0) % Math.max(lines.length - 3, 1));
  const line = JSON.parse(lines[place] ?? '{}') as { answer?: { body?: string } };
  if (line.answer?.body === undefined) return text;
  line.answer.body = damagedJson(line.answer.body, all);
  return lines.with(place, JSON.stringify(line)).join('\n');
}

function isTextual(how: Damage['how']): boolean {
  return (textual as readonly string[]).includes(how);
}

/** A place in a document: what holds it, and under which name. */
interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly name: string;
}

const marker = '\u0001damage\u0001';

function restructured(text: string, { at, how, json, text: name, other }: Damage): string {
  const document = parsed(text);
  if (typeof document !== 'object' || document === null) return text;
  const places = placesOf(document);
  const place = places[at % Math.max(places.length, 1)];
  if (place === undefined) return text;
  const second = places[other % places.length] ?? place;
  return written(() => change(place, how, name, second), document, text).replaceAll(
    JSON.stringify(marker),
    () => json,
  );
}

/** The document after the change; what an earlier damage nested too deep to be written again stays as it was. */
function written(changing: () => void, document: object, before: string): string {
  try {
    changing();
    return JSON.stringify(document);
  } catch {
    return before;
  }
}

function change({ holder, name }: Place, how: Damage['how'], text: string, second: Place): void {
  const value = valueAt({ holder, name });
  if (how === 'replace') put(holder, name, marker);
  else if (how === 'add') put(Array.isArray(value) || isMap(value) ? value : holder, text, marker);
  else if (how === 'empty') put(holder, name, Array.isArray(value) ? [] : isMap(value) ? {} : '');
  else if (how === 'swap') put(holder, name, structuredClone(valueAt(second)));
  else if (how === 'double') {
    if (Array.isArray(holder)) holder.push(structuredClone(value));
    else put(holder, name, [value, value]);
  } else {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else delete holder[name];
    if (how === 'rename') put(holder, text, value);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const valueAt = ({ holder, name }: Place): unknown => (holder as Record<string, unknown>)[name];

/** Like an assignment, but of a property even where its name is `__proto__`. */
function put(holder: Record<string, unknown> | unknown[], name: string, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(name)) holder.push(value);
  else Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true });
}

function placesOf(document: object): readonly Place[] {
  const places: Place[] = [];
  const open: (Record<string, unknown> | unknown[])[] = [document as Record<string, unknown>];
  for (let holder = open.pop(); holder !== undefined && places.length < 20_000; holder = open.pop()) {
    for (const name of Object.keys(holder)) {
      places.push({ holder, name });
      const value = valueAt({ holder, name });
      if (typeof value === 'object' && value !== null) open.push(value as Record<string, unknown>);
    }
  }
  return places;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
