import type { CredentialType } from '../model/asset.ts';
import { inexpressible, type Ruling } from './ruling.ts';

const signIns: ReadonlySet<CredentialType> = new Set([
  'console-password',
  'root-password',
  'browser-session',
  'identity-center-user',
  'saml-subject',
]);

/** True for what a person signs in with; everything else can lie in a file, a pipeline or a machine. */
export function isSignIn(type: CredentialType): boolean {
  return signIns.has(type);
}

/** What a check about one token says of the stand-in for credentials that nobody can list. */
export const unlisted: Ruling = inexpressible(
  'credentials the provider lists to nobody are judged by credential-cannot-end-store-and-backups alone',
);

const secrets: ReadonlySet<CredentialType> = new Set([
  'access-key',
  'account-token',
  'workspace-token',
  'project-token',
  'ssh-key',
  'service-specific',
  'certificate',
]);

/** True for a secret that works until somebody ends it: what can be stolen today and used next year. */
export function isLongLived(type: CredentialType): boolean {
  return secrets.has(type);
}
