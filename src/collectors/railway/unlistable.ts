import type { CollectedAsset } from '../../model/asset.ts';
import type { Gap } from '../../model/inventory.ts';
import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import type { SourceReader } from './source.ts';

/** Credentials of a principal that exist, or may, and that Railway lists to nobody here. */
interface Unlistable {
  /** `workspace-tokens`, `account-tokens`, `cli-sessions`, `project-tokens`. */
  readonly what: string;
  /** Native id of whom they belong to; ends the id and the fingerprint. */
  readonly owner: string;
  readonly name: string;
  readonly principal: string;
  readonly detail: string;
  readonly byHand: string;
}

/**
 * Adds the stand-in for credentials nobody can list, with the full reach of their principal, and the standing
 * gap it settles: the way in is known to exist, so the gap itself widens nothing further.
 */
export function addUnlistable(source: SourceReader, it: Unlistable): void {
  const id = idOf.unlistable(it.what, it.owner);
  source.add(unlistableCredential(id, it.name, it.principal, source.scope));
  const gap: Omit<Gap, 'provider' | 'scope' | 'region'> = {
    fingerprint: id,
    kind: 'credential',
    target: it.principal,
    operation: it.what === 'cli-sessions' ? 'sessions' : 'apiTokens',
    reason: 'unlistable',
    detail: it.detail,
    permission: it.byHand,
    direction: 'neither',
  };
  source.gap(gap);
}

/** A credential that stands for all of a principal's that can't be listed. */
export function unlistableCredential(
  id: string,
  name: string,
  principal: string,
  scope: string,
): CollectedAsset {
  return assetOf('credential', {
    id,
    native: 'firebreak.Unlistable',
    name,
    scope,
    links: [{ to: principal, as: 'held-by' }],
    props: {
      type: 'unlistable',
      status: 'unknown',
      lastUsed: 'unknown',
      expires: 'unknown',
      label: null,
      mfa: 'unknown',
      self: false,
    },
  });
}

/** Tokens made by other people for a workspace: `apiTokens` lists only one's own, and no other list exists. */
export function addUnlistableWorkspaceTokens(source: SourceReader, workspace: string, name: string): void {
  addUnlistable(source, {
    what: 'workspace-tokens',
    owner: workspace,
    name: `any workspace token of ${name}`,
    principal: idOf.workspaceIdentity(workspace),
    detail: 'Railway lists an API token only to the person who made it',
    byHand: 'each admin: Workspace Settings, Tokens; then attest',
  });
}

/** Another person's account tokens and logins. */
export function addUnlistableLogins(source: SourceReader, user: string, name: string): void {
  const common = { owner: user, principal: idOf.user(user) };
  addUnlistable(source, {
    ...common,
    what: 'account-tokens',
    name: `any account token of ${name}`,
    detail: 'Railway lists an API token only to the person who made it',
    byHand: 'that person: Account Settings, Tokens; then attest',
  });
  addUnlistable(source, {
    ...common,
    what: 'cli-sessions',
    name: `any login session of ${name}`,
    detail: 'Railway lists sessions and authorised apps only to the person they belong to',
    byHand: 'that person: Account Settings, Security and Apps; then attest',
  });
}
