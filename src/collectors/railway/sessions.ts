import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import { type Connection, defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { expiryOf, isoTime, statusAt } from './text.ts';

interface Session {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly createdAt: string;
  readonly expiredAt: string;
  readonly isCurrent: boolean;
}

export const sessionsRead = defineRead<{ sessions: Connection<Session> | null }>({
  operation: 'sessions',
  document: /* GraphQL */ `query Sessions($first: Int!, $sessionsAfter: String) {
    sessions(first: $first, after: $sessionsAfter) {
      edges { node { id name type createdAt expiredAt isCurrent } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'credential',
  direction: 'widens',
  access: { role: 'self', workspaceToken: false, projectToken: false, scope: null, confidence: 'inferred' },
});

/**
 * The caller's own logins; a login carries the person's full reach. Answers whether all of them were listed,
 * and whether one of them is the token this scan runs with.
 */
export async function readSessions(
  source: SourceReader,
  user: string,
  now: Date,
): Promise<{ readonly complete: boolean; readonly self: boolean }> {
  const picks = { sessions: (data: { sessions: Connection<Session> | null }) => data.sessions };
  const about = { target: idOf.user(user), id: user };
  const { sessions, complete } = await readLists(source, sessionsRead, {}, picks, about);
  for (const session of sessions) addSession(source, user, session, now);
  return { complete, self: sessions.some(({ isCurrent }) => isCurrent) };
}

/** A type this program does not know counts as a browser's login. */
function addSession(source: SourceReader, user: string, session: Session, now: Date): void {
  const expires = expiryOf(session.expiredAt);
  source.add(
    assetOf('credential', {
      id: idOf.session(session.id),
      native: 'railway.Session',
      name: String(session.name),
      scope: source.scope,
      createdAt: isoTime(session.createdAt),
      links: [{ to: idOf.user(user), as: 'held-by' }],
      props: {
        type: session.type === 'CLI' ? 'cli-session' : 'browser-session',
        status: statusAt(now, expires),
        lastUsed: 'inexpressible',
        expires,
        label: null,
        mfa: 'may',
        self: session.isCurrent,
      },
    }),
  );
}
