import { draws } from '../../draws.ts';
import type { World, WorldEnvironment, WorldProject } from '../world.ts';
import {
  backup,
  environment,
  project,
  schedule,
  service,
  user,
  variable,
  volumeInstance,
  workspace,
} from './builders.ts';
import { daysBefore } from './scenario.ts';

/** How big a world is, and the seed its details come from. */
export interface WorldSize {
  readonly seed: number;
  readonly now: Date;
  readonly projects: number;
  readonly environments: number;
  /** Volumes of each project; each has an instance in every environment. */
  readonly volumes: number;
  readonly backups: number;
  readonly members: number;
}

/** The token that sees all of a generated world: a workspace's. */
export const generatedToken = '9a9a9a9a-0000-4000-8000-00000000cafe';

interface Draw {
  readonly size: WorldSize;
  readonly random: () => number;
  readonly ago: (days: number) => string;
}

/** A world of any size; the same size and seed give the same world. */
export function generateWorld(size: WorldSize): World {
  const draw: Draw = { size, random: draws(size.seed), ago: daysBefore(size.now) };
  const users = times(size.members, (n) => user({ id: `user-${n}`, has2FA: draw.random() < 0.8 }));
  const home = workspace({
    id: 'ws-generated',
    members: users.map(({ id }, n) => ({ user: id, role: n === 0 ? 'ADMIN' : 'MEMBER' })),
    projects: times(size.projects, (n) => projectOf(draw, `p${n}`)),
  });
  return {
    users,
    tokens: [
      {
        kind: 'workspace',
        id: 'tok-generated',
        name: 'scan',
        value: generatedToken,
        user: users[0]?.id ?? '',
        workspace: home.id,
        expiresAt: null,
      },
    ],
    workspaces: [home],
  };
}

function projectOf(draw: Draw, id: string): WorldProject {
  const volumes = times(draw.size.volumes, (n) => ({
    id: `${id}-v${n}`,
    name: `data-${n}`,
    createdAt: draw.ago(400),
  }));
  const environments = times(draw.size.environments, (n) => environmentOf(draw, id, n, volumes));
  return project({ id, volumes, environments });
}

function environmentOf(
  draw: Draw,
  project: string,
  n: number,
  volumes: readonly { id: string }[],
): WorldEnvironment {
  const name = n === 0 ? 'production' : n === 1 ? 'staging' : `env-${n}`;
  const id = `${project}-${name}`;
  return environment({
    id,
    name,
    source: n === 0 ? null : `${project}-production`,
    services: volumes.map((volume) =>
      service({ id: `si-${volume.id}-${name}`, serviceId: `svc-${volume.id}`, name: volume.id }),
    ),
    variables: volumes.map((volume) =>
      variable({ id: `var-${volume.id}-${name}`, serviceId: `svc-${volume.id}` }),
    ),
    volumeInstances: volumes.map((volume) => instanceOf(draw, volume.id, name)),
  });
}

/** One in ten instances is detached, one in four has no schedule. */
function instanceOf(draw: Draw, volume: string, environmentName: string) {
  const id = `vi-${volume}-${environmentName}`;
  const age = draw.random();
  return volumeInstance({
    id,
    volume,
    serviceId: draw.random() < 0.1 ? null : `svc-${volume}`,
    sizeMB: 1_000 + Math.floor(draw.random() * 50_000),
    backups: times(draw.size.backups, (n) => backup({ id: `bak-${id}-${n}`, createdAt: draw.ago(n + age) })),
    schedules: draw.random() < 0.25 ? [] : [schedule({ id: `sch-${id}` })],
  });
}

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
