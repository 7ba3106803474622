import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, refusal } from './answer.ts';
import { answerCloudFormation } from './cloudformation.ts';
import { answerEc2 } from './ec2.ts';
import { answerElasticache } from './elasticache.ts';
import { type Fault, faultAnswer, faultPicker } from './faults.ts';
import { answerIam, type Reports } from './iam.ts';
import { answerJson, jsonRefusal, restError } from './json.ts';
import { jsonServices } from './json-services.ts';
import { answerRds } from './rds.ts';
import { answerRedshift } from './redshift.ts';
import { type ApiRequest, type KnownRequest, readRequest } from './request.ts';
import { answerS3 } from './s3.ts';
import { answerSts, type Sessions } from './sts.ts';
import type { AwsWorld } from './world.ts';

export interface ServeAwsOptions {
  /** Items a page at most, whatever is asked for; default 2. */
  readonly pageSize?: number;
  readonly emptyPages?: boolean;
  readonly latencyMs?: number;
  readonly faults?: readonly Fault[];
  /** Told of each call as it comes in. */
  readonly heard?: (call: ApiRequest) => void;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServedAws {
  readonly url: string;
  /** Every call that came in, in order: `ec2:DescribeVolumes`. */
  readonly calls: string[];
  close(): Promise<void>;
}

/** Serves a world on loopback in the wire protocols of its services. */
export async function serveAws(world: AwsWorld, options: ServeAwsOptions = {}): Promise<ServedAws> {
  const calls: string[] = [];
  const answerTo = respond(world, options);
  const pick = faultPicker(options.faults ?? []);
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readRequest(request);
    const operation = `${call.service}:${call.api}`;
    calls.push(operation);
    options.heard?.(call);
    if (options.latencyMs) await delay(options.latencyMs);
    const fault = pick(operation, call.region);
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'reset') return void request.socket.destroy();
    const answer = (fault && faultAnswer(call.service, operation, fault)) ?? answerTo(call);
    const error = restError(jsonServices[call.service], answer);
    const { body } = error ?? answer;
    response.writeHead(answer.status, {
      ...options.headers,
      'content-type': body.startsWith('{') ? 'application/json' : 'text/xml',
      ...(error === null ? {} : { 'x-amzn-errortype': error.code }),
    });
    response.end(fault?.kind === 'cut' ? body.slice(0, body.length / 2) : body);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls, close: () => closed(server) };
}

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function respond(world: AwsWorld, options: ServeAwsOptions): (call: ApiRequest) => Answer {
  const sessions: Sessions = new Map();
  const reports: Reports = new Map();
  return (call) => {
    const known = recognise(call, world, sessions, options);
    if (known === null) return stranger(call.service);
    if (call.service === 'cloudformation') return answerCloudFormation(known);
    if (call.service === 'ec2') return answerEc2(known);
    if (call.service === 'elasticache') return answerElasticache(known);
    if (call.service === 'iam') return answerIam(known, reports);
    if (call.service === 'rds') return answerRds(known);
    if (call.service === 'redshift') return answerRedshift(known);
    if (call.service === 's3') return answerS3(known);
    const json = jsonServices[call.service];
    if (json !== undefined) return answerJson(json, known);
    return answerSts(known, world, sessions);
  };
}

function recognise(
  call: ApiRequest,
  world: AwsWorld,
  sessions: Sessions,
  { pageSize = 2, emptyPages = false }: ServeAwsOptions,
): KnownRequest | null {
  const session = sessions.get(call.accessKeyId);
  for (const account of world) {
    const arn = session?.account === account.id ? session.arn : account.callers.get(call.accessKeyId);
    if (arn !== undefined) return { ...call, account, callerArn: arn, pageSize, emptyPages };
  }
  return null;
}

function stranger(service: string): Answer {
  if (Object.hasOwn(jsonServices, service)) {
    const message = 'The security token included in the request is invalid.';
    return jsonRefusal(403, 'UnrecognizedClientException', message);
  }
  return service === 'ec2'
    ? refusal('ec2', 401, 'AuthFailure', 'AWS was not able to validate the provided access credentials')
    : refusal(service, 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
}
