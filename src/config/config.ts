import type { EnvironmentRule, Settings, Severity } from '../model/inventory.ts';

/** A secret, named and never held: the environment variable it stands in. */
export interface SecretRef {
  readonly env: string;
}

export interface RailwayConfig {
  /** null: Railway's own. */
  readonly endpoint: string | null;
  /** At least one; each token's kind is found out when it is used. */
  readonly tokens: readonly SecretRef[];
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
}

export interface AlertConfig {
  readonly channel: 'slack' | 'teams' | 'discord' | 'webhook';
  readonly webhook: SecretRef;
  readonly when: 'new';
  readonly minSeverity: Severity;
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
  readonly alerts: readonly AlertConfig[];
}
