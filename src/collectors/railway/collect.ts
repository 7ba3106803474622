import { OperatorError } from '../../model/error.ts';
import type { Collected, LighterPass, NotScanned, ScopeEntry } from '../../model/inventory.ts';
import type { CollectIO } from '../collector.ts';
import { headersFor, introduce, type Me, type Named, whoIs } from './caller.ts';
import { createClient } from './client.ts';
import { type Entrant, type Known, readIdentity } from './identity.ts';
import { leftOutOfLight, readsLeftOut } from './light.ts';
import { mergeReads, type Read } from './merge.ts';
import { type Pace, pacer } from './pace.ts';
import { openSource } from './source.ts';
import type { TokenInHand } from './token-in-hand.ts';
import { readProjectOfToken, readWholeWorkspace } from './workspace-scan.ts';

export interface RailwayOptions {
  /** A proxy of Railway's API or a stand-in; left out: the API itself. */
  readonly endpoint?: string;
  /** What each token is gets found out; the names are those of the environment variables they came in. */
  readonly tokens: readonly TokenInHand[];
  /** Left out: a full scan. */
  readonly pass?: LighterPass | undefined;
  readonly requestsPerSecond?: number;
  /** Calls each token may make in this scan; left out: as the API's rate headers allow. */
  readonly callsPerScan?: number;
  /** Keeps the pace of each token from reading to asking who changed what; left out: each begins anew. */
  readonly paces?: Map<string, Pace>;
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
}

/** Half of what Railway allows a Hobby workspace a second. */
const defaultRequestsPerSecond = 5;
/** docs.railway.com/integrations/api */
const railwayEndpoint = 'https://backboard.railway.com/graphql/v2';
const defaultTimeoutMs = 30_000;

/** What of Railway is collected; more needs another line in `readable`. */
const natives: readonly string[] = [
  'railway.ApiToken',
  'railway.Bucket',
  'railway.Environment',
  'railway.NotificationRule',
  'railway.Project',
  'railway.ProjectInvitation',
  'railway.ProjectToken',
  'railway.ServiceInstance',
  'railway.Session',
  'railway.SshPublicKey',
  'railway.User',
  'railway.Volume',
  'railway.VolumeInstance',
  'railway.VolumeInstanceBackup',
  'railway.VolumeInstanceBackupSchedule',
  'railway.Workspace',
];

/** What exists at Railway and is in no list of its API, or is left alone on purpose. */
const blindSpots: readonly Pick<NotScanned, 'what' | 'why'>[] = [
  { what: 'OAuth apps people authorised', why: 'the API lists them to nobody; see Account Settings, Apps' },
  { what: 'projects shared with a person from outside', why: 'only projects of the workspaces are listed' },
  { what: 'bucket contents per environment', why: 'the API lists buckets by project alone' },
  { what: 'variable values', why: 'never read, so hard-coded connections between environments stay unseen' },
];

/**
 * Reads Railway with every token given, and merges what they see. A read that fails is a gap; only where no
 * token at all is accepted is it an `OperatorError` (`RAILWAY_TOKEN_REJECTED`).
 */
export async function collectRailway(options: RailwayOptions, io: CollectIO): Promise<Collected> {
  const entrants = await Promise.all(options.tokens.map((token) => enter(token, options, io)));
  if (entrants.length > 0 && entrants.every(({ rejected }) => rejected)) throw rejection(entrants);
  const reads = await readAll(entrants, io);
  const scopes = [...new Set(reads.flatMap(({ result }) => result.assets.map(({ scope }) => scope)))].sort();
  return {
    ...mergeReads(reads),
    scope: scopes.map((scope) => scopeOf(scope, options)),
    notScanned: scopes.flatMap((scope) =>
      [...blindSpots, ...leftOutSpots(options)].map((spot) => ({ provider: 'railway', scope, ...spot })),
    ),
  };
}

function scopeOf(scope: string, { pass }: RailwayOptions): ScopeEntry {
  const entry = { provider: 'railway', scope, regions: [], natives };
  if (pass === undefined) return entry;
  const read = natives.filter((native) => !leftOutOfLight.natives.includes(native));
  return { ...entry, natives: read, leftOut: leftOutOfLight };
}

function leftOutSpots({ pass }: RailwayOptions): readonly Pick<NotScanned, 'what' | 'why'>[] {
  return pass === undefined
    ? []
    : [{ what: leftOutOfLight.natives.join(', '), why: `not in the pass ${pass}` }];
}

/** Finds out who a token is, and says so to whoever keeps the answers. */
export async function enter(token: TokenInHand, options: RailwayOptions, io: CollectIO): Promise<Entrant> {
  const {
    endpoint = railwayEndpoint,
    requestsPerSecond = defaultRequestsPerSecond,
    callsPerScan = null,
    paces = new Map(),
  } = options;
  const pace = paces.get(token.name) ?? pacer({ requestsPerSecond, callsPerScan }, io, token.name);
  paces.set(token.name, pace);
  const found = await introduce(token.name, (header) =>
    createClient(
      {
        token: token.name,
        endpoint,
        headers: { 'user-agent': 'firebreak', ...headersFor(header, token.value) },
        fetch: options.fetch ?? globalThis.fetch,
        pace,
        leftOut: options.pass === undefined ? undefined : readsLeftOut,
        timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      },
      io,
    ),
  );
  if (found.identity) await io.tape?.enter(`railway ${token.name}`, whoIs(found.identity));
  return { ...found, token };
}

/**
 * First every token says who it is, people first, because their lists name other tokens in hand; then the
 * workspaces are read, by workspace tokens first, because they see most; project tokens come last.
 */
async function readAll(entrants: readonly Entrant[], io: CollectIO): Promise<readonly Read[]> {
  const known = entrants.filter((it): it is Known => it.identity !== null);
  const inHand = entrants.map(({ token }) => token);
  const people = known.flatMap(({ identity }) => identity.user ?? []);
  const reads = entrants.filter(({ identity }) => identity === null).map((it) => lockedOut(it, io));
  const claimed = new Set<string>();
  for (const entrant of known.filter(({ identity }) => !identity.project).toSorted(personFirst)) {
    const read = await readIdentity(entrant, inHand, claimed, io);
    for (const name of read.claimed) claimed.add(name);
    reads.push({ result: read.result, wide: false });
  }
  const done = await readWorkspaces(known, people, reads, io);
  for (const entrant of known) {
    if (entrant.identity.project) reads.push(...(await readProjectOfToken(entrant, people, done, io)));
  }
  return reads;
}

/** Reads each workspace, again by another caller only where something was hidden from the one before. */
async function readWorkspaces(
  known: readonly Known[],
  people: readonly Me[],
  reads: Read[],
  io: CollectIO,
): Promise<ReadonlyMap<string, 'whole' | 'partly'>> {
  const done = new Map<string, 'whole' | 'partly'>();
  for (const [entrant, workspace] of workspacesOf(known)) {
    if (done.get(workspace.id) === 'whole') continue;
    const parts = await readWholeWorkspace(entrant, workspace, people, io);
    reads.push(...parts);
    const whole = parts.every(({ result, wide }) => wide && result.source.status === 'complete');
    done.set(workspace.id, whole ? 'whole' : 'partly');
  }
  return done;
}

const personFirst = (a: Known, b: Known): number => Number(!a.identity.user) - Number(!b.identity.user);

function workspacesOf(known: readonly Known[]): readonly (readonly [Known, Named])[] {
  const inOrder = known.toSorted((a, b) => personFirst(b, a));
  return inOrder.flatMap((entrant) =>
    entrant.identity.workspaces.map((workspace) => [entrant, workspace] as const),
  );
}

/** A token that got nobody in, while others did or nothing answered: a source that failed. */
function lockedOut({ token, client, failures, calls }: Entrant, io: CollectIO): Read {
  const options = {
    kind: 'account-token',
    scope: token.name,
    service: 'identity',
    label: token.name,
  } as const;
  const source = openSource(client, options, io);
  source.count(calls);
  for (const { read, failure } of failures) source.fail(read, { target: null, id: token.name }, failure);
  return { result: source.close({ credential: 'unknown', principal: null, role: null }), wide: false };
}

function rejection(entrants: readonly Entrant[]): OperatorError {
  const names = entrants.map(({ token }) => token.name).join(', ');
  return new OperatorError(
    'RAILWAY_TOKEN_REJECTED',
    `Railway accepts none of the tokens given (${names}).`,
    'Check that the variable holds a whole token that was not revoked: Account Settings, Tokens.',
  );
}
