import { addPitrWindow, readBackups } from './backups.ts';
import { addBuckets } from './buckets.ts';
import type { Me } from './caller.ts';
import { addEnvironment, listInstances, listVariables } from './environments.ts';
import { readProjectInvitations } from './invitations.ts';
import { readProjectMembers } from './members.ts';
import { readProjectTokens } from './project-tokens.ts';
import {
  addProject,
  type EnvironmentNode,
  listProjectParts,
  type Project,
  type ProjectParts,
} from './projects.ts';
import { readServices } from './services.ts';
import type { SourceReader } from './source.ts';
import { addVolumes, type Placed } from './volumes.ts';

/** Reads everything of one project that the caller may see. */
export async function readProject(
  source: SourceReader,
  project: Project,
  callers: readonly Me[],
): Promise<ProjectParts> {
  const parts = await listProjectParts(source, project.id);
  const [placed] = await Promise.all([
    Promise.all(parts.environments.map((environment) => readEnvironment(source, project, environment))),
    readProjectMembers(source, project.id, callers),
    readProjectInvitations(source, project.id),
    readProjectTokens(source, project.id, parts.environments),
  ]);
  const volumes = addVolumes(source, parts.volumes, placed.flat());
  addBuckets(source, parts.buckets);
  addProject(source, project, parts, volumes);
  return parts;
}

async function readEnvironment(
  source: SourceReader,
  project: Project,
  environment: EnvironmentNode,
): Promise<readonly Placed[]> {
  const doomed = project.deletedAt !== null || environment.deletedAt !== null;
  const [instances, variables] = await Promise.all([
    listInstances(source, project.id, environment),
    listVariables(source, project.id, environment),
  ]);
  addEnvironment(source, environment, instances.volumes);
  for (const instance of instances.volumes) {
    const own = instance.serviceId === null ? [] : (variables.get(instance.serviceId) ?? []);
    addPitrWindow(source, instance, own);
  }
  await Promise.all([
    readServices(source, environment, instances, variables),
    ...instances.volumes.map((instance) => readBackups(source, instance)),
  ]);
  return instances.volumes.map((instance) => ({ instance, environment, doomed }));
}
