import type { ChannelConfig } from '../config/config.ts';
import type { AlertBody } from './body.ts';
import { renderDiscord } from './discord.ts';
import { renderEmail } from './email.ts';
import { renderPagerduty } from './pagerduty.ts';
import { renderSlack } from './slack.ts';
import { renderTeams } from './teams.ts';
import { renderWebhook } from './webhook.ts';

const renderers: Readonly<Record<ChannelConfig['type'], (body: AlertBody) => unknown>> = {
  slack: renderSlack,
  teams: renderTeams,
  discord: renderDiscord,
  pagerduty: renderPagerduty,
  webhook: renderWebhook,
  email: renderEmail,
};

/** A body in a channel's own form, within its limits and with all of it escaped. */
export function renderFor(type: ChannelConfig['type'], body: AlertBody): unknown {
  return renderers[type](body);
}
