import type { IncomingMessage } from 'node:http';
import type { AwsAccountWorld } from './world.ts';

/** One call as it came in. */
export interface ApiRequest {
  readonly service: string;
  readonly region: string;
  readonly api: string;
  readonly accessKeyId: string;
  readonly params: URLSearchParams;
}

/** A call by somebody the world knows. */
export interface KnownRequest extends ApiRequest {
  readonly account: AwsAccountWorld;
  readonly callerArn: string;
  /** A page may hold so many items. */
  readonly pageSize: number;
  /** Every other page of IAM comes empty, yet says that there is more. */
  readonly emptyPages: boolean;
}

/** Reads service, Region and caller from the signature's scope, and the call from the form body. */
export async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const params = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
  return {
    accessKeyId: scope?.[1] ?? '',
    region: scope?.[2] ?? '',
    service: scope?.[3] ?? '',
    api: params.get('Action') ?? '',
    params,
  };
}

/** Values of a numbered list parameter: `OwnerId.1`, `OwnerId.2` … */
export function listed(params: URLSearchParams, name: string): readonly string[] {
  return [...params].filter(([key]) => key.startsWith(`${name}.`)).map(([, value]) => value);
}
