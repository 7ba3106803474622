import type { EnvironmentRule, LighterPass, Settings, Severity } from '../model/inventory.ts';

/** A secret, named and never held: the environment variable it stands in. */
export interface SecretRef {
  readonly env: string;
}

export interface RailwayConfig {
  /** null: Railway's own. */
  readonly endpoint: string | null;
  /** At least one; each token's kind is found out when it is used. */
  readonly tokens: readonly SecretRef[];
  /** With each token; without it, half of what Railway allows the smallest paid plan. */
  readonly requestsPerSecond?: number;
  /** With each token; without it, as Railway's own headers allow. */
  readonly callsPerScan?: number;
}

export interface AwsAccount {
  /** Twelve digits. */
  readonly id: string;
  /** Role to assume there; null: the credential chain's own identity. */
  readonly roleArn: string | null;
}

export interface AwsConfig {
  /** null: the account of the SDK's credential chain. */
  readonly accounts: readonly AwsAccount[] | 'organization' | null;
  readonly regions: readonly string[] | 'enabled';
  /** Name of the role to assume in each account of an organisation; without it `firebreak-read`. */
  readonly roleName?: string;
  /** Per account, Region and service; without it, a fifth of what AWS documents. */
  readonly requestsPerSecond?: number;
}

/** Where messages go. Addresses that work like a password are named, not held. */
export type ChannelConfig =
  | { readonly type: 'slack' | 'teams' | 'discord'; readonly webhook: SecretRef }
  | { readonly type: 'webhook'; readonly webhook: SecretRef; readonly secret: SecretRef }
  | {
      readonly type: 'pagerduty';
      readonly routingKey: SecretRef;
      /** null: PagerDuty's own. */
      readonly endpoint: string | null;
    }
  | EmailConfig;

export interface EmailConfig {
  readonly type: 'email';
  readonly host: string;
  readonly port: number;
  /** `none` is for a server on this machine only. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly from: string;
  readonly to: readonly string[];
  /** null: the server asks for no password. */
  readonly login: { readonly user: string; readonly password: SecretRef } | null;
}

/**
 * What there is to tell: findings and drift that are new, findings that grew worse, what is proven repaired, what
 * could no longer be read, and a scan that did not run.
 */
export type News = 'new' | 'worsened' | 'resolved' | 'incomplete' | 'missed';

/** A channel, and what goes to it. */
export interface AlertConfig {
  /** Unique; the channel's type where nobody named it. */
  readonly name: string;
  readonly channel: ChannelConfig;
  readonly when: readonly News[];
  readonly minSeverity: Severity;
  /** Names of environments, providers, agents; empty: all of them. */
  readonly environments: readonly string[];
  readonly providers: readonly string[];
  readonly agents: readonly string[];
  /** When the news of a day are told, all at once; null: as they come. */
  readonly digest: DigestTime | null;
}

/** A time of day, `09:00`, where people live by that clock. */
export interface DigestTime {
  readonly at: string;
  readonly timezone: string;
}

/** When the service scans: by a cron expression of five fields, read by the clocks of `timezone`. */
export interface Schedule {
  readonly cron: string;
  /** As in the IANA list: `Europe/Berlin`. */
  readonly timezone: string;
  /** null: a full scan. */
  readonly pass: LighterPass | null;
}

export interface ListenConfig {
  readonly host: string;
  readonly port: number;
}

/** How `firebreak watch` runs. */
export interface WatchConfig {
  /** At least one. */
  readonly schedules: readonly Schedule[];
  /** A scan begins up to this much later than its schedule says. */
  readonly jitterSeconds: number;
  /** A scan that takes longer is given up. */
  readonly deadlineMinutes: number;
  /** Where health and metrics are served; null: nowhere. */
  readonly listen: ListenConfig | null;
}

/** Where what was seen is kept, and for how many days; what is open is kept as long as it is. */
export interface HistoryConfig {
  /** A SQLite file, as written, relative to the configuration file; or the variable of a PostgreSQL's URL. */
  readonly at: { readonly path: string } | { readonly url: SecretRef };
  readonly keepDays: number;
}

/** What a run was told: firebreak.yaml with every default filled in. Never holds a secret. */
export interface Config {
  readonly name: string;
  readonly railway: RailwayConfig | null;
  readonly aws: AwsConfig | null;
  readonly environments: readonly EnvironmentRule[];
  /** Paths as written, relative to the configuration file. */
  readonly baseline: string | null;
  readonly exceptions: string | null;
  /** Files of checks written in TypeScript, as written; their code runs only where it was allowed. */
  readonly checkFiles?: readonly string[];
  readonly settings: Settings;
  /** Left out: nothing is kept. */
  readonly history?: HistoryConfig;
  readonly alerts: readonly AlertConfig[];
  /** Where people find the report that alerts speak of. */
  readonly reportUrl?: string;
  /** Without it there is nothing to watch by. */
  readonly watch?: WatchConfig;
}
