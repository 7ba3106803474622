import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** How a stand-in answers, instead of as it would. */
export interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is cut instead. */
  readonly cut?: boolean;
  /** Nothing is answered. */
  readonly hold?: boolean;
}

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A chat or paging service on loopback, which takes what the real one would and refuses what that would refuse. */
export interface StandIn {
  /** With a path that is as secret as the real one's. */
  readonly url: string;
  /** What was taken. */
  readonly taken: readonly Received[];
  readonly attempts: () => number;
  /** Resolves with the next request. */
  readonly nextAttempt: () => Promise<void>;
  /** Answers the next requests so; the last one stays where `forever`. */
  readonly answer: (...answers: readonly Answer[]) => void;
  readonly alwaysAnswer: (answer: Answer | null) => void;
  readonly close: () => Promise<void>;
}

export const secretPath = '/services/T00/B00/s3cr3t-Path-4242';

/** What the service says of a request: what it answers when it takes it, or refuses it. */
export type Service = (received: Received) => Answer;

export async function serve(service: Service): Promise<StandIn> {
  const taken: Received[] = [];
  const queue: Answer[] = [];
  let always: Answer | null = null;
  let attempts = 0;
  let asked = (): void => {};
  const server = createServer(async (request, response) => {
    attempts += 1;
    asked();
    const received = { path: request.url ?? '', headers: request.headers, text: await read(request) };
    const answer = queue.shift() ?? always ?? service(received);
    if (answer.cut === true) return request.socket.destroy();
    if (answer.hold === true) return undefined;
    if (answer.status < 300) taken.push(received);
    response.writeHead(answer.status, answer.headers).end(answer.text ?? '');
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}${secretPath}`,
    taken,
    attempts: () => attempts,
    nextAttempt: () =>
      new Promise((resolve) => {
        asked = resolve;
      }),
    answer: (...answers) => queue.push(...answers),
    alwaysAnswer: (answer) => {
      always = answer;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

interface Json {
  readonly [key: string]: unknown;
}

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const within = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.length >= 1 && value.length <= most;

/** https://docs.slack.dev/reference/block-kit/blocks: 50 blocks, 150 in a header, 3000 in a text, 10 elements. */
export const slack: Service = ({ text }) => {
  const message = JSON.parse(text) as Json;
  const blocks = list(message.blocks);
  const fits = blocks.every((block) => {
    const { type, text: content } = block as { type?: string; text?: Json };
    if (type === 'header') return content?.type === 'plain_text' && within(content.text, 150);
    if (type === 'section') return within(content?.text, 3000);
    if (type === 'divider') return true;
    const elements = list(block.elements);
    return (
      type === 'context' &&
      elements.length >= 1 &&
      elements.length <= 10 &&
      elements.every((e) => within(e.text, 3000))
    );
  });
  if (!fits || blocks.length > 50) return { status: 400, text: 'invalid_blocks' };
  return within(message.text, 40_000) ? { status: 200, text: 'ok' } : { status: 400, text: 'no_text' };
};

/** About 28 KB; a workflow answers 202 and nothing. */
export const teams: Service = ({ text }) => {
  if (Buffer.byteLength(text) > 28 * 1024) return { status: 413 };
  const message = JSON.parse(text) as Json;
  const [attachment] = list(message.attachments);
  const content = attachment?.content as Json | undefined;
  const fits =
    message.type === 'message' &&
    attachment?.contentType === 'application/vnd.microsoft.card.adaptive' &&
    content?.type === 'AdaptiveCard' &&
    list(content.body).length > 0;
  return fits ? { status: 202 } : { status: 400, text: '{"error":{"code":"TriggerInputSchemaMismatch"}}' };
};

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits. */
export const discord: Service = ({ text }) => {
  const embeds = list((JSON.parse(text) as Json).embeds);
  let total = 0;
  const counted = (value: unknown, most: number, needed: boolean): boolean => {
    if (value === undefined) return !needed;
    total += String(value).length;
    return within(value, most);
  };
  const fits = embeds.every(
    (embed) =>
      counted(embed.title, 256, false) &&
      counted(embed.description, 4096, false) &&
      counted((embed.footer as Json | undefined)?.text, 2048, false) &&
      list(embed.fields).length <= 25 &&
      list(embed.fields).every(({ name, value }) => counted(name, 256, true) && counted(value, 1024, true)),
  );
  const ok = fits && total <= 6000 && embeds.length >= 1 && embeds.length <= 10;
  return ok ? { status: 204 } : { status: 400, text: '{"message": "Invalid Form Body", "code": 50035}' };
};

/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events, with a key of 32 characters. */
export const pagerduty: Service = ({ text }) => {
  const event = JSON.parse(text) as Json;
  const payload = event.payload as Json | undefined;
  const trigger =
    event.event_action !== 'trigger' ||
    (within(payload?.summary, 1024) &&
      within(payload?.source, 1024) &&
      ['critical', 'error', 'warning', 'info'].includes(String(payload?.severity)));
  const fits =
    within(event.routing_key, 32) &&
    ['trigger', 'resolve'].includes(String(event.event_action)) &&
    within(event.dedup_key, 255) &&
    text.length <= 512 * 1024;
  return fits && trigger
    ? { status: 202, text: '{"status":"success","message":"Event processed"}' }
    : { status: 400, text: '{"status":"invalid event","message":"Event object is invalid"}' };
};

/** A receiver as the guide tells to write one: signed with `key`, five minutes old at most. */
export function webhook(key: Buffer, now: Date): Service {
  return ({ headers, text }) => {
    const [id, time, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      String(headers[name]),
    );
    const mac = createHmac('sha256', key).update(`${id}.${time}.${text}`).digest('base64');
    const fresh = Math.abs(now.getTime() / 1000 - Number(time)) <= 300;
    return fresh && given === `v1,${mac}` ? { status: 204 } : { status: 401 };
  };
}
