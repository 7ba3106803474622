import type { Request } from '../../../src/access/aws/index.ts';

export const account = '111111111111';
export const user = `arn:aws:iam::${account}:user/bot`;
export const role = `arn:aws:iam::${account}:role/ops`;
export const volume = `arn:aws:ec2:eu-west-1:${account}:volume/vol-1`;

export type Fields = Readonly<Record<string, unknown>>;

export function document(...statements: readonly Fields[]) {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(fields: Fields = {}): Fields {
  const action = 'NotAction' in fields ? {} : { Action: '*' };
  const resource = 'NotResource' in fields ? {} : { Resource: '*' };
  return { Effect: 'Allow', ...action, ...resource, ...fields };
}

export function deny(fields: Fields = {}): Fields {
  return { ...allow(fields), Effect: 'Deny' };
}

export function request(fields: Partial<Request> = {}): Request {
  return { principal: user, action: 'ec2:DeleteVolume', resource: volume, ...fields };
}
