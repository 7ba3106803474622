import type { Identity, Reason } from '../../model/access.ts';
import type { Context } from './context.ts';
import type { Grant } from './grants.ts';

/** Whom a credential acts as: its principal, and a shell as that principal where an SSH key may be registered. */
export function identitiesOf(context: Context, credential: string): readonly Identity[] {
  const asset = context.index.get(credential);
  const principal = context.index.to(credential, 'held-by')[0];
  if (asset?.kind !== 'credential') return [];
  if (principal === undefined) return [someone(credential)];
  if (asset.props.type === 'ssh-key') return [shell(context, credential, principal.id)];
  const own = identity(context, credential, principal.id, 'api');
  if (isProjectToken(context, principal.id)) return [own];
  const minted: Identity = {
    ...shell(context, credential, principal.id),
    steps: [{ operation: 'railway:sshPublicKeyCreate', target: principal.id, because: [MINTS] }],
    escalated: true,
  };
  return [own, minted];
}

/** Nobody could say whose credential this is: it may be anyone's. */
function someone(credential: string): Identity {
  return {
    key: `railway:unread:${credential}`,
    credential,
    principal: credential,
    steps: [],
    escalated: false,
    holdsOnlyIf: [],
    unread: [`railway:unlistable:principal:${credential}`],
    via: 'an identity that could not be read',
  };
}

const MINTS: Reason = {
  layer: 'token-kind',
  effect: 'allow',
  text: 'whoever holds a token of a user or a workspace may register an SSH key for it (docs/cli/ssh)',
};

function isProjectToken(context: Context, principal: string): boolean {
  return context.holding(principal).grants.some((grant) => grant.standing === 'project-token');
}

function shell(context: Context, credential: string, principal: string): Identity {
  return identity(context, credential, principal, 'ssh');
}

function identity(context: Context, credential: string, principal: string, way: 'api' | 'ssh'): Identity {
  const { grants, hidden, unread } = context.holding(principal);
  const reach = [...grants.map(({ standing, at }) => `${standing}@${at}`), ...hidden.map((h) => `?${h.gap}`)];
  return {
    key: `railway:${way}:${reach.join(',')}`,
    credential,
    principal,
    steps: [],
    escalated: false,
    holdsOnlyIf: [],
    unread,
    via: viaOf(grants),
  };
}

function viaOf(grants: readonly Grant[]): string {
  const named = grants.slice(0, 3).map((grant) => grant.text);
  const more = grants.length > 3 ? [`${grants.length - 3} more`] : [];
  return [...named, ...more].join(', ') || 'no role that could be read';
}
