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
  if (type === 'certificate-subject') return certificateRequest(role, id);
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

/**
 * Roles Anywhere assumes the role for whoever shows a certificate, and says in the request what is in it: the class
 * is of those certificates that the trust policy asks for.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
function certificateRequest(role: EstatePrincipal, id: string): Request {
  const anchor = /arn:[^:]+:rolesanywhere:[^:]*:(\d*):trust-anchor\/[^:]+/.exec(id);
  const keys = (role.trust?.statements ?? []).flatMap(({ tests }) => tests.map(({ key }) => key));
  const said = /^(aws:(principaltag|requesttag)\/x509|aws:tagkeys$|sts:)/i;
  const unread = anchor === null ? ['aws:SourceArn', 'aws:SourceAccount'] : [];
  return {
    principal: role.trusts.find((name) => name.startsWith('rolesanywhere.')) ?? 'rolesanywhere.amazonaws.com',
    action: 'sts:AssumeRole',
    resource: role.arn,
    chosen: [...keys.filter((key) => said.test(key)), ...unread],
    ...(anchor === null
      ? {}
      : { context: { 'aws:SourceArn': anchor[0], 'aws:SourceAccount': anchor[1] ?? '' } }),
  };
}

/** The host by which the keys of a provider's tokens are named. */
function hostOf(provider: string): string {
  return provider.replace(/^arn:.*:(oidc|saml)-provider\//, '');
}

function foreignCaller(subject: string): string {
  if (subject === '*') return 'arn:aws:iam::000000000000:user/anyone';
  return /^\d{12}$/.test(subject) ? `arn:aws:iam::${subject}:user/anyone` : subject;
}
