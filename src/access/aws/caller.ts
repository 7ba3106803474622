import { parseArn } from './arn.ts';

export type CallerKind =
  | 'user'
  | 'role'
  | 'session'
  | 'root'
  | 'federated-user'
  | 'provider'
  | 'service'
  | 'anonymous';

/**
 * Who makes a request, read from its ARN. `role`: any session of a role, its session name not known.
 * `provider`: someone signed in by an OIDC or SAML provider who holds no AWS identity yet.
 */
export interface Caller {
  readonly kind: CallerKind;
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  /** Path and name of a user or role as in its ARN (`ops/alice`); for a session, the role's name. */
  readonly name: string;
  readonly session: string | null;
}

/** Reads a principal: an ARN, an account number (its root), a service's host name, or `*`. */
export function readCaller(principal: string): Caller {
  const bare = { arn: principal, partition: 'aws', account: '', name: '', session: null };
  if (/^\d{12}$/.test(principal))
    return { ...bare, kind: 'root', arn: `arn:aws:iam::${principal}:root`, account: principal };
  const parts = parseArn(principal);
  if (parts === undefined) return { ...bare, kind: principal === '*' ? 'anonymous' : 'service' };
  const [, partition, service, , account, resource] = parts;
  const slash = resource.indexOf('/');
  const type = slash < 0 ? resource : resource.slice(0, slash);
  const rest = slash < 0 ? '' : resource.slice(slash + 1);
  const whole = { arn: principal, partition, account, name: rest, session: null };
  if (service === 'sts' && type === 'assumed-role') {
    const at = rest.indexOf('/');
    const session = at < 0 ? null : rest.slice(at + 1);
    return {
      ...whole,
      kind: session === null ? 'role' : 'session',
      name: at < 0 ? rest : rest.slice(0, at),
      session,
    };
  }
  if (service === 'sts' && type === 'federated-user') return { ...whole, kind: 'federated-user' };
  if (service === 'iam' && (type === 'oidc-provider' || type === 'saml-provider'))
    return { ...whole, kind: 'provider' };
  if (service === 'iam' && type === 'root') return { ...whole, kind: 'root' };
  if (service === 'iam' && type === 'role') return { ...whole, kind: 'role' };
  if (service === 'iam' && type === 'user') return { ...whole, kind: 'user' };
  return { ...whole, kind: 'anonymous' };
}

/** The name after the path; IAM allows each name once per account, whatever its path. */
export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

export function isRoleSession(caller: Caller): boolean {
  return caller.kind === 'role' || caller.kind === 'session';
}

/** Roles only a service may assume; no SCP or RCP limits them. */
export function isServiceLinked(caller: Caller): boolean {
  return caller.kind === 'role' && caller.name.startsWith('aws-service-role/');
}
