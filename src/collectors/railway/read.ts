import type { AssetKind } from '../../model/asset.ts';
import type { Gap } from '../../model/inventory.ts';

/** What a token turned out to be. `session`: a CLI login or an OAuth grant, a person with or without scopes. */
export type TokenKind = 'account-token' | 'workspace-token' | 'project-token' | 'session';

/**
 * Who may ask. `role`: the least workspace or project role of the person behind an account token or session.
 * `workspaceToken`, `projectToken`: whether that kind may ask at all. `scope`: the least OAuth scope.
 */
export interface ReadAccess {
  readonly role: 'ADMIN' | 'MEMBER' | 'VIEWER' | 'self' | null;
  readonly workspaceToken: boolean;
  readonly projectToken: boolean;
  readonly scope: string | null;
  /** How sure that is: Railway documents few of these by name. */
  readonly confidence: 'documented' | 'inferred' | 'unverified';
}

/** One GraphQL document of ours, and what stays hidden when it fails. `Data` is the shape it answers with. */
export interface Read<Data> {
  /** Root field, and the connection below it where the root alone would not tell: `environment.variables`. */
  readonly operation: string;
  readonly document: string;
  readonly hides: AssetKind;
  /** Further kinds that are found through its answer alone. */
  readonly below?: readonly AssetKind[];
  readonly direction: Gap['direction'];
  readonly access: ReadAccess;
  /** Carries the type alone; never set. */
  readonly data?: Data;
}

/** Declares a document beside the code that uses it; `defineRead` is what to grep for. */
export function defineRead<Data>(read: Omit<Read<Data>, 'data'>): Read<Data> {
  return read;
}

/** A Relay connection as the documents select it. */
export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } | null;
}

/** Why an answer is missing or incomplete. `detail` is our own words: what the API wrote may hold secrets. */
export interface Failure {
  readonly reason: Exclude<Gap['reason'], 'unlistable'>;
  readonly detail: string;
}

/** What came of one read: data, a failure, or a part of the data and why the rest is missing. */
export interface Answer<Data> {
  readonly data: Data | null;
  readonly failure: Failure | null;
  readonly calls: number;
}

/** Who could make a read that was denied, for a person. */
export function neededFor(access: ReadAccess): string {
  const ways: string[] = [];
  if (access.role === 'self') ways.push('an account token of that very person');
  else if (access.role) ways.push(`an account token of a workspace ${access.role}`);
  if (access.workspaceToken) ways.push('a workspace token');
  if (access.projectToken) ways.push('a project token of that environment');
  if (access.scope) ways.push(`OAuth scope ${access.scope}`);
  return ways.join(', or ');
}
