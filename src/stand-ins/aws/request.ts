import type { IncomingMessage } from 'node:http';
import { routed } from './json.ts';
import { jsonServices } from './json-services.ts';
import { s3Call } from './s3.ts';
import type { AwsAccountWorld } from './world.ts';

/** One call as it came in. */
export interface ApiRequest {
  readonly service: string;
  readonly region: string;
  readonly api: string;
  readonly accessKeyId: string;
  /** The form of the query protocols, or the query of a REST call. */
  readonly params: URLSearchParams;
  /** Arguments of a JSON call by name, from path, query and body; nested ones as `Names.0.Key`. */
  readonly args: ReadonlyMap<string, string>;
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

/** What is looked at of an HTTP request. */
type Incoming = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & AsyncIterable<unknown>;

/** Reads service, Region and caller from the signature's scope, and the call from body, header or path. */
export async function readRequest(request: Incoming): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const [accessKeyId = '', region = '', service = ''] = scope?.slice(1) ?? [];
  return { accessKeyId, region, service, ...callOf(request, body, service) };
}

function callOf(
  { method = '', url = '', headers }: Incoming,
  body: string,
  service: string,
): Pick<ApiRequest, 'api' | 'params' | 'args'> {
  const { pathname, searchParams } = new URL(url, 'http://stand-in');
  const form = new URLSearchParams(body);
  if (form.has('Action')) return { api: form.get('Action') ?? '', params: form, args: new Map() };
  if (service === 's3') {
    const { api, bucket } = s3Call(pathname, searchParams);
    return { api, params: searchParams, args: new Map([['bucket', bucket]]) };
  }
  const rest = routed(jsonServices[service], method, pathname);
  const target = String(headers['x-amz-target'] ?? '');
  return {
    api: rest?.api ?? target.slice(target.lastIndexOf('.') + 1),
    params: searchParams,
    args: new Map([...(rest?.args ?? []), ...searchParams, ...textsIn(body)]),
  };
}

/** `Name`, and `Names.0.Key` of what is nested. */
function textsIn(body: string): readonly (readonly [string, string])[] {
  return body.startsWith('{') ? textsOf('', JSON.parse(body)) : [];
}

function textsOf(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value === 'string' || typeof value === 'number') return [[path, String(value)]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    textsOf(path === '' ? name : `${path}.${name}`, part),
  );
}

/** Values of a numbered list parameter: `OwnerId.1`, `OwnerId.2` … */
export function listed(params: URLSearchParams, name: string): readonly string[] {
  return [...params].filter(([key]) => key.startsWith(`${name}.`)).map(([, value]) => value);
}
