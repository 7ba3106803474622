import type { Caller, Gap, Source } from '../../model/inventory.ts';
import type { Account } from './account.ts';
import { apiCall } from './api-call.ts';
import { parseArn } from './arn.ts';
import { type ClientPlace, type Connection, type CredentialSource, openClient } from './connection.ts';
import { type Failure, failureOf } from './failure.ts';
import { gapOf } from './gaps.ts';

export const getCallerIdentity = apiCall('sts:GetCallerIdentity', 'container', 'widens');
export const assumeRole = apiCall('sts:AssumeRole', 'container', 'widens');
export const identityCalls = [getCallerIdentity, assumeRole];

/** An account to read: by its own credentials, or through a role. `id` is checked where it is given. */
export interface AccountRequest {
  readonly id?: string;
  readonly roleArn?: string;
}

/** An account that could not be entered. */
export interface Refused {
  readonly scope: string;
  readonly failure: Failure;
  readonly gap: Gap;
  readonly source: Source;
}

/**
 * Finds out who asks in which account. With `roleArn` the role is assumed first and its sessions are renewed as
 * they end. The credential chain is asked once and shared by every later client.
 */
export async function enterAccount(
  request: AccountRequest,
  base: Connection,
  home: string,
): Promise<Account | Refused> {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const { roleArn } = request;
  const at = placeOf(roleArn, home);
  const assumed =
    roleArn === undefined ? base : { ...base, credentials: await assuming(roleArn, base, home) };
  const sts = openClient(STSClient, at, assumed);
  const credentials: CredentialSource = () => sts.config.credentials();
  try {
    const answer = await sts.send(new GetCallerIdentityCommand({}));
    const { accessKeyId } = await credentials();
    const account = accountOf(answer, {
      connection: { ...assumed, credentials },
      home,
      accessKeyId: base.io.tape?.fact(`aws key id ${at.source}`, accessKeyId) ?? accessKeyId,
      roleArn,
    });
    if (request.id === undefined || request.id === account.id) return account;
    return refused(request, new Error(`these credentials belong to account ${account.id}`), []);
  } catch (error) {
    return refused(request, error, await secretsOf(credentials));
  }
}

function placeOf(roleArn: string | undefined, region: string): ClientPlace {
  return { source: `aws sts ${roleArn ?? 'own account'}`, service: 'sts', region, onRequest: () => {} };
}

async function assuming(roleArn: string, base: Connection, home: string): Promise<CredentialSource> {
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const sts = openClient(STSClient, placeOf(roleArn, home), base);
  return async () => {
    const answer = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'firebreak' }));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
      throw new Error('AssumeRole answered without credentials');
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  };
}

interface Entered {
  readonly connection: Connection & { readonly credentials: CredentialSource };
  readonly home: string;
  readonly accessKeyId: string;
  readonly roleArn: string | undefined;
}

function accountOf(
  answer: { Account?: string | undefined; Arn?: string | undefined },
  entered: Entered,
): Account {
  const arn = parseArn(answer.Arn ?? '');
  if (arn === null || answer.Account === undefined)
    throw new Error('GetCallerIdentity answered without an ARN');
  const { connection, home, accessKeyId, roleArn } = entered;
  const callerArn = answer.Arn ?? '';
  return {
    id: answer.Account,
    partition: arn.partition,
    home,
    caller: callerOf(arn.resource, callerArn, roleArn),
    callerArn,
    accessKeyId,
    connection,
    secrets: () => secretsOf(connection.credentials),
  };
}

function callerOf(resource: string, principal: string, roleArn: string | undefined): Caller {
  const credential = resource.startsWith('assumed-role/')
    ? 'assumed-role'
    : resource === 'root'
      ? 'root'
      : resource.startsWith('federated-user/')
        ? 'federated-user'
        : 'access-key';
  return { credential, principal, role: roleArn ?? null };
}

async function secretsOf(credentials: CredentialSource): Promise<readonly string[]> {
  try {
    const { secretAccessKey, sessionToken } = await credentials();
    return sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken];
  } catch {
    // Credentials that can't be had can't be quoted either; the call that needed them reports why.
    return [];
  }
}

function refused(request: AccountRequest, error: unknown, secrets: readonly string[]): Refused {
  const scope = request.id ?? parseArn(request.roleArn ?? '')?.account ?? 'unknown';
  const failure = failureOf(error, secrets);
  const call = request.roleArn === undefined ? getCallerIdentity : assumeRole;
  const gap = gapOf(call, failure, { scope, region: null, target: `aws:account:${scope}` });
  const caller = { credential: 'unknown', principal: null, role: request.roleArn ?? null };
  const tried = { provider: 'aws', scope, region: null, service: 'sts', caller, status: 'failed' } as const;
  return { scope, failure, gap, source: { ...tried, calls: 1, assets: 0, seconds: 0 } };
}
