import type { CredentialProps } from '../../model/asset.ts';
import type { ActorStep } from './actor.ts';
import { compile } from './compile.ts';
import { administratorPolicy, type EstatePrincipal } from './estate.ts';
import type { Request } from './request.ts';

const outsider = compile({ identity: [administratorPolicy] });

/**
 * The call by which somebody from outside gets into a role, judged by its trust policy: a sign-in with a token,
 * or a foreign account that may grant itself what it likes. null for credentials that need no such call.
 */
export function wayIn(role: EstatePrincipal, props: CredentialProps, id: string): ActorStep | null {
  const request = entryRequest(role, props, id);
  if (request === null) return null;
  const decision = outsider.decide(request, role.trust ?? undefined);
  return { action: request.action, target: role.arn, decision };
}

function entryRequest(role: EstatePrincipal, { type, subject }: CredentialProps, id: string): Request | null {
  if (type === 'foreign-account')
    return { principal: foreignCaller(subject ?? '*'), action: 'sts:AssumeRole', resource: role.arn };
  if (type !== 'oidc-subject' && type !== 'saml-subject') return null;
  const provider = role.trusts.find((name) => id.includes(`:${hostOf(name)}:`)) ?? '*';
  const action = type === 'oidc-subject' ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRoleWithSAML';
  const key = type === 'oidc-subject' ? `${hostOf(provider)}:sub` : 'saml:sub';
  const isOne = subject !== undefined && !/[*?]/.test(subject);
  const request = {
    principal: provider,
    action,
    resource: role.arn,
    chosen: [`${hostOf(provider)}:aud`, 'saml:aud'],
  };
  return isOne ? { ...request, context: { [key]: subject } } : request;
}

/** The host by which the keys of a provider's tokens are named. */
function hostOf(provider: string): string {
  return provider.replace(/^arn:.*:(oidc|saml)-provider\//, '');
}

function foreignCaller(subject: string): string {
  if (subject === '*') return 'arn:aws:iam::000000000000:user/anyone';
  return /^\d{12}$/.test(subject) ? `arn:aws:iam::${subject}:user/anyone` : subject;
}
