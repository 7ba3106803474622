/**
 * Whether a body is the whole answer to an API, in its protocol as the SDK names it (`awsQuery`, `awsJson1_0`,
 * `restXml`). The SDK takes an HTML page or an empty body with status 200 for an answer with nothing in it, which
 * would turn a proxy's page into "no volumes".
 */
export function isWholeAnswer(protocol: string, api: string, body: string): boolean {
  const text = body.trim();
  if (/json/i.test(protocol)) return isWholeObject(text);
  if (protocol !== 'restXml') return isWholeElement(text, (root) => root === `${api}Response`);
  // A bucket policy comes as it was written, the rest as XML named for what it holds.
  return isWholeObject(text) || isWholeElement(text, (root) => !/^(html|error)$/i.test(root));
}

function isWholeObject(text: string): boolean {
  return text.startsWith('{') && text.endsWith('}');
}

/** A root element of an expected name that is closed where the text ends. */
function isWholeElement(text: string, isRoot: (name: string) => boolean): boolean {
  const opening = /^(?:<\?xml[^>]*\?>)?\s*<([A-Za-z]\w*)(?:\s[^>]*?)?(\/?)>/.exec(text);
  if (opening === null) return false;
  const [head, root = '', closed] = opening;
  return isRoot(root) && (closed === '/' ? head === text : text.endsWith(`</${root}>`));
}
