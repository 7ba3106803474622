import type { AlertConfig, ChannelConfig, EmailConfig, News } from './config.ts';
import type { FileAlert } from './config-file.ts';

const allNews: readonly News[] = ['new', 'worsened', 'resolved', 'incomplete', 'missed'];

/** The kinds of channels, as they stand in the file; a valid alert has one of them. */
export const channelTypes = ['slack', 'teams', 'discord', 'pagerduty', 'webhook', 'email'] as const;

/** The channel and its route, with everything that was left out filled in. */
export function settleAlert(alert: FileAlert): AlertConfig {
  const channel = settleChannel(alert);
  const { digest, when = 'new' } = alert;
  return {
    name: nameOf(alert),
    channel,
    when: when === 'new' ? allNews : when,
    minSeverity: alert.minSeverity ?? 'high',
    environments: alert.environments ?? [],
    providers: alert.providers ?? [],
    agents: alert.agents ?? [],
    digest: digest === undefined ? null : { at: digest.at, timezone: digest.timezone ?? 'UTC' },
  };
}

/** What an alert is called: its name, else the type of its channel. */
export function nameOf(alert: FileAlert): string {
  return alert.name ?? channelTypes.find((type) => alert[type] !== undefined) ?? '';
}

function settleChannel({ slack, teams, discord, webhook, pagerduty, email }: FileAlert): ChannelConfig {
  if (email !== undefined) return settleEmail(email);
  if (pagerduty !== undefined) {
    const { routingKeyEnv, endpoint = null } = pagerduty;
    return { type: 'pagerduty', routingKey: { env: routingKeyEnv }, endpoint };
  }
  if (webhook !== undefined) {
    return { type: 'webhook', webhook: { env: webhook.webhookEnv }, secret: { env: webhook.secretEnv } };
  }
  const type = slack !== undefined ? 'slack' : teams !== undefined ? 'teams' : 'discord';
  return { type, webhook: { env: (slack ?? teams ?? discord)?.webhookEnv ?? '' } };
}

function settleEmail(email: NonNullable<FileAlert['email']>): EmailConfig {
  const { host, port, from, to, user, passwordEnv } = email;
  const security = email.security ?? (port === 465 ? 'tls' : 'starttls');
  return {
    type: 'email',
    host,
    port: port ?? (security === 'tls' ? 465 : 587),
    security,
    from,
    to: typeof to === 'string' ? [to] : to,
    login: user === undefined || passwordEnv === undefined ? null : { user, password: { env: passwordEnv } },
  };
}
