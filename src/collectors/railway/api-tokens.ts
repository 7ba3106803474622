import type { CollectedAsset } from '../../model/asset.ts';
import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import { type Connection, defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime, maskedLabel } from './text.ts';
import { tokenProps } from './token-props.ts';

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly displayToken: string;
  readonly workspaceId: string | null;
  readonly expiresAt: string | null;
}

/** One's own account tokens and the workspace tokens one made. */
export const apiTokensRead = defineRead<{ apiTokens: Connection<ApiToken> | null }>({
  operation: 'apiTokens',
  document: /* GraphQL */ `query ApiTokens($first: Int!, $tokensAfter: String) {
    apiTokens(first: $first, after: $tokensAfter) {
      edges { node { id name displayToken workspaceId expiresAt } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: { role: 'self', workspaceToken: false, projectToken: false, scope: null, confidence: 'inferred' },
});

/** The caller's own API tokens, as far as they are listed. */
export async function listApiTokens(
  source: SourceReader,
  user: string,
): Promise<{ readonly tokens: readonly ApiToken[]; readonly complete: boolean }> {
  const picks = { tokens: (data: { apiTokens: Connection<ApiToken> | null }) => data.apiTokens };
  const about = { target: idOf.user(user), id: user };
  return readLists(source, apiTokensRead, {}, picks, about);
}

/** Adds listed API tokens. `self`: ids of those this scan runs with. */
export function addApiTokens(
  source: SourceReader,
  user: string,
  tokens: readonly ApiToken[],
  self: ReadonlySet<string>,
): void {
  for (const token of tokens) source.add(apiTokenAsset(source.scope, user, token, self.has(token.id)));
}

function apiTokenAsset(scope: string, user: string, token: ApiToken, self: boolean): CollectedAsset {
  const { workspaceId } = token;
  const principal = workspaceId ? idOf.workspaceIdentity(workspaceId) : idOf.user(user);
  return assetOf('credential', {
    id: workspaceId ? idOf.workspaceToken(token.id) : idOf.accountToken(token.id),
    native: 'railway.ApiToken',
    name: String(token.name),
    scope: workspaceId ?? scope,
    links: [{ to: principal, as: 'held-by' }],
    props: tokenProps(workspaceId ? 'workspace-token' : 'account-token', maskedLabel(token.displayToken), {
      expires: isoTime(token.expiresAt),
      self,
    }),
  });
}
