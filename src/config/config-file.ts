import type { Tier } from '../model/asset.ts';
import type {
  ChangeWindow,
  EnvironmentMatch,
  LighterPass,
  Limits,
  Override,
  PlainCheck,
  Severity,
} from '../model/inventory.ts';
import type { EmailConfig, News } from './config.ts';

/** firebreak.yaml as people write it; `firebreak.schema.json` says the same with bounds. */
export interface ConfigFile {
  readonly version: 1;
  readonly name: string;
  readonly environments?: readonly {
    readonly name: string;
    readonly tier: Tier;
    readonly match: readonly FileMatch[];
  }[];
  readonly providers: {
    readonly railway?: {
      readonly tokens?: readonly { readonly env: string }[];
      readonly tokenEnv?: string;
      readonly endpoint?: string;
      readonly requestsPerSecond?: number;
      readonly callsPerScan?: number;
    };
    readonly aws?: {
      readonly accounts?: readonly { readonly id: string; readonly roleArn?: string }[] | 'organization';
      readonly regions?: readonly string[] | 'enabled';
      readonly roleName?: string;
      readonly requestsPerSecond?: number;
    } | null;
  };
  readonly baseline?: string;
  readonly exceptions?: string;
  readonly history?: { readonly path?: string; readonly urlEnv?: string; readonly keepDays?: number };
  readonly limits?: Partial<Limits>;
  readonly agents?: readonly FileAgent[];
  readonly copies?: readonly FileCopy[];
  readonly attest?: readonly FileAttestation[];
  readonly breakGlass?: readonly string[];
  readonly failOn?: Severity | 'never';
  readonly alerts?: readonly FileAlert[];
  readonly reportUrl?: string;
  readonly checks?: readonly FileCheck[];
  readonly overrides?: readonly FileOverride[];
  readonly changeWindows?: readonly FileWindow[];
  /** Files of checks written in TypeScript; run only with `--allow-code`. */
  readonly checkFiles?: readonly string[];
  readonly passes?: readonly LighterPass[];
  readonly watch?: FileWatch;
}

export interface FileWatch {
  readonly schedules: readonly {
    readonly cron: string;
    readonly timezone?: string;
    readonly pass?: 'full' | LighterPass;
  }[];
  readonly jitterSeconds?: number;
  readonly deadlineMinutes?: number;
  readonly listen?: string;
}

type FileCheck = Omit<PlainCheck, 'discipline' | 'when'> & Partial<Pick<PlainCheck, 'discipline' | 'when'>>;
type FileWindow = Omit<ChangeWindow, 'tier' | 'days' | 'timezone'> &
  Partial<Pick<ChangeWindow, 'days' | 'timezone'>>;
type FileOverride = Pick<Override, 'check'> & {
  readonly environments?: readonly string[];
  readonly severity?: Severity;
  readonly limits?: Partial<Limits>;
};

export type FileMatch = Omit<EnvironmentMatch, 'tag'> & {
  readonly tag?: Readonly<Record<string, string | readonly string[]>>;
};

interface FileAgent {
  readonly name: string;
  readonly owner: string;
  readonly purpose: string;
  readonly credentials: readonly string[];
  readonly expires?: string;
}

interface FileCopy {
  readonly of: string;
  readonly location: string;
  readonly every?: string;
  readonly keptFor?: string;
  readonly deletableBy: readonly string[];
  readonly owner: string;
  readonly newestAt?: string;
  readonly restoreTestedAt?: string;
  readonly expires?: string;
  readonly evidence?: string;
}

interface FileAttestation {
  readonly gap: string;
  readonly by: string;
  readonly on: string;
  readonly expires: string;
  readonly note?: string;
}

interface FileWebhook {
  readonly webhookEnv: string;
}

interface FileEmail {
  readonly host: string;
  readonly port?: number;
  readonly security?: EmailConfig['security'];
  readonly from: string;
  readonly to: string | readonly string[];
  readonly user?: string;
  readonly passwordEnv?: string;
}

export interface FileAlert {
  readonly name?: string;
  readonly slack?: FileWebhook;
  readonly teams?: FileWebhook;
  readonly discord?: FileWebhook;
  readonly webhook?: FileWebhook & { readonly secretEnv: string };
  readonly pagerduty?: { readonly routingKeyEnv: string; readonly endpoint?: string };
  readonly email?: FileEmail;
  /** `new` alone is short for all the news there are. */
  readonly when?: 'new' | readonly News[];
  readonly minSeverity?: Severity;
  readonly environments?: readonly string[];
  readonly providers?: readonly string[];
  readonly agents?: readonly string[];
  readonly digest?: { readonly at: string; readonly timezone?: string };
}
