import { type Policy, type ReadStatement, readPolicy } from './policy.ts';

/** What of a repository may sign in. `any`: the subject does not say. */
export type GithubPart =
  | { readonly type: 'branch' | 'tag' | 'environment'; readonly name: string }
  | { readonly type: 'pull-request' }
  | { readonly type: 'any' };

/** Which workflows a trust policy lets in: `repository` is `owner/name`, with `*` where the policy has it. */
export interface GithubSubject {
  readonly repository: string;
  readonly part: GithubPart;
  /** The value of the condition it was read from; null: there is none, so any repository on GitHub signs in. */
  readonly pattern: string | null;
  /** True where somebody outside one named repository gets in. */
  readonly open: boolean;
}

const host = 'token.actions.githubusercontent.com';

/**
 * GitHub workflows that a role's trust policy lets in, from what it asks of the token's subject.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubSubjects(trust: Policy): readonly GithubSubject[] {
  const { statements } = readPolicy(trust, 'trust policy');
  return statements.filter(letsGithubIn).flatMap(subjectsOf);
}

function letsGithubIn({ effect, principal }: ReadStatement): boolean {
  if (effect !== 'Allow' || principal === null) return false;
  return principal.values.some(
    ({ type, value }) => type === 'Federated' && value.endsWith(`oidc-provider/${host}`),
  );
}

function valuesOf(statement: ReadStatement, claim: string): readonly string[] {
  return statement.conditions
    .filter(({ operator, key }) => isPositive(operator) && key.toLowerCase() === `${host}:${claim}`)
    .flatMap(({ values }) => values);
}

/** `ForAllValues` is true of a token without the claim, so it pins nothing down. */
function isPositive(operator: string): boolean {
  return /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/i.test(operator);
}

function subjectsOf(statement: ReadStatement): readonly GithubSubject[] {
  const subjects = valuesOf(statement, 'sub').map(readGithubSubject);
  if (subjects.length > 0) return subjects;
  const [environment] = valuesOf(statement, 'environment');
  const part: GithubPart =
    environment === undefined ? { type: 'any' } : { type: 'environment', name: environment };
  const repositories = valuesOf(statement, 'repository');
  if (repositories.length === 0) return [{ repository: '*', part, pattern: null, open: true }];
  return repositories.map((repository) => ({
    repository,
    part,
    pattern: repository,
    open: isOpen(repository),
  }));
}

function isOpen(repository: string): boolean {
  return /[*?]/.test(repository) || !repository.includes('/');
}

/** Reads one subject: `repo:owner/name:ref:refs/heads/main`. A star right after the name takes in other repositories. */
export function readGithubSubject(pattern: string): GithubSubject {
  const [, repository = '*', rest] = /^repo:([^:]*)(?::(.*))?$/s.exec(pattern) ?? [];
  return { repository, part: partOf(rest), pattern, open: isOpen(repository) };
}

function partOf(rest: string | undefined): GithubPart {
  if (rest === undefined) return { type: 'any' };
  if (rest === 'pull_request') return { type: 'pull-request' };
  const named = /^(?:ref:refs\/(heads|tags)\/|environment:)(.+)$/s.exec(rest);
  if (named === null) return { type: 'any' };
  const type = named[1] === 'heads' ? 'branch' : named[1] === 'tags' ? 'tag' : 'environment';
  return { type, name: named[2] as string };
}
