import type { Tier } from '../model/asset.ts';
import type {
  ChangeWindow,
  EnvironmentMatch,
  Limits,
  Override,
  PlainCheck,
  Severity,
} from '../model/inventory.ts';

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
    };
    readonly aws?: {
      readonly accounts?: readonly { readonly id: string; readonly roleArn?: string }[] | 'organization';
      readonly regions?: readonly string[] | 'enabled';
      readonly roleName?: string;
    } | null;
  };
  readonly baseline?: string;
  readonly exceptions?: string;
  readonly limits?: Partial<Limits>;
  readonly agents?: readonly FileAgent[];
  readonly copies?: readonly FileCopy[];
  readonly attest?: readonly FileAttestation[];
  readonly breakGlass?: readonly string[];
  readonly failOn?: Severity | 'never';
  readonly alerts?: readonly FileAlert[];
  readonly checks?: readonly FileCheck[];
  readonly overrides?: readonly FileOverride[];
  readonly changeWindows?: readonly FileWindow[];
  /** Files of checks written in TypeScript; run only with `--allow-code`. */
  readonly checkFiles?: readonly string[];
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

type FileAlert = {
  readonly [channel in 'slack' | 'teams' | 'discord' | 'webhook']?: { readonly webhookEnv: string };
} & { readonly when?: 'new'; readonly minSeverity?: Severity };
