/** An element without its attributes; `text` is what stands in it beside elements, without blanks around. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

/** The elements at the top of a document as the stand-in writes it. Throws where one is not closed. */
export function elementsOf(document: string): readonly Element[] {
  const root: Open = { name: '', text: '', children: [] };
  const open = [root];
  for (const [, closing, name, alone, text] of document.matchAll(
    /<(\/?)([A-Za-z][\w.-]*)[^<>]*?(\/?)>|([^<]+)|<[?!][^>]*>/g,
  )) {
    const within = open.at(-1) ?? root;
    if (text !== undefined) within.text += text.trim();
    else if (closing === '/') {
      if (within.name !== name || within === root) throw new Error(`</${name}> closes <${within.name}>`);
      open.pop();
    } else if (name !== undefined) {
      const element: Open = { name, text: '', children: [] };
      within.children.push(element);
      if (alone !== '/') open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  return root.children;
}
