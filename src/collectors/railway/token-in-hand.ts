import type { ApiToken } from './api-tokens.ts';
import { assetOf } from './assets.ts';
import type { TokenKind } from './read.ts';
import type { SourceReader } from './source.ts';
import { tokenProps } from './token-props.ts';

/** A token this scan was given: the environment variable it came in, and its value. */
export interface TokenInHand {
  readonly name: string;
  readonly value: string;
}

/**
 * The token in hand where no list names it: never lost, known by the variable it came in. A session is a
 * person's login or OAuth grant; it may reach less than the person, and counts as reaching as much.
 */
export function addTokenInHand(
  source: SourceReader,
  kind: Exclude<TokenKind, 'project-token'>,
  token: TokenInHand,
  principal: string,
): void {
  const type = kind === 'session' ? 'cli-session' : kind;
  const id = `railway:${kind}:in-hand-${token.name}`;
  source.add(
    assetOf('credential', {
      id,
      native: kind === 'session' ? 'railway.Session' : 'railway.ApiToken',
      name: `the token in ${token.name}`,
      scope: source.scope,
      links: [{ to: principal, as: 'held-by' }],
      props: tokenProps(type, token.name, {
        expires: 'unknown',
        self: true,
        // As of the sessions that the API lists.
        ...(kind === 'session' ? { mfa: 'may' } : {}),
      }),
    }),
  );
}

/**
 * Which of the listed tokens a token in hand is, or null when that is not certain. Only the characters that
 * `displayToken` leaves open can tell, and four of them is the least that is taken for a match.
 */
export function matchToken(listed: readonly ApiToken[], value: string): ApiToken | null {
  const matches = listed.filter(({ displayToken }) => isShownAs(value, String(displayToken)));
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

function isShownAs(value: string, display: string): boolean {
  const [head = '', ...rest] = display.split(/[*•.…xX]{2,}|…/u);
  const tail = rest.at(-1) ?? '';
  const shown = head.length + tail.length;
  return (
    rest.length > 0 && shown >= 4 && shown < value.length && value.startsWith(head) && value.endsWith(tail)
  );
}
