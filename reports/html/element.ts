/** A piece of markup as a value; text stays text until `toHtml` escapes it. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly Child[];
}

export type Child = Element | string;

type Children = readonly (Child | null | readonly Child[])[];

export function el(tag: string, attributes: Element['attributes'] = {}, ...children: Children): Element {
  return { tag, attributes, children: children.flat().filter((child) => child !== null) };
}

const empty = new Set(['br', 'meta', 'input', 'path', 'rect', 'line', 'circle']);

/** The markup of a node: every text and attribute value escaped, whatever it holds. */
export function toHtml(node: Child): string {
  if (typeof node === 'string') return escapeHtml(node);
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}="${escapeHtml(String(value))}"`,
  );
  const open = `<${node.tag}${attributes.join('')}>`;
  return empty.has(node.tag)
    ? open.replace(/>$/, '/>')
    : `${open}${node.children.map(toHtml).join('')}</${node.tag}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '').toWellFormed();
}
