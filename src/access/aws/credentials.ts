import type { Context } from './request.ts';

/** What an actor holds. The words of the inventory, so that its credentials can be handed over as they are. */
export interface HeldCredential {
  readonly type: string;
  /** Whether a session from it can carry MFA. */
  readonly mfa: 'never' | 'may' | 'always' | 'unknown';
  /** ARN of the provider that signed the holder in, for OIDC and SAML. */
  readonly provider?: string;
}

const longTerm = new Set(['access-key', 'ssh-key', 'service-specific', 'certificate']);
const nothing: Context = {};
const withoutMfa: Context = { 'aws:MultiFactorAuthPresent': [], 'aws:MultiFactorAuthAge': [] };

/**
 * What a credential carries into every request. A long-term key carries neither MFA nor a token; a console
 * session says whether there was MFA; a role's own session carries none, unless its caller passed it on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export function carriedBy(credential: HeldCredential): Context {
  const { type, mfa, provider } = credential;
  const signedInBy: Context = provider === undefined ? {} : { 'aws:FederatedProvider': provider };
  if (longTerm.has(type)) return { ...withoutMfa, 'aws:TokenIssueTime': [] };
  if (mfa === 'always') return { ...signedInBy, 'aws:MultiFactorAuthPresent': 'true' };
  if (mfa === 'never' && (type === 'console-password' || type === 'root-password'))
    return { 'aws:MultiFactorAuthPresent': 'false', 'aws:MultiFactorAuthAge': [] };
  return mfa === 'never' ? { ...signedInBy, ...withoutMfa } : signedInBy;
}

/** What is left of it in the session of a role assumed with that credential: MFA is not passed on by itself. */
export function carriedIntoRole(context: Context): Context {
  const hasMfa = context['aws:MultiFactorAuthPresent'];
  return hasMfa === undefined || hasMfa === 'true' ? nothing : withoutMfa;
}
