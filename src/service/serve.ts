import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { ListenConfig } from '../config/config.ts';
import { OperatorError } from '../model/error.ts';
import type { Vital } from './health.ts';

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** What a process tells of itself, whatever its roles. */
export interface Served {
  readonly health: readonly Vital[];
  readonly metrics: Registry;
  readonly clock: () => Date;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const plain = 'text/plain; charset=utf-8';
const tooSlow = 5_000;

/** Serves `/healthz`, `/readyz` and `/metrics`. Whoever asks too much, too slowly or anything else is shown the door. */
export async function serve(served: Served, { host, port }: ListenConfig): Promise<Listening> {
  const limits = { maxHeaderSize: 8 * 1024, headersTimeout: tooSlow, requestTimeout: tooSlow };
  const server = createServer({ ...limits, keepAliveTimeout: tooSlow }, (request, response) => {
    answer(served, request, response).catch((error: unknown) => {
      response.destroy();
      // A bug, which is not to hide behind a connection that was lost.
      setImmediate(() => {
        throw error;
      });
    });
  });
  server.maxConnections = 64;
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(port, host, ready);
  }).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(
      'WATCH_LISTEN',
      `Nothing can listen at ${host}:${port}: ${error.code ?? error.message}`,
      'Choose another with --listen, or `listen` under `watch` in firebreak.yaml; `off` for none.',
    );
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, type, body } =
    request.method === 'GET' || request.method === 'HEAD'
      ? await pageOf(served, request.url ?? '')
      : { status: 405, type: plain, body: 'only GET\n' };
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 && { allow: 'GET, HEAD', connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function pageOf({ health, metrics, clock }: Served, url: string): Promise<Page> {
  switch (url.split('?', 1)[0]) {
    case '/healthz': {
      const ails = health.map((each) => each.ails(clock())).find((ailment) => ailment !== null) ?? null;
      return { status: ails === null ? 200 : 503, type: plain, body: `${ails ?? 'ok'}\n` };
    }
    case '/readyz': {
      const lacks = health.flatMap((each) => each.lacks(clock()));
      return { status: lacks.length === 0 ? 200 : 503, type: plain, body: `${lacks.join('\n') || 'ok'}\n` };
    }
    case '/metrics':
      return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
    default:
      return { status: 404, type: plain, body: 'there are /healthz, /readyz and /metrics\n' };
  }
}
