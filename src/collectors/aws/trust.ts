/** One way a trust policy lets somebody become the role; conditions are left to the evaluator. */
export type TrustWay =
  | { readonly by: 'principal'; readonly arn: string }
  | { readonly by: 'account'; readonly account: string }
  | { readonly by: 'anyone' }
  | { readonly by: 'service'; readonly service: string }
  | { readonly by: 'certificate'; readonly subject: string }
  | { readonly by: 'oidc' | 'saml'; readonly provider: string; readonly subject: string };

/**
 * Whom the Allow statements of a trust policy name. Reads too much rather than too little: Deny and conditions are
 * not weighed, and a subject that is not pinned down is `*`.
 */
export function trustWays(document: unknown): readonly TrustWay[] {
  const ways = elements(record(document).Statement).flatMap((item) => {
    const statement = record(item);
    return statement.Effect === 'Allow' && mayAssume(statement) ? statementWays(statement) : [];
  });
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
}

function mayAssume(statement: Readonly<Record<string, unknown>>): boolean {
  if ('NotAction' in statement) return true;
  return texts(statement.Action).some((action) =>
    /^sts:assumerole|^sts:\*$|^sts:[a-z]*[*?]|^\*/i.test(action),
  );
}

function statementWays(statement: Readonly<Record<string, unknown>>): readonly TrustWay[] {
  const principal = statement.Principal;
  if ('NotPrincipal' in statement || principal === '*') return [{ by: 'anyone' }];
  const named = record(principal);
  return [
    ...texts(named.AWS).map(awsWay),
    ...texts(named.Service).map((service) => serviceWay(service, statement.Condition)),
    ...texts(named.Federated).flatMap((provider) => federatedWays(provider, statement.Condition)),
  ];
}

function awsWay(principal: string): TrustWay {
  if (principal === '*') return { by: 'anyone' };
  const account = /^(\d{12})$|^arn:[^:]+:iam::(\d{12}):root$/.exec(principal);
  if (account) return { by: 'account', account: account[1] ?? account[2] ?? '' };
  return { by: 'principal', arn: rolesArn(principal) };
}

/** The role of an assumed-role session; other ARNs as they are. */
function rolesArn(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return session ? `arn:${session[1]}:iam::${session[2]}:role/${session[3]}` : arn;
}

/** Through Roles Anywhere come holders of certificates; other services come themselves. */
function serviceWay(service: string, condition: unknown): TrustWay {
  if (!/^rolesanywhere\.amazonaws\.com(\.cn)?$/.test(service)) return { by: 'service', service };
  const fields = conditionsOn(condition, /^aws:principaltag\/x509/i)
    .map(([key, values]) => `${key.slice(key.indexOf('/') + 1)}=${values.join('|')}`)
    .sort();
  return { by: 'certificate', subject: fields.length === 0 ? '*' : fields.join(', ') };
}

function federatedWays(provider: string, condition: unknown): readonly TrustWay[] {
  const by = provider.includes(':saml-provider/') ? 'saml' : 'oidc';
  const subjects = subjectsOf(condition, by);
  return (subjects.length === 0 ? ['*'] : subjects).map((subject) => ({ by, provider, subject }));
}

/** Values of the positive string conditions on the token's subject. */
function subjectsOf(condition: unknown, by: 'oidc' | 'saml'): readonly string[] {
  return conditionsOn(condition, by === 'saml' ? /^saml:sub$/i : /:sub$/i).flatMap(([, values]) => values);
}

/** Keys of the positive string conditions that fit, each with its values. */
function conditionsOn(condition: unknown, key: RegExp): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(record(condition)).flatMap(([operator, keys]) => {
    if (!/^(ForAnyValue:)?String(Equals|Like|EqualsIgnoreCase)$/i.test(operator)) return [];
    return Object.entries(record(keys)).flatMap(([name, values]) =>
      key.test(name) ? [[name, texts(values)] as const] : [],
    );
  });
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

const elements = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const texts = (value: unknown): readonly string[] =>
  elements(value).filter((item): item is string => typeof item === 'string');
