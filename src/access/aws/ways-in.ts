import type { AssetOf, CredentialProps } from '../../model/asset.ts';
import type { ActorStep, Tags } from './actor.ts';
import { compile } from './compile.ts';
import { chosenBesideTags } from './context-keys.ts';
import { administratorPolicy, type Estate, type EstatePrincipal } from './estate.ts';
import type { Request } from './request.ts';
import { tagsBrought, tagsSaid } from './session-tags.ts';

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

/**
 * With which tags a credential opens sessions of the role that holds it. A foreign account passes what it likes; an
 * identity provider, Identity Center or a service says them, where the trust policy lets it. Roles Anywhere brings
 * those of the certificate alone.
 */
export function tagsOnEntry(
  estate: Estate,
  role: EstatePrincipal,
  { props, id }: Pick<AssetOf<'credential'>, 'props' | 'id'>,
): readonly Tags[] {
  const from = openers[props.type];
  if (from !== undefined) {
    const isRead = role.trust !== null;
    const names = isRead ? role.trusts.filter((name) => name === '*' || from.test(name)) : ['*'];
    return tagsBrought(
      estate,
      role,
      names.map((principal) => ({ principal })),
    );
  }
  const request = props.type === 'certificate-subject' ? null : entryRequest(role, props, id);
  if (request === null) return ['own'];
  return props.type === 'foreign-account'
    ? tagsSaid(estate, role, { ...request, chosen: chosenBesideTags })
    : tagsBrought(estate, role, [request]);
}

/** Who opens the sessions of credentials that need no call of their own to get into a role. */
const openers: Readonly<Partial<Record<CredentialProps['type'], RegExp>>> = {
  'identity-center-user': /:saml-provider\//,
  'workload-identity': /\.amazonaws\.com(\.cn)?$/,
};

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
    // The name of a session is said with a token, and stands in an assertion.
    chosen: [
      `${hostOf(provider)}:aud`,
      'saml:aud',
      ...(type === 'oidc-subject' ? ['sts:RoleSessionName'] : []),
    ],
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
