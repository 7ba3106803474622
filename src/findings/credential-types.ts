import type { CredentialType } from '../model/asset.ts';

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
