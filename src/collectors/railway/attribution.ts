import type { Attribution, Unattributed, Window } from '../../model/attribution.ts';
import { attributed } from '../attribution.ts';
import type { CollectIO } from '../collector.ts';
import { enter, type RailwayOptions } from './collect.ts';
import type { Known } from './identity.ts';
import { idOf } from './ids.ts';
import { readLists } from './pages.ts';
import { type Connection, defineRead } from './read.ts';
import { openSource } from './source.ts';

interface AuditLog {
  readonly id: string;
  readonly eventType: string;
  readonly createdAt: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  /** The actor alone, as a text; the rest of it never gets this far. */
  readonly context: string | null;
}

/** `payload`, which holds what was changed, is never selected. */
export const auditLogsRead = defineRead<{ auditLogs: Connection<AuditLog> | null }>({
  operation: 'auditLogs',
  document: /* GraphQL */ `query AuditLogs(
    $workspaceId: String!, $since: DateTime, $until: DateTime, $first: Int, $logsAfter: String
  ) {
    auditLogs(
      workspaceId: $workspaceId, first: $first, after: $logsAfter, filter: { startDate: $since, endDate: $until }
    ) {
      edges { node { id eventType createdAt projectId environmentId context } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  hides: 'trail',
  direction: 'neither',
  access: { role: 'ADMIN', workspaceToken: true, projectToken: false, scope: null, confidence: 'inferred' },
});

const log = 'Railway’s audit log';

/** Asks Railway's audit log who made changes, workspace by workspace, as the first token that may. */
export async function attributeRailway(
  options: RailwayOptions,
  asked: readonly Unattributed[],
  window: Window,
  io: CollectIO,
): Promise<readonly Attribution[]> {
  const entrants = await Promise.all(options.tokens.map((token) => enter(token, options, io)));
  const known = entrants.filter((it): it is Known => it.identity !== null);
  const byWorkspace = Map.groupBy(asked, ({ scope }) => scope);
  const told = await Promise.all(
    [...byWorkspace].map(async ([workspace, changes]) => {
      const logs = await logsOf(workspace, known, window, io);
      return typeof logs === 'string' ? changes.map(unknown(logs)) : changes.map(tell(changes, logs));
    }),
  );
  return told.flat();
}

const unknown =
  (because: string) =>
  ({ fingerprint }: Unattributed): Attribution => ({ fingerprint, because });

/** The log of a workspace to its end, or why there is none. */
async function logsOf(
  workspace: string,
  known: readonly Known[],
  { since, until }: Window,
  io: CollectIO,
): Promise<readonly AuditLog[] | string> {
  const entrant = known.find(({ identity }) => identity.workspaces.some(({ id }) => id === workspace));
  if (entrant === undefined) return 'no token at hand may read the audit log of this workspace';
  const { kind } = entrant.identity;
  const options = { kind, scope: workspace, service: 'audit log', label: `${workspace} audit log` };
  const source = openSource(entrant.client, options, io);
  const about = { target: idOf.workspace(workspace), id: workspace };
  const lists = await readLists(
    source,
    auditLogsRead,
    { workspaceId: workspace, since, until },
    { logs: (data) => data.auditLogs },
    about,
  );
  const { gaps } = source.close({ credential: kind, principal: null, role: null });
  return lists.complete ? lists.logs : `${log} could not be read (${gaps[0]?.detail ?? 'no reason given'})`;
}

/** What an event is about; Railway's event names are free text (`Shared Variable.created`). */
const nouns: Readonly<Record<string, RegExp>> = {
  'railway.Volume': /volume/i,
  'railway.VolumeInstance': /volume/i,
  'railway.VolumeInstanceBackup': /backup/i,
  'railway.VolumeInstanceBackupSchedule': /backup|schedule/i,
  'railway.Environment': /environment/i,
  'railway.Project': /project/i,
  'railway.ProjectToken': /token/i,
  'railway.ApiToken': /token/i,
  'railway.ServiceInstance': /service/i,
  'railway.User': /member|user/i,
  'railway.Bucket': /bucket/i,
  'railway.NotificationRule': /notification/i,
};

/** Whoever acts as an environment or a workspace came and went with a token. */
const identity = /^railway:(project-environment|workspace-identity):/;

function nounOf({ asset, native }: Unattributed): RegExp | undefined {
  if (identity.test(asset)) return /token/i;
  return Object.hasOwn(nouns, native) ? nouns[native] : undefined;
}

const verbs: Readonly<Record<Unattributed['change'], RegExp>> = {
  added: /(creat|add|invit|join|accept)/i,
  removed: /(delet|remov|revok)/i,
  changed: /(updat|chang|edit|set|enabl|disabl|creat|delet|remov|add)/i,
};

/**
 * The log names the place and the kind of a thing, not the thing: where fewer such acts are on record than changes
 * came about there, it does not tell which was whose.
 */
function tell(
  changes: readonly Unattributed[],
  logs: readonly AuditLog[],
): (change: Unattributed) => Attribution {
  return (change) => {
    const { fingerprint } = change;
    const noun = nounOf(change);
    if (noun === undefined) return unknown(`${log} is not asked about changes of this kind`)(change);
    const alike = changes.filter((other) => placeOf(other) === placeOf(change)).length;
    const acts = logs
      .filter(({ eventType }) => noun.test(eventType) && verbs[change.change].test(eventType))
      .filter((entry) => isPlaced(entry, change))
      .flatMap(({ context, createdAt }) => (context === null ? [] : [{ actor: context, at: createdAt }]));
    if (acts.length >= alike || acts.length === 0) return attributed(fingerprint, acts, log);
    return { fingerprint, because: `${log} shows fewer such acts there than things that changed` };
  };
}

const placeOf = ({ native, change, within }: Unattributed): string => [native, change, ...within].join(' ');

function isPlaced({ environmentId, projectId }: AuditLog, { asset, within }: Unattributed): boolean {
  const places = [asset, ...within];
  if (environmentId !== null) return places.includes(idOf.environment(environmentId));
  if (projectId !== null) return places.includes(idOf.project(projectId));
  return !places.some((place) => place.startsWith('railway:project:'));
}
