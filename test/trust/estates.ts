import { collectAws } from '../../src/collectors/aws/index.ts';
import type { CollectIO } from '../../src/collectors/collector.ts';
import { collectRailway } from '../../src/collectors/railway/index.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Collected } from '../../src/model/inventory.ts';
import { serveAws } from '../../src/stand-ins/aws/index.ts';
import { serveRailway } from '../../src/stand-ins/railway/serve.ts';
import type { World } from '../../src/stand-ins/railway/world.ts';
import { user } from '../../src/stand-ins/railway/worlds/builders.ts';
import { healthy } from '../../src/stand-ins/railway/worlds/healthy.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { acmeId, scanner } from '../collectors/aws/acme.ts';
import { awsEstate } from './aws-estate.ts';

export const now = new Date('2026-11-22T12:00:00.000Z');

/** Where a provider is looked for, and how patiently. */
export interface Reach {
  readonly url: string;
  /** Attempts a call of the AWS SDK; Railway's client has its own. */
  readonly attempts?: number;
  /** Milliseconds until a request counts as lost. */
  readonly timeoutMs?: number;
}

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** A provider's world as somebody would scan it: who serves it, who reads it, and by which configuration. */
export interface Estate {
  readonly name: string;
  readonly config: Config;
  readonly serve: () => Promise<Served>;
  /** The same, as somebody else who is shown shorter lists, all of which succeed. */
  readonly serveNarrower: (draw: () => number) => Promise<Served>;
  readonly collect: (at: Reach, io: CollectIO) => Promise<Collected>;
}

const incident = pocketOs(now);
const careful = healthy(now);

export const estates: readonly Estate[] = [
  railway('railway-incident', incident, incident.tokens.domainChores),
  railway('railway-healthy', careful, careful.tokens.workspace),
  {
    name: 'aws',
    config: configOf({
      name: 'acme',
      environments: [
        { name: 'production', tier: 'production', match: [{ tag: { env: 'production' } }] },
        { name: 'staging', tier: 'staging', match: [{ tag: { env: 'staging' } }] },
      ],
      providers: { aws: { accounts: [{ id: acmeId }] } },
    }),
    serve: () => serveAws(awsEstate()),
    serveNarrower: (draw) => {
      const callers = new Map([[scanner.accessKeyId, `arn:aws:iam::${acmeId}:user/narrow`]]);
      return serveAws(awsEstate().map((account) => ({ ...thinned(account, draw), callers })));
    },
    collect: ({ url, attempts = 1, timeoutMs = 20_000 }, io) =>
      collectAws(
        {
          accounts: [{ id: acmeId }],
          regions: ['us-east-1', 'eu-west-1'],
          credentials: scanner,
          maxAttempts: attempts,
          ratePerSecond: 1e6,
          endpoint: url,
          timeoutMs,
        },
        io,
      ),
  },
];

type Scenario = Pick<typeof incident | typeof careful, 'world' | 'config'>;

function railway(name: string, { world, config }: Scenario, value: string): Estate {
  return {
    name,
    config: configOf({ ...config, providers: { railway: { tokenEnv: 'RAILWAY_API_TOKEN' } } }),
    serve: () => serveRailway(world, { pageSize: 2 }),
    serveNarrower: (draw) => serveRailway(asAnother(thinned(world, draw), value), { pageSize: 2 }),
    collect: ({ url, timeoutMs = 20_000 }, io) =>
      collectRailway({ endpoint: url, tokens: [{ name: 'RAILWAY_API_TOKEN', value }], timeoutMs }, io),
  };
}

/** The token is a viewer's now. */
function asAnother(world: World, value: string): World {
  const viewer = user({ id: 'user-viewer', email: 'viewer@example.test' });
  const member = { user: viewer.id, role: 'VIEWER' } as const;
  const token = {
    kind: 'account',
    id: 'tok-viewer',
    name: 'look',
    value,
    user: viewer.id,
    expiresAt: null,
  } as const;
  return {
    users: [...world.users, viewer],
    tokens: [...world.tokens.filter((it) => it.value !== value), token],
    workspaces: world.workspaces.map((it) => ({ ...it, members: [...it.members, member] })),
  };
}

/** Lists that everything else hangs on. */
const kept = new Set(['users', 'tokens', 'workspaces', 'callers', 'report', 'Statement', 'Rules']);

/** Without about a third of the items of every list and map. */
function thinned<T>(value: T, draw: () => number, name = ''): T {
  const stays = (): boolean => kept.has(name) || draw() < 0.65;
  const into = (part: unknown, of: string): unknown => thinned(part, draw, of);
  if (Array.isArray(value)) return value.filter(stays).map((item) => into(item, '')) as T;
  if (value instanceof Map) {
    return new Map([...value].filter(stays).map(([key, part]) => [key, into(part, '')])) as T;
  }
  if (typeof value !== 'object' || value === null || value instanceof Set) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, into(part, key)])) as T;
}

function configOf(file: Readonly<Record<string, unknown>>): Config {
  return loadConfig({ text: JSON.stringify({ version: 1, ...file }), path: 'firebreak.yaml' });
}
