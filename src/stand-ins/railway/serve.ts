import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphql, Kind, parse } from 'graphql';
import { callerOf } from './authorise.ts';
import { type Fault, faultFor, misbehave } from './faults.ts';
import { type Lookup, lookUp } from './lookup.ts';
import { rootFor } from './resolvers.ts';
import { railwaySchema } from './schema.ts';
import type { World } from './world.ts';

/** One request the stand-in received. */
export interface Call {
  readonly operation: string | null;
  readonly fields: readonly string[];
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface ServeOptions {
  /** Items on a page at most; tests page one by one. */
  readonly pageSize?: number;
  readonly latencyMs?: number;
  readonly faults?: readonly Fault[];
  /** The hour's calls, counted down in the rate headers. */
  readonly hourlyLimit?: number;
  /** Told of each call as it comes in, and of the headers it came with. */
  readonly heard?: (call: Call, headers: IncomingMessage['headers']) => void;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StandIn {
  readonly url: string;
  calls(): readonly Call[];
  close(): Promise<void>;
}

/** Serves a world as Railway's GraphQL API on loopback, over HTTP, for the demo and for tests. */
export async function serveRailway(world: World, options: ServeOptions = {}): Promise<StandIn> {
  const calls: Call[] = [];
  const served = { world, lookup: lookUp(world) };
  const server = createServer((request, response) => {
    answer(served, options, calls, request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql/v2`,
    calls: () => calls,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  served: { readonly world: World; readonly lookup: Lookup },
  options: ServeOptions,
  calls: Call[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = callOf(await bodyOf(request));
  calls.push(call);
  options.heard?.(call, request.headers);
  if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
  for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
  if (options.hourlyLimit !== undefined) {
    response.setHeader('x-ratelimit-limit', options.hourlyLimit);
    response.setHeader('x-ratelimit-remaining', Math.max(0, options.hourlyLimit - calls.length));
  }
  const caller = callerOf(served.lookup, request.headers);
  const rootValue = rootFor({ ...served, caller, pageSize: options.pageSize ?? 500 });
  const { query: source, variables: variableValues, operation: operationName } = call;
  const result = await graphql({ schema: railwaySchema, source, rootValue, variableValues, operationName });
  const fault = faultFor(options.faults ?? [], call, calls);
  if (fault) return misbehave(fault, result, response);
  const status = result.data === undefined ? 400 : 200;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function callOf(body: Readonly<Record<string, unknown>>): Call {
  const query = String(body.query);
  return {
    operation: typeof body.operationName === 'string' ? body.operationName : null,
    fields: rootFields(query),
    query,
    variables: (body.variables ?? {}) as Call['variables'],
  };
}

/** Root fields asked for; none where the query is no GraphQL, which `graphql` itself will say. */
function rootFields(query: string): readonly string[] {
  try {
    const [operation] = parse(query).definitions;
    const selections = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
    return selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []));
  } catch {
    return [];
  }
}
