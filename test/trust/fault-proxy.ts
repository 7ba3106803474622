import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way, as the proxy sees it. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What came back from behind the proxy. */
export interface PassedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What the proxy does to a call; null leaves it alone. `reset` breaks the connection, `silence` never answers. */
export type Meddle = (
  passing: Passing,
  pass: () => Promise<PassedAnswer>,
) => Promise<PassedAnswer | 'reset' | 'silence'>;

export interface FaultProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP proxy on loopback between collectors and the server at `target`: each call goes through `meddle`. */
export async function faultProxy(target: string, meddle: Meddle): Promise<FaultProxy> {
  const behind = new URL(target);
  const server = createServer((incoming, response) => {
    handle(incoming, response, behind, meddle).catch((error) => response.destroy(error));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const path = behind.pathname === '/' ? '' : behind.pathname;
  return { url: `http://127.0.0.1:${port}${path}`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

async function handle(
  incoming: IncomingMessage,
  response: ServerResponse,
  behind: URL,
  meddle: Meddle,
): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = incoming;
  const passing = { method, path, headers, body: await textOf(incoming) };
  const answer = await meddle(passing, () => forward(passing, behind));
  if (answer === 'silence') return;
  if (answer === 'reset') return void incoming.socket.destroy();
  const kept = Object.entries(answer.headers).flatMap(([name, value]) =>
    value === undefined || /^(content-length|transfer-encoding|connection)$/i.test(name)
      ? []
      : [[name, typeof value === 'string' ? value : [...value]] as const],
  );
  response.writeHead(answer.status, Object.fromEntries(kept)).end(answer.body);
}

function forward({ method, path, headers, body }: Passing, behind: URL): Promise<PassedAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = behind;
    const sent = request({ hostname, port, method, path, headers }, (answer) => {
      textOf(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: text }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
