import type { Member, Model } from './sdk-model.ts';
import { type Element, elementsOf } from './xml-elements.ts';

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What is wrong with a JSON answer, each with where. */
export function wrongJson(model: Model, value: unknown, path = ''): readonly string[] {
  switch (model.kind) {
    case 'any':
      return [];
    case 'text':
      return typeof value === 'string' ? [] : [`${path}: ${JSON.stringify(value)} is no text`];
    case 'number':
      return typeof value === 'number' ? [] : [`${path}: ${JSON.stringify(value)} is no number`];
    case 'time':
      return (model.isWritten ? time.test(String(value)) : typeof value === 'number')
        ? []
        : [`${path}: ${JSON.stringify(value)} is no time`];
    case 'flag':
      return typeof value === 'boolean'
        ? []
        : [`${path}: ${JSON.stringify(value)} is neither true nor false`];
    case 'bytes':
      return typeof value === 'string' ? [] : [`${path}: not base64`];
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, n) => wrongJson(model.of(), item, `${path}[${n}]`))
        : [`${path}: no list`];
    case 'map':
      return isRecord(value)
        ? Object.entries(value).flatMap(([name, item]) => wrongJson(model.of(), item, `${path}.${name}`))
        : [`${path}: no map`];
    case 'structure': {
      if (!isRecord(value)) return [`${path}: no ${model.name}`];
      const entries = Object.entries(value).filter(([, item]) => item !== null);
      return [
        ...missing(model.members, new Set(entries.map(([name]) => name)), path),
        ...entries.flatMap(([name, item]) => {
          const known = model.members.find((one) => one.name === name);
          return known === undefined
            ? [`${path}.${name}: not in ${model.name}`]
            : wrongJson(known.model(), item, `${path}.${name}`);
        }),
      ];
    }
  }
}

/** What is wrong with an element of an XML answer. */
export function wrongXml(model: Model, { children, text }: Element, path = ''): readonly string[] {
  switch (model.kind) {
    case 'any':
    case 'text':
    case 'bytes':
      return children.length === 0 ? [] : [`${path}: elements where there is text`];
    case 'number':
      return Number.isFinite(Number(text)) && text !== '' ? [] : [`${path}: "${text}" is no number`];
    case 'flag':
      return /^(true|false)$/.test(text) ? [] : [`${path}: "${text}" is neither true nor false`];
    case 'time':
      return time.test(text) ? [] : [`${path}: "${text}" is no time`];
    case 'list':
      return children.flatMap((child, n) =>
        child.name === model.element
          ? wrongXml(model.of(), child, `${path}[${n}]`)
          : [`${path}: <${child.name}> where <${model.element}> is expected`],
      );
    case 'map':
      return children.flatMap(({ children: parts }) =>
        parts.flatMap((part) => (part.name === 'value' ? wrongXml(model.of(), part, `${path}.value`) : [])),
      );
    case 'structure':
      return [
        ...(text === '' ? [] : [`${path}: text in ${model.name}`]),
        ...missing(model.members, new Set(children.map(({ name }) => name)), path),
        ...children.flatMap((child) => wrongMember(model.members, child, path)),
      ];
  }
}

function wrongMember(members: readonly Member[], child: Element, path: string): readonly string[] {
  const at = `${path}.${child.name}`;
  const known = members.find(({ name }) => name === child.name);
  if (known === undefined) return [`${at}: not in the model`];
  const model = known.model();
  return wrongXml(model.kind === 'list' && model.isFlat ? model.of() : model, child, at);
}

function missing(members: readonly Member[], given: ReadonlySet<string>, path: string): readonly string[] {
  const needed = members.filter(({ isRequired, isOutside }) => isRequired && !isOutside);
  return needed.flatMap(({ name }) => (given.has(name) ? [] : [`${path}.${name}: missing`]));
}

/** What is wrong with a body, whichever protocol it is in. `operation`: the API's name. */
export function wrongIn(model: Model, operation: string, body: string): readonly string[] {
  const whole = model.kind === 'structure' ? model.members.find(({ isBody }) => isBody) : undefined;
  if (whole?.model().kind === 'text') return body === '' ? ['an empty body'] : [];
  const inner = whole?.model() ?? model;
  if (body.startsWith('{')) return wrongJson(inner, JSON.parse(body));
  const [root] = elementsOf(body);
  if (root === undefined) return ['neither JSON nor XML'];
  const result = root.children.find(({ name }) => name === `${operation}Result`);
  if (result !== undefined) return wrongXml(inner, result);
  const children = root.children.filter(({ name }) => name !== 'requestId');
  return wrongXml(inner, { ...root, children });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
