import type { AlertConfig, ChannelConfig, SecretRef } from '../config/config.ts';
import { type Environment, secretsOf } from '../config/secrets.ts';
import type { AlertBody } from './body.ts';
import { type Channel, type ChannelIO, failed, type Outcome, type Outgoing } from './channel.ts';
import { renderEmail } from './email.ts';
import { sendMail } from './mail.ts';
import { pagerdutyEndpoint, renderPagerduty } from './pagerduty.ts';
import { post } from './post.ts';
import { renderFor } from './render.ts';
import { renderWebhook, signature } from './webhook.ts';

/** The configured channels. One whose secret is missing takes nothing, and says what is missing. */
export function channelsOf(alerts: readonly AlertConfig[], env: Environment): readonly Channel[] {
  return alerts.map(({ name, channel }) => {
    const missing = secretsOf(channel).filter((secret) => secretOf(secret, env) === '');
    return { name, send: missing.length > 0 ? unset(missing) : inBrief(senderOf(channel, env)) };
  });
}

type Send = Channel['send'];

function unset(missing: readonly SecretRef[]): Send {
  const names = missing.map(({ env }) => env).join(' and ');
  return async () => failed(`${names} ${missing.length === 1 ? 'is' : 'are'} not set`, 'gone');
}

/** A message that is refused as it is goes out once more as its parent line alone: better short than never. */
function inBrief(send: Send): Send {
  return async (outgoing, io) => {
    const outcome = await send(outgoing, io);
    if (outcome.taken || outcome.why !== 'refused') return outcome;
    return send({ ...outgoing, body: briefOf(outgoing.body) }, io);
  };
}

function briefOf(body: AlertBody): AlertBody {
  const notes = ['The full message was refused by this channel; the report has all of it.'];
  return { ...body, notes, items: [], more: body.more + body.items.length };
}

function senderOf(channel: ChannelConfig, env: Environment): Send {
  switch (channel.type) {
    case 'email': {
      const password = channel.login === null ? null : secretOf(channel.login.password, env);
      return ({ id, body }, { signal }) =>
        sendMail({ id, mail: renderEmail(body) }, channel, { password, signal });
    }
    case 'pagerduty': {
      const routing_key = secretOf(channel.routingKey, env);
      const url = channel.endpoint ?? pagerdutyEndpoint;
      return ({ body }, io) => postJson(url, { routing_key, ...renderPagerduty(body) }, io);
    }
    case 'webhook': {
      const [url, secret] = [secretOf(channel.webhook, env), secretOf(channel.secret, env)];
      return (outgoing, io) => postSigned({ url, secret }, outgoing, io);
    }
    default: {
      const url = secretOf(channel.webhook, env);
      return ({ body }, io) => postJson(url, renderFor(channel.type, body), io);
    }
  }
}

function postJson(url: string, message: unknown, io: ChannelIO): Promise<Outcome> {
  return post({ url, content: JSON.stringify(message) }, io);
}

function postSigned(
  { url, secret }: { readonly url: string; readonly secret: string },
  { id, body }: Outgoing,
  io: ChannelIO,
): Promise<Outcome> {
  const content = JSON.stringify(renderWebhook(body));
  return post({ url, content, headers: signature({ id, content }, secret, io.clock()) }, io);
}

function secretOf({ env: name }: SecretRef, env: Environment): string {
  return (env[name] ?? '').trim();
}
