import { neededFor, type Read, type ReadAccess, type TokenKind } from './read.ts';
import { railwayReads } from './reads.ts';

/** What one read needs, and which kinds of token can make it. */
export interface RailwayPermission {
  readonly operation: string;
  /** The kind of asset that stays unseen without it. */
  readonly reads: string;
  readonly needs: string;
  readonly kinds: readonly TokenKind[];
  readonly scope: string | null;
  readonly confidence: ReadAccess['confidence'];
}

/** What one kind of token is good for, and what it leaves unseen. */
export interface RailwayTokenKind {
  readonly kind: TokenKind;
  readonly note: string;
  readonly cannotRead: readonly string[];
}

export interface RailwayPermissions {
  /** The scopes of the least credential: the only one that the server itself keeps read-only. */
  readonly least: { readonly scopes: readonly string[]; readonly cannotRead: readonly string[] };
  readonly reads: readonly RailwayPermission[];
  readonly kinds: readonly RailwayTokenKind[];
}

/** docs.railway.com/integrations/oauth/scopes-and-user-consent; workspace reads need `email profile` too. */
const leastScopes = ['openid', 'email', 'profile', 'workspace:viewer'];

const notes: Readonly<Record<TokenKind, string>> = {
  session: 'an OAuth grant with viewer scopes is read-only by the server; prefer it, and refresh it hourly',
  'workspace-token':
    'sees most of its workspace and can do what an admin can: make it for the scan, revoke it after',
  'account-token': 'the only kind that lists its owner’s tokens and logins; can do what that person can',
  'project-token': 'sees one environment of one project',
};

/** The rights the collectors need, from the list of documents they send. */
export function railwayPermissions(): RailwayPermissions {
  return {
    least: {
      scopes: leastScopes,
      cannotRead: railwayReads.filter(({ access }) => !inLeast(access)).map(({ operation }) => operation),
    },
    reads: railwayReads.map(permissionOf),
    kinds: kinds.map((kind) => ({
      kind,
      note: notes[kind],
      cannotRead: railwayReads
        .filter(({ access }) => !canAsk(kind, access))
        .map(({ operation }) => operation),
    })),
  };
}

const kinds: readonly TokenKind[] = ['session', 'workspace-token', 'account-token', 'project-token'];

function permissionOf({ operation, hides, access }: Read<unknown>): RailwayPermission {
  return {
    operation,
    reads: hides,
    needs: neededFor(access),
    kinds: kinds.filter((kind) => canAsk(kind, access)),
    scope: access.scope,
    confidence: access.confidence,
  };
}

function canAsk(kind: TokenKind, access: ReadAccess): boolean {
  if (kind === 'session') return access.scope !== null;
  if (kind === 'workspace-token') return access.workspaceToken;
  return kind === 'project-token' ? access.projectToken : access.role !== null;
}

/** `project:viewer` is part of `workspace:viewer`. */
function inLeast(access: ReadAccess): boolean {
  const scopes = access.scope?.split(' ') ?? [''];
  return scopes.every((scope) => scope === 'project:viewer' || leastScopes.includes(scope));
}
