import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MailServer, serveMail } from '../alerts/smtp.ts';
import { type StandIn as Channel, serve } from '../alerts/stand-ins.ts';
import { canary } from './canary.ts';
import { configuration, env as inHand, type Served } from './secret-world.ts';

const password = canary('SMTP password', 'password');
export const routingKey = canary('PagerDuty routing key', 'hex');

/** Where `firebreak watch` runs: a folder with its configuration, and the channels it tells. */
export interface SecretService {
  readonly folder: string;
  /** Where it listens, once it runs. */
  readonly port: number;
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
  readonly channel: Channel;
  readonly mail: MailServer;
  close(): Promise<void>;
}

interface Scope {
  readonly providers: readonly ('aws' | 'railway')[];
  /** As the configuration has it. */
  readonly history: object;
}

/** A service with a secret in everything it is given. */
export async function openSecretService(
  served: Served,
  { providers, history }: Scope,
): Promise<SecretService> {
  // It says back whatever it was sent: its own address, the headers, the body.
  const channel = await serve((received) => ({ status: 200, text: JSON.stringify(received) }));
  const mail = await serveMail({
    allowInsecureAuth: true,
    onAuth: (auth, _, done) =>
      auth.password === password
        ? done(null, { user: auth.username })
        : done(new Error(`bad password ${auth.password}`)),
  });
  const port = await freePort();
  const at = new URL(channel.url).origin;
  const { alerts, baseline: _, exceptions: __, ...rest } = JSON.parse(configuration(served));
  const config = JSON.stringify({
    ...rest,
    history,
    providers: Object.fromEntries(providers.map((name) => [name, rest.providers[name]])),
    alerts: [...alerts.slice(0, 4), ...channelsAt(at, mail.port)],
    watch: { schedules: [{ cron: '0 3 * * *' }], jitterSeconds: 0, listen: `127.0.0.1:${port}` },
  });
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-secrets-'));
  writeFileSync(join(folder, 'firebreak.yaml'), config);
  return {
    folder,
    port,
    config,
    env: environment(at),
    channel,
    mail,
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([channel.close(), mail.close()]);
    },
  };
}

const channelsAt = (at: string, port: number) => {
  const smtp = { host: '127.0.0.1', port, security: 'none', from: 'a@acme.example', to: 'b@acme.example' };
  return [
    { pagerduty: { routingKeyEnv: 'PAGERDUTY_KEY', endpoint: `${at}/v2/enqueue` } },
    { email: { ...smtp, user: 'a', passwordEnv: 'SMTP_PASSWORD' } },
  ];
};

const environment = (at: string): Readonly<Record<string, string>> => ({
  RAILWAY_API_TOKEN: inHand.RAILWAY_API_TOKEN ?? '',
  RAILWAY_TOKEN: inHand.RAILWAY_TOKEN ?? '',
  SLACK_WEBHOOK_URL: `${at}/services/T1/B1/${canary('Slack webhook')}`,
  TEAMS_WEBHOOK_URL: `${at}/webhookb2/${canary('Teams webhook', 'uuid')}`,
  DISCORD_WEBHOOK_URL: `${at}/api/webhooks/1/${canary('Discord webhook')}`,
  AUDIT_WEBHOOK_URL: `${at}/in?key=${canary('webhook', 'hex')}`,
  AUDIT_WEBHOOK_SECRET: `whsec_${canary('webhook HMAC key')}`,
  PAGERDUTY_KEY: routingKey,
  SMTP_PASSWORD: password,
  HISTORY_URL: inHand.HISTORY_URL ?? '',
});

/** One that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return free;
}

/** What a running service shows of itself, headers and all, by its name. */
export async function pagesOf({ port }: SecretService): Promise<ReadonlyMap<string, string>> {
  const pages = ['metrics', 'healthz', 'readyz'].map(async (page) => {
    const answer = await fetch(`http://127.0.0.1:${port}/${page}`);
    return [page, `${JSON.stringify([...answer.headers])} ${await answer.text()}`] as const;
  });
  return new Map(await Promise.all(pages));
}
