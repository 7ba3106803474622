import { createHmac } from 'node:crypto';
import type { AlertBody } from './body.ts';

/** A message for a program of one's own; `schema` changes when a field does. Texts are data: escape them where they are shown. */
export function renderWebhook(body: AlertBody): unknown {
  return {
    type: `firebreak.alert.${body.kind}`,
    schema: 'firebreak.alert/1',
    timestamp: body.at,
    data: body,
  };
}

/**
 * The headers of the Standard Webhooks specification
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): the message's id, the
 * same on every attempt; the second it was sent; and `v1,` with the base64 of HMAC-SHA256 over `id.timestamp.content`.
 */
export function signature(
  { id, content }: { readonly id: string; readonly content: string },
  secret: string,
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const mac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${content}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

/** `whsec_` stands before base64; any other secret is taken as it is. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
}
