/**
 * Whether a body is the whole answer to an API, in its protocol as the SDK names it (`awsQuery`, `awsJson1_0`,
 * `restXml`). The SDK takes an HTML page or an empty body with status 200 for an answer with nothing in it, which
 * would turn a proxy's page into "no volumes".
 */
export function isWholeAnswer(protocol: string, api: string, body: string): boolean {
  const text = body.trim();
  if (/json/i.test(protocol)) return isWholeObject(text);
  const isOwn = (root: string): boolean =>
    root === `${api}Response` || (protocol === 'restXml' && s3Roots.has(root));
  return isWholeElement(text, isOwn) || (api === 'GetBucketPolicy' && isWholeObject(text));
}

/** What S3 calls its answers: after what they hold, but for a bucket's policy, which comes as it was written. */
const s3Roots: ReadonlySet<string> = new Set([
  'LifecycleConfiguration',
  'ListAllMyBucketsResult',
  'LocationConstraint',
  'ObjectLockConfiguration',
  'PublicAccessBlockConfiguration',
  'ReplicationConfiguration',
  'ServerSideEncryptionConfiguration',
  'Tagging',
  'VersioningConfiguration',
]);

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
