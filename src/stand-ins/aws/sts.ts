import { type Answer, answer, refusal } from './answer.ts';
import type { KnownRequest } from './request.ts';
import type { AwsWorld } from './world.ts';

/** Sessions handed out: access key id to the account and the ARN it speaks as. */
export type Sessions = Map<string, { readonly account: string; readonly arn: string }>;

/** The answer to one STS call; AssumeRole opens a session where the world lets the role be assumed. */
export function answerSts(request: KnownRequest, world: AwsWorld, sessions: Sessions): Answer {
  const { api, account, callerArn } = request;
  if (api === 'GetCallerIdentity') {
    return answer('sts', api, { Arn: callerArn, UserId: 'AIDACALLER', Account: account.id });
  }
  if (api !== 'AssumeRole') return refusal('sts', 400, 'InvalidAction', `${api} is not served here`);
  const role = request.params.get('RoleArn') ?? '';
  const into = world.find(({ assumable }) => assumable?.includes(role) === true);
  if (into === undefined) {
    const message = `User: ${callerArn} is not authorized to perform: sts:AssumeRole on resource: ${role}`;
    return refusal('sts', 403, 'AccessDenied', message);
  }
  return answer('sts', api, openSession(into.id, role, sessions));
}

function openSession(account: string, role: string, sessions: Sessions) {
  const AccessKeyId = `ASIA${String(sessions.size).padStart(16, '0')}`;
  const arn = `arn:aws:sts::${account}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/firebreak`;
  sessions.set(AccessKeyId, { account, arn });
  return {
    Credentials: {
      AccessKeyId,
      SecretAccessKey: 'stand-in-session-secret',
      SessionToken: 'stand-in-session-token',
      Expiration: '2099-01-01T00:00:00Z',
    },
    AssumedRoleUser: { AssumedRoleId: 'AROASESSION:firebreak', Arn: arn },
  };
}
