import type { makeBuilder } from '@smithy/core/client';
import type { ClientSettings } from './connection.ts';

type OperationSchema = Parameters<ReturnType<typeof makeBuilder>>[3];
type Schema = OperationSchema[4];

/** What is in a member of a request or an answer, as the SDK numbers it. */
export const text = 0;
export const count = 1;
export const flag = 2;
/** Seconds since 1970. */
export const time = 4;
/** ISO 8601. */
export const dateTime = 5;

/** Members by name; one of a request may say where it goes: `[text, { httpQuery: 'nextToken' }]`. */
export type Members = Readonly<Record<string, Schema>>;

/** Members by name, as a value inside another. */
export function structure(members: Members): Schema {
  return [3, 'rest', 'Structure', 0, Object.keys(members), Object.values(members)];
}

export function listOf(item: Schema): Schema {
  return [1, 'rest', 'List', 0, item];
}

/** An operation of a REST service: `http` as `['GET', '/rules/{Identifier}', 200]`. */
export interface RestOperation {
  readonly name: string;
  readonly http: readonly [method: string, path: string, status: number];
  readonly input: Members;
  readonly output: Members;
}

/** A member that stands in the path. */
export const inPath: Schema = [text, 1];

export interface RestClient {
  ask(operation: RestOperation, input: object): Promise<unknown>;
  destroy(): void;
}

/**
 * A client for a service whose own package on npm is years behind its API. It is the SDK's client of another REST-JSON
 * service, with the host and the name that requests are signed with replaced: credentials, Regions and partitions,
 * retries and everything a scan puts in front of the wire stay those of every other client. `service`: the name in its
 * host and in signatures, which is one for the services this is for.
 */
export async function restClient(service: string): Promise<new (settings: ClientSettings) => RestClient> {
  const { DLMClient } = await import('@aws-sdk/client-dlm');
  const { makeBuilder } = await import('@smithy/core/client');
  const { getEndpointPlugin } = await import('@smithy/core/endpoints');
  const command = makeBuilder(endpointParameters, service, service, getEndpointPlugin);
  return class extends DLMClient implements RestClient {
    constructor(settings: ClientSettings) {
      // Its type does not name the setting that all of the SDK's signing goes by.
      super(Object.assign({ ...settings, serviceId: service }, { signingName: service }));
      const { endpointProvider } = this.config;
      this.config.endpointProvider = (...asked) => {
        const endpoint = endpointProvider(...asked);
        const url = new URL(endpoint.url);
        url.hostname = url.hostname.replace(/^dlm(?=[.-])/, service);
        return { ...endpoint, url };
      };
    }

    ask({ name, http, input: sends, output }: RestOperation, input: object): Promise<unknown> {
      const operation: OperationSchema = [
        9,
        'rest',
        name,
        { http: [...http] },
        structure(sends),
        structure(output),
      ];
      const Command = command({}, () => [], name, operation);
      // The client's own type knows its own commands alone.
      return this.send(new Command(input) as never);
    }
  };
}

const endpointParameters = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;
