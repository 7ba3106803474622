import type {
  Agent,
  Attestation,
  ChangeWindow,
  DeclaredCopy,
  EnvironmentMatch,
  EnvironmentRule,
  Override,
  PlainCheck,
  Settings,
  Weekday,
} from '../model/inventory.ts';
import type { AwsConfig, Config, HistoryConfig, RailwayConfig } from './config.ts';
import type { ConfigFile, FileMatch } from './config-file.ts';
import { defaultLimits } from './limits.ts';
import { settleAlert } from './settle-alert.ts';
import { passesOf, settleWatch } from './settle-watch.ts';

/** A valid file as a configuration: short forms written out, defaults filled in, dates as UTC times. */
export function settle(file: ConfigFile): Config {
  const { railway, aws } = file.providers;
  return {
    name: file.name,
    railway: railway === undefined ? null : settleRailway(railway),
    aws: aws === undefined ? null : settleAws(aws),
    environments: (file.environments ?? []).map(settleRule),
    baseline: file.baseline ?? null,
    exceptions: file.exceptions ?? null,
    ...(file.checkFiles === undefined ? {} : { checkFiles: file.checkFiles }),
    settings: settleSettings(file),
    ...(file.history === undefined ? {} : { history: settleHistory(file.history) }),
    ...(file.watch === undefined ? {} : { watch: settleWatch(file.watch) }),
    alerts: (file.alerts ?? []).map(settleAlert),
    ...(file.reportUrl === undefined ? {} : { reportUrl: file.reportUrl }),
  };
}

/** A year and a month, so that a night can be held against the same night of the year before. */
export const defaultHistory: HistoryConfig = { at: { path: 'firebreak-history.db' }, keepDays: 400 };

function settleHistory({ path, urlEnv, keepDays }: NonNullable<ConfigFile['history']>): HistoryConfig {
  const file = path === undefined ? defaultHistory.at : { path };
  return {
    at: urlEnv === undefined ? file : { url: { env: urlEnv } },
    keepDays: keepDays ?? defaultHistory.keepDays,
  };
}

function settleRailway(file: NonNullable<ConfigFile['providers']['railway']>): RailwayConfig {
  const short = file.tokenEnv === undefined ? [] : [{ env: file.tokenEnv }];
  const { requestsPerSecond, callsPerScan } = file;
  return {
    endpoint: file.endpoint ?? null,
    tokens: [...short, ...(file.tokens ?? [])],
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(callsPerScan === undefined ? {} : { callsPerScan }),
  };
}

function settleAws(file: ConfigFile['providers']['aws']): AwsConfig {
  const { accounts, regions = 'enabled', roleName, requestsPerSecond } = file ?? {};
  const listed =
    accounts === undefined || accounts === 'organization'
      ? (accounts ?? null)
      : accounts.map(({ id, roleArn }) => ({ id, roleArn: roleArn ?? null }));
  return {
    ...{ accounts: listed, regions },
    ...(roleName === undefined ? {} : { roleName }),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
  };
}

function settleRule({ name, tier, match }: NonNullable<ConfigFile['environments']>[number]): EnvironmentRule {
  return { name, tier, match: match.map(settleMatch) };
}

function settleMatch({ tag, ...rest }: FileMatch): EnvironmentMatch {
  if (tag === undefined) return rest;
  const values = Object.entries(tag).map(([key, value]) => [
    key,
    typeof value === 'string' ? [value] : value,
  ]);
  return { ...rest, tag: Object.fromEntries(values) };
}

function settleSettings(file: ConfigFile): Settings {
  const passes = passesOf(file);
  return {
    name: file.name,
    limits: { ...defaultLimits, ...file.limits },
    agents: (file.agents ?? []).map(settleAgent),
    copies: (file.copies ?? []).map(settleCopy),
    attest: (file.attest ?? []).map(settleAttestation),
    breakGlass: file.breakGlass ?? [],
    failOn: file.failOn ?? 'high',
    rulesAt: null,
    ...(passes.length === 0 ? {} : { passes }),
    ...(file.checks === undefined ? {} : { checks: file.checks.map(settleCheck) }),
    ...(file.overrides === undefined ? {} : { overrides: file.overrides.map(settleOverride) }),
    ...(file.changeWindows === undefined ? {} : { changeWindows: settleWindows(file) }),
  };
}

function settleCheck(check: NonNullable<ConfigFile['checks']>[number]): PlainCheck {
  return { discipline: 'separation', when: [], ...check };
}

function settleOverride(override: NonNullable<ConfigFile['overrides']>[number]): Override {
  const { check, environments = [], severity = null, limits = {} } = override;
  return { check, environments, severity, limits };
}

const everyDay: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A window of an environment that nobody declared is refused before. */
function settleWindows({ environments = [], changeWindows = [] }: ConfigFile): readonly ChangeWindow[] {
  const tiers = new Map(environments.map(({ name, tier }) => [name, tier]));
  return changeWindows.map((window) => ({
    days: everyDay,
    timezone: 'UTC',
    ...window,
    tier: tiers.get(window.environment) ?? 'production',
  }));
}

/** A date is its first moment, UTC: what expires on a day no longer counts on that day. */
function time(text: string | undefined): string | null {
  return text === undefined ? null : new Date(text).toISOString();
}

function settleAgent(agent: NonNullable<ConfigFile['agents']>[number]): Agent {
  return { ...agent, expires: time(agent.expires) };
}

function settleCopy(copy: NonNullable<ConfigFile['copies']>[number]): DeclaredCopy {
  return {
    of: copy.of,
    location: copy.location,
    every: copy.every ?? null,
    keptFor: copy.keptFor ?? null,
    deletableBy: copy.deletableBy,
    owner: copy.owner,
    newestAt: time(copy.newestAt),
    restoreTestedAt: time(copy.restoreTestedAt),
    expires: time(copy.expires),
    evidence: copy.evidence ?? null,
  };
}

function settleAttestation(attested: NonNullable<ConfigFile['attest']>[number]): Attestation {
  const { gap, by, on, expires, note } = attested;
  return {
    gap,
    by,
    on: new Date(on).toISOString(),
    expires: new Date(expires).toISOString(),
    note: note ?? null,
  };
}
