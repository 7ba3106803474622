import type { CredentialProps } from '../../model/asset.ts';
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

const signs: Readonly<Record<string, readonly string[]>> = {
  'ssh-key': ['codecommit'],
  'service-specific': ['bedrock', 'cassandra', 'codecommit', 'logs'],
};

/**
 * The services a credential of a user signs calls for; null: all. An SSH key opens CodeCommit repositories. A
 * service-specific credential opens the one service it was made for, out of these.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html
 */
export function signsFor(type: string): readonly string[] | null {
  return signs[type] ?? null;
}

/**
 * What must be so for AWS to take a credential at all. A signing certificate signed calls of the SOAP interfaces;
 * the IAM reference still says that some services take one and names none, so it is neither counted on nor ruled out.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html
 */
export function takenOnlyIf({
  type,
  worksOnlyIf = [],
}: Pick<CredentialProps, 'type' | 'worksOnlyIf'>): readonly string[] {
  const signed = 'the service still takes calls signed with an X.509 certificate';
  return type === 'certificate' ? [signed, ...worksOnlyIf] : worksOnlyIf;
}
