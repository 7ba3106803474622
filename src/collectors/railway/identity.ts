import type { Caller } from '../../model/inventory.ts';
import type { CollectIO } from '../collector.ts';
import { addApiTokens, listApiTokens } from './api-tokens.ts';
import type { Identity, Introduced, Me } from './caller.ts';
import { idOf } from './ids.ts';
import { addMe } from './members.ts';
import { readSessions } from './sessions.ts';
import { openSource, type SourceReader, type SourceResult } from './source.ts';
import { readMySshKeys } from './ssh-keys.ts';
import { addTokenInHand, matchToken, type TokenInHand } from './token-in-hand.ts';
import { unlistableCredential } from './unlistable.ts';

/** A token and who it turned out to be. */
export interface Entrant extends Introduced {
  readonly token: TokenInHand;
}

/** An entrant that got in. */
export type Known = Entrant & { readonly identity: Identity };

/** What a token says of itself, and which of the tokens in hand its lists named. */
export interface IdentityRead {
  readonly result: SourceResult;
  readonly claimed: readonly string[];
}

export function callerOf({ kind, user, workspaces, project }: Identity, role: string | null): Caller {
  const workspace = workspaces[0];
  const principal = user
    ? idOf.user(user.id)
    : project
      ? idOf.projectEnvironment(project.projectId, project.environmentId)
      : workspace && idOf.workspaceIdentity(workspace.id);
  return { credential: kind, principal: principal ?? null, role };
}

/**
 * Reads what belongs to the caller alone: its own tokens, logins and keys. `claimed`: names of tokens that an
 * earlier list already named; every other token in hand is added by itself, so that none is lost.
 */
export async function readIdentity(
  entrant: Known,
  inHand: readonly TokenInHand[],
  claimed: ReadonlySet<string>,
  io: CollectIO,
): Promise<IdentityRead> {
  const { identity, token } = entrant;
  const { kind, user, workspaces } = identity;
  const scope = workspaces.map(({ id }) => id).sort()[0] ?? user?.id ?? token.name;
  const options = { kind, scope, service: 'identity', label: `${token.name} identity` };
  const source = openSource(entrant.client, options, io);
  const caller = callerOf(identity, null);
  source.count(entrant.calls);
  for (const { read, failure } of entrant.failures) {
    source.fail(read, { target: caller.principal, id: token.name }, failure);
  }
  const named = user ? await readPerson(source, user, inHand, io) : { claimed: [], session: false };
  const listed = claimed.has(token.name) || named.claimed.includes(token.name);
  if (!listed && !(kind === 'session' && named.session)) addInHand(source, identity, token);
  return { result: source.close(caller), claimed: named.claimed };
}

async function readPerson(
  source: SourceReader,
  user: Me,
  inHand: readonly TokenInHand[],
  { clock, tape }: CollectIO,
): Promise<{ readonly claimed: readonly string[]; readonly session: boolean }> {
  const now = clock();
  addMe(source, user);
  const [listed, sessions] = await Promise.all([
    listApiTokens(source, user.id),
    readSessions(source, user.id, now),
    readMySshKeys(source, user.id),
  ]);
  const matches = inHand.map(({ name, value }) => {
    const id = matchToken(listed.tokens, value)?.id ?? null;
    return { name, id: tape ? tape.fact(`railway token ${name} among those of ${user.id}`, id) : id };
  });
  const found = matches.filter((match): match is { name: string; id: string } => match.id !== null);
  const self = new Set(found.map(({ id }) => id));
  addApiTokens(source, user.id, listed.tokens, { self, now });
  if (!listed.complete) addUnread(source, user, 'account-tokens', 'account token');
  if (!sessions.complete) addUnread(source, user, 'cli-sessions', 'login session');
  return { claimed: found.map(({ name }) => name), session: sessions.self };
}

/** One's own tokens or logins, where their list could not be read to its end. */
function addUnread(source: SourceReader, user: Me, what: string, one: string): void {
  const id = idOf.unlistable(what, user.id);
  source.add(unlistableCredential(id, `any ${one} of ${user.email}`, idOf.user(user.id), source.scope));
}

function addInHand(source: SourceReader, identity: Identity, token: TokenInHand): void {
  const { kind, user, workspaces } = identity;
  if (kind === 'project-token') return;
  const principals = user ? [idOf.user(user.id)] : workspaces.map(({ id }) => idOf.workspaceIdentity(id));
  for (const principal of principals) addTokenInHand(source, kind, token, principal);
}
