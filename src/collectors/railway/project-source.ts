import type { Caller, LighterPass } from '../../model/inventory.ts';
import type { CollectIO } from '../collector.ts';
import type { Me, Named } from './caller.ts';
import type { Client } from './client.ts';
import { readProject } from './project-scan.ts';
import type { Project } from './projects.ts';
import type { TokenKind } from './read.ts';
import { openSource, type SourceResult } from './source.ts';

/** A project to be read, as whoever is to read it is told. */
export interface ProjectTask {
  /** The environment variable of the token to read it with. */
  readonly token: string;
  /** Who that token turned out to be. */
  readonly as: string;
  readonly kind: TokenKind;
  /** Left out: all of it is read. */
  readonly pass?: LighterPass | undefined;
  readonly workspace: Named;
  readonly project: Project;
  /** People this scan has a token of. */
  readonly callers: readonly Me[];
  readonly caller: Caller;
}

/** Reads a project of a workspace: here, or by whoever `io.elsewhere` finds for it. */
export async function readProjectSource(
  client: Client,
  task: ProjectTask,
  io: CollectIO,
): Promise<SourceResult> {
  const { elsewhere } = io;
  if (elsewhere === undefined) return readProjectHere(client, task, io);
  const source = `railway ${task.token} ${task.workspace.id} project ${task.project.id}`;
  const tell = (state: 'started' | 'done', { calls, assets }: { calls: number; assets: number }): void =>
    io.progress({ provider: 'railway', source: labelOf(task), state, calls, assets });
  tell('started', { calls: 0, assets: 0 });
  const answer = await elsewhere({ provider: 'railway', source, detail: task });
  if ('lost' in answer) return readProjectHere(lostClient(client, answer.lost), task, io);
  // What came is what `readProjectHere` gave another process of the same version.
  const part = answer.part as SourceResult;
  tell('done', part.source);
  return part;
}

/** Reads a project to its end in this process. */
export async function readProjectHere(
  client: Client,
  task: ProjectTask,
  io: CollectIO,
): Promise<SourceResult> {
  const { kind, workspace, project } = task;
  const named = { service: `project ${project.id}`, label: labelOf(task) };
  const source = openSource(client, { kind, scope: workspace.id, ...named }, io);
  await readProject(source, project, task.callers);
  return source.close(task.caller);
}

const labelOf = ({ workspace, project }: ProjectTask): string => `${workspace.name} / ${project.name}`;

/** The client of a source that nobody could read: every call of it fails, and none is sent. */
function lostClient(client: Client, why: string): Client {
  const failure = { reason: 'failed', detail: why } as const;
  return { ...client, ask: async () => ({ data: null, failure, calls: 0 }) };
}
