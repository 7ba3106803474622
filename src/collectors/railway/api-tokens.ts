import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import { type Connection, defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { expiryOf, maskedLabel, statusAt } from './text.ts';
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
  { self, now }: { readonly self: ReadonlySet<string>; readonly now: Date },
): void {
  for (const token of tokens) {
    const { id, workspaceId } = token;
    const expires = expiryOf(token.expiresAt);
    const type = workspaceId ? 'workspace-token' : 'account-token';
    const props = tokenProps(type, maskedLabel(token.displayToken), { expires, self: self.has(id) });
    source.add(
      assetOf('credential', {
        id: workspaceId ? idOf.workspaceToken(id) : idOf.accountToken(id),
        native: 'railway.ApiToken',
        name: String(token.name),
        scope: workspaceId ?? source.scope,
        links: [{ to: workspaceId ? idOf.workspaceIdentity(workspaceId) : idOf.user(user), as: 'held-by' }],
        props: { ...props, status: statusAt(now, expires) },
      }),
    );
  }
}
