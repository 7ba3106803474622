import type { Attribute } from '../collectors/attribution.ts';
import type { Collect, CollectIO, TaskReader } from '../collectors/collector.ts';
import type { Config } from '../config/config.ts';
import { resolveTokens } from '../config/secrets.ts';
import { firstMatch } from '../inventory/match-rule.ts';
import type { Asset } from '../model/asset.ts';
import { OperatorError } from '../model/error.ts';
import type { EnvironmentRule, LighterPass } from '../model/inventory.ts';
import type { CliIO } from './io.ts';

/** A provider, with the credentials and options it was configured with. */
export interface ConfiguredProvider {
  readonly name: string;
  readonly collect: Collect;
  readonly attribute: Attribute;
  /** Reads what other processes hand over. */
  readonly readTasks: (outside: CollectIO) => TaskReader;
}

/** Railway's public API; see https://docs.railway.com/integrations/api. */
const railwayEndpoint = 'https://backboard.railway.com/graphql/v2';

/** What of the configured providers is read. */
export interface Reading {
  /** Providers by name; empty: all. */
  readonly only: readonly string[];
  /** Left out: a full scan. */
  readonly pass?: LighterPass | undefined;
  /** Nothing is sent, so that no credential is looked for. */
  readonly replayed: boolean;
}

/** One collector for each configured provider that is read; an SDK is loaded when it is used. */
export function collectorsOf(
  config: Config,
  io: Pick<CliIO, 'env'>,
  { only, pass, replayed }: Reading,
): readonly ConfiguredProvider[] {
  const configured: Readonly<Record<string, ConfiguredProvider | null>> = {
    railway: config.railway === null ? null : railway(config.railway, io, pass),
    aws: config.aws === null ? null : aws(config.aws, config.environments, { pass, replayed }),
  };
  for (const name of only) {
    if (!Object.hasOwn(configured, name)) {
      throw new OperatorError(
        'PROVIDER_UNKNOWN',
        `There is no provider "${name}".`,
        'Known providers: railway, aws.',
      );
    }
    if (configured[name] === null) {
      throw new OperatorError(
        'PROVIDER_NOT_CONFIGURED',
        `The provider "${name}" is not configured.`,
        `Add it under providers in firebreak.yaml, or leave out --provider ${name}.`,
      );
    }
  }
  const collect = Object.entries(configured)
    .filter(([name]) => only.length === 0 || only.includes(name))
    .flatMap(([, collector]) => (collector === null ? [] : [collector]));
  if (collect.length > 0) return collect;
  throw new OperatorError(
    'NO_CREDENTIALS',
    'No provider is configured and no credential was found.',
    'Set RAILWAY_API_TOKEN or AWS credentials in the environment, or run `firebreak init`; `firebreak demo` needs none.',
  );
}

function railway(
  config: NonNullable<Config['railway']>,
  { env }: Pick<CliIO, 'env'>,
  pass: LighterPass | undefined,
): ConfiguredProvider {
  const tokens = resolveTokens(config.tokens, env);
  const { requestsPerSecond, callsPerScan } = config;
  const options = {
    ...{ tokens, endpoint: config.endpoint ?? railwayEndpoint, pass, paces: new Map() },
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(callsPerScan === undefined ? {} : { callsPerScan }),
  };
  const loaded = () => import('../collectors/railway/index.ts');
  return {
    name: 'railway',
    collect: async (outside) => (await loaded()).collectRailway(options, outside),
    attribute: async (...asked) => (await loaded()).attributeRailway(options, ...asked),
    readTasks: (outside) => openWhenAsked(async () => (await loaded()).railwayTaskReader(options, outside)),
  };
}

/** Signs what a replay never sends; a failure that was recorded comes once, since asking again gives the same. */
const replayedAws = {
  credentials: { accessKeyId: 'REPLAYED', secretAccessKey: 'replayed' },
  maxAttempts: 1,
};

function aws(
  { accounts, regions, roleName, requestsPerSecond }: NonNullable<Config['aws']>,
  rules: readonly EnvironmentRule[],
  { pass, replayed }: Pick<Reading, 'pass' | 'replayed'>,
): ConfiguredProvider {
  const listed =
    accounts === 'organization'
      ? accounts
      : (accounts ?? []).map(({ id, roleArn }) => ({ id, ...(roleArn === null ? {} : { roleArn }) }));
  const named = roleName === undefined ? {} : { roleName };
  const options = {
    ...{ accounts: listed, regions, judgedAsProduction: productionBy(rules), pass },
    ...named,
    ...(requestsPerSecond === undefined ? {} : { ratePerSecond: requestsPerSecond }),
    ...(replayed ? replayedAws : {}),
  };
  const loaded = () => import('../collectors/aws/index.ts');
  return {
    name: 'aws',
    collect: async (outside) => (await loaded()).collectAws(options, outside),
    attribute: async (...asked) => (await loaded()).attributeAws(options, ...asked),
    readTasks: (outside) => openWhenAsked(async () => (await loaded()).awsTaskReader(options, outside)),
  };
}

function openWhenAsked(open: () => Promise<TaskReader>): TaskReader {
  let opened: Promise<TaskReader> | undefined;
  return {
    read: async (task) => {
      opened ??= open();
      return (await opened).read(task);
    },
    close: () => void opened?.then((reader) => reader.close()),
  };
}

/** Whether the rules put an AWS asset in production; what no rule matches counts as it. */
function productionBy(rules: readonly EnvironmentRule[]) {
  return ({ id, scope, region, tags }: Pick<Asset, 'id' | 'scope' | 'region' | 'tags'>): boolean => {
    const subject = { id, provider: 'aws', scope, region, tags, environments: [], projects: [] };
    return (firstMatch(rules, subject)?.tier ?? 'production') === 'production';
  };
}
