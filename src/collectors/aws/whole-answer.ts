/**
 * Whether a body is the whole answer to an API of the query protocols: it names its API at the start and closes it
 * at the end. The SDK takes an HTML page or an empty body with status 200 for an answer with nothing in it, which
 * would turn a proxy's page into "no volumes".
 */
export function isWholeAnswer(api: string, body: string): boolean {
  const end = body.trimEnd();
  const opening = new RegExp(`^\\s*(<\\?xml[^>]*\\?>)?\\s*<${api}Response[\\s>/]`);
  return (
    opening.test(body.slice(0, 500)) &&
    (end.endsWith(`</${api}Response>`) || /^[^>]*\?>\s*<[^>]*\/>$/.test(end))
  );
}
