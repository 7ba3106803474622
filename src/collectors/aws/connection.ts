import type { CollectIO } from '../collector.ts';
import type { Tape } from '../tape.ts';
import { admit } from './allow-list.ts';
import { bareAnswer, isBared } from './bare-answers.ts';
import type { Budget } from './budget.ts';
import { isAsDeclared, memberNames, type Shape } from './declared.ts';
import { plainError } from './plain-errors.ts';
import { tapedRequest, throughTape, type WireRequest, type WireResponse } from './taped.ts';
import { isWholeAnswer } from './whole-answer.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialSource = () => Promise<AwsCredentials>;

/** How every SDK client of one account is made. */
export interface Connection {
  readonly endpoint: string | undefined;
  /** undefined: the SDK's own credential chain. */
  readonly credentials: CredentialSource | undefined;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly budget: (service: string, region: string, api: string) => Budget;
  readonly io: CollectIO;
  /** Clients to be closed when the scan of the account ends. */
  readonly opened: { destroy(): void }[];
}

/** What the constructors of the SDK's clients are given. */
export interface ClientSettings {
  region: string;
  endpoint?: string;
  /** For S3: the bucket in the path, not in the host name of an endpoint that has no names of its own. */
  forcePathStyle?: true;
  credentials?: CredentialSource;
  maxAttempts: number;
  retryMode: 'adaptive';
  requestHandler: { requestTimeout: number; connectionTimeout: number; throwOnRequestTimeout: true };
}

export interface ClientPlace {
  /** The list of reads its requests belong to, for whoever keeps them. */
  readonly source: string;
  /** IAM prefix of the service: `ec2`. */
  readonly service: string;
  readonly region: string;
  /** Called before each request, retries included. */
  readonly onRequest: () => void;
}

/** Opens a client whose every command passes the allow-list, whose every request keeps to the budget. */
export function openClient<C extends { destroy(): void }>(
  Client: new (settings: ClientSettings) => C,
  place: ClientPlace,
  connection: Connection,
): C {
  const client = new Client(settingsOf(place, connection));
  // The SDK types its stack by each service's inputs; these steps look at none of them.
  const { middlewareStack, config } = client as unknown as Inside;
  addSteps(middlewareStack, place, connection);
  middlewareStack.add(wholeOnly(protocolOf(config)), {
    step: 'deserialize',
    priority: 'low',
    name: 'wholeAnswer',
  });
  middlewareStack.add(declaredOnly, { step: 'deserialize', priority: 'high', name: 'declaredAnswer' });
  const { tape } = connection.io;
  if (tape) middlewareStack.add(taped(tape, place, connection), tapeStep);
  // Added last of its step and priority, it is the nearest to the wire.
  middlewareStack.add(bare(place), { ...tapeStep, name: 'bareAnswer' });
  connection.opened.push(client);
  return client;
}

function settingsOf(place: ClientPlace, connection: Connection): ClientSettings {
  return {
    region: place.region,
    ...(connection.endpoint === undefined ? {} : { endpoint: connection.endpoint, forcePathStyle: true }),
    ...(connection.credentials === undefined ? {} : { credentials: connection.credentials }),
    maxAttempts: connection.maxAttempts,
    retryMode: 'adaptive',
    requestHandler: {
      requestTimeout: connection.timeoutMs,
      connectionTimeout: 10_000,
      throwOnRequestTimeout: true,
    },
  };
}

interface Inside {
  readonly middlewareStack: Stack;
  readonly config: { readonly protocol: { getShapeId(): string } };
}

/** `awsQuery` of `aws.protocols#awsQuery`. */
function protocolOf({ protocol }: Inside['config']): string {
  const id = protocol.getShapeId();
  return id.slice(id.indexOf('#') + 1);
}

interface Answer {
  readonly response: WireResponse;
  /** What the SDK made of it, outside of its own reading. */
  readonly output?: unknown;
}
type Step = (args: unknown) => Promise<Answer>;
interface Called {
  readonly commandName: string;
  /** Of the operation: its input and, last, its output. */
  readonly __smithy_context?: { readonly operationSchema?: readonly Shape[] };
}
type Middleware = (next: Step, context: Called) => Step;
interface Stack {
  add(middleware: Middleware, options: { step: string; priority?: string; name: string }): void;
  addRelativeTo(
    middleware: Middleware,
    options: { relation: string; toMiddleware: string; name: string },
  ): void;
}

function addSteps(stack: Stack, place: ClientPlace, connection: Connection): void {
  stack.add(gate(place), { step: 'initialize', priority: 'high', name: 'allowList' });
  stack.addRelativeTo(pace(place, connection), {
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    name: 'rateBudget',
  });
}

const apiOf = (command: string): string => command.replace(/Command$/, '');

function gate(place: ClientPlace): Middleware {
  return (next, context) => async (args) => {
    admit(place.service, context.commandName);
    return next(args);
  };
}

function pace(place: ClientPlace, connection: Connection): Middleware {
  return (next, context) => {
    const budget = connection.budget(place.service, place.region, apiOf(context.commandName));
    return async (args) => {
      await budget(connection.io);
      if (connection.io.signal?.aborted) throw new Error('the scan was stopped');
      place.onRequest();
      return next(args);
    };
  };
}

function wholeOnly(protocol: string): Middleware {
  return (next, context) => async (args) => {
    const answer = await next(args);
    const { response } = answer;
    if (response.statusCode < 200 || response.statusCode >= 300) return answer;
    const body = await wholeBody(response);
    const api = apiOf(context.commandName);
    if (!isWholeAnswer(protocol, api, edgesOf(body))) throw brokenAnswer(api);
    response.body = body;
    return answer;
  };
}

/** What came has the types that the SDK declares, and is the answer to this question. */
const declaredOnly: Middleware = (next, context) => async (args) => {
  const answer = await next(args);
  const declared = context.__smithy_context?.operationSchema?.[5];
  if (declared === undefined || answer.output === undefined) return answer;
  if (isAsDeclared(declared, answer.output) && !isForeign(declared, answer)) return answer;
  throw brokenAnswer(apiOf(context.commandName));
};

/** What tells of further pages is called alike in many operations. */
const pages = /token|marker|truncated|^LastEvaluated/i;

/** Nothing but fields that the operation does not have: the answer to another one. */
function isForeign(declared: Shape, { output, response: { body } }: Answer): boolean {
  const known = memberNames(declared);
  const own = known.filter((name) => !pages.test(name));
  if (own.some((name) => Object.hasOwn(output as object, name))) return false;
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '';
  if (!text.startsWith('{')) return false;
  const foreign = (name: string): boolean => !known.includes(name) && !pages.test(name);
  return Object.keys(JSON.parse(text) as object).some(foreign);
}

const tapeStep = { step: 'deserialize', priority: 'low', name: 'tape' } as const;

function taped(tape: Tape, { source }: ClientPlace, { endpoint }: Connection): Middleware {
  return (next) => async (args) => {
    // What reaches this step always holds the SDK's request.
    const { request } = args as { readonly request: WireRequest };
    const response = await throughTape(tape, tapedRequest(request, { source, endpoint }), async () => {
      const answer = await next(args);
      return { response: answer.response, body: await wholeBody(answer.response) };
    });
    return { response };
  };
}

/** Takes out of an answer what nobody has use for, and out of an error everything but what kind it is. */
function bare({ service }: ClientPlace): Middleware {
  return (next, context) => {
    const operation = `${service}:${apiOf(context.commandName)}`;
    return async (args) => {
      const answer = await next(args);
      const { response } = answer;
      const broken = response.statusCode >= 300;
      if (!broken && !isBared(operation)) return answer;
      const body = Buffer.from(await wholeBody(response)).toString('utf8');
      const { 'x-amzn-errortype': type } = response.headers;
      response.body = Buffer.from(broken ? plainError(body, type) : bareAnswer(operation, body));
      return answer;
    };
  };
}

/** The beginning and the end of a body, which is what tells whether it is whole; a page can be megabytes. */
function edgesOf(body: Uint8Array): string {
  const text = (from: number, to?: number): string => Buffer.from(body.subarray(from, to)).toString('utf8');
  return body.length <= 2000 ? text(0) : text(0, 1000) + text(-1000);
}

/** No page of these APIs comes near this; a larger body is not an answer. */
const largestAnswer = 256 * 1024 * 1024;

async function wholeBody({ body }: WireResponse): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > largestAnswer) throw new Error('the answer is larger than any page of this API');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function brokenAnswer(api: string): Error {
  const error = new Error(`the answer to ${api} is not the API's own (a proxy's page, or cut off)`);
  return Object.assign(error, { name: 'BrokenAnswer', $retryable: { throttling: false } });
}
