/** A statement of an AWS policy document, as it stands. */
export type Statement = Readonly<Record<string, unknown>>;

/** The statements of a document that allow; nothing where it is no policy. */
export function allowingStatements(document: unknown): readonly Statement[] {
  const statements = isRecord(document) ? document.Statement : undefined;
  return [statements]
    .flat()
    .filter(isRecord)
    .filter(({ Effect }) => Effect === 'Allow');
}

/** Who a statement names under `AWS`; `*` where it names everybody. */
export function namedPrincipals({ Principal, NotPrincipal }: Statement): readonly string[] {
  if (NotPrincipal !== undefined || Principal === '*') return ['*'];
  const listed = isRecord(Principal) ? [Principal.AWS].flat() : [];
  return listed.filter((principal) => typeof principal === 'string');
}

/** Whether the statement has a positive condition on a key, given in lower case. */
export function asksFor({ Condition }: Statement, key: string): boolean {
  if (!isRecord(Condition)) return false;
  return Object.entries(Condition).some(
    ([operator, keys]) =>
      /^(?:ForAnyValue:)?(?:String|Arn)(?:Equals|Like|EqualsIgnoreCase)$/i.test(operator) &&
      isRecord(keys) &&
      Object.keys(keys).some((name) => name.toLowerCase() === key),
  );
}

/** Conditions that keep a statement for everybody within one organisation, account or principal. */
const narrowing: readonly string[] = [
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'kms:calleraccount',
];

/** Whether a condition keeps a statement that names everybody to some. */
export function isNarrowed(statement: Statement): boolean {
  return narrowing.some((key) => asksFor(statement, key));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
