import type { AssetKind, AssetOf } from '../../src/model/asset.ts';
import { asset, daysAgo, hoursFromNow, link } from './world.ts';

/** A Railway workspace `acme` with one project `shop` and its environments; grow it with the builders below. */
type Assets = readonly AssetOf<AssetKind>[];

export const WORKSPACE = 'railway:workspace:acme';
export const PROJECT = 'railway:project:shop';
export const VOLUME = 'railway:volume:data';
export const PRODUCTION = 'railway:volume-instance:production';
export const STAGING = 'railway:volume-instance:staging';

export function workspace(): Assets {
  return [
    asset('container', WORKSPACE, 'railway.Workspace', {
      props: { type: 'workspace' },
      links: [link('contains', PROJECT)],
    }),
    asset('principal', 'railway:workspace-identity:acme', 'railway.Workspace', {
      props: { type: 'workspace' },
      links: [link('acts-in', WORKSPACE, 'ADMIN')],
    }),
  ];
}

export function project(environments: readonly string[], contained: readonly string[] = []): Assets {
  return [
    asset('container', PROJECT, 'railway.Project', {
      props: { type: 'project' },
      links: [
        link('contains', VOLUME),
        ...environments.map((name) => link('contains', `railway:environment:${name}`)),
        ...contained.map((id) => link('contains', id)),
      ],
    }),
    asset('container', VOLUME, 'railway.Volume', {
      links: environments.map((name) => link('contains', `railway:volume-instance:${name}`)),
    }),
    ...environments.map((name) =>
      asset('environment', `railway:environment:${name}`, 'railway.Environment', {
        links: [link('contains', `railway:volume-instance:${name}`)],
      }),
    ),
  ];
}

/** A volume instance with the service it is mounted to. */
export function instance(environment: string, endpoints: readonly string[] = []): Assets {
  const id = `railway:volume-instance:${environment}`;
  const at = link('in', `railway:environment:${environment}`);
  return [
    asset('store', id, 'railway.VolumeInstance', { links: [at] }),
    asset('workload', `railway:service-instance:${environment}`, 'railway.ServiceInstance', {
      props: { endpoints },
      links: [at, link('uses', id)],
    }),
  ];
}

export function backups(environment: string, count: number, expiresInHours = 24 * 60): Assets {
  return Array.from({ length: count }, (_, i) =>
    asset('backup', `railway:backup:${environment}-${i + 1}`, 'railway.VolumeInstanceBackup', {
      createdAt: daysAgo(i + 1),
      props: {
        type: 'snapshot',
        location: { provider: 'railway', account: 'acme', region: null, vault: null },
        expires: hoursFromNow(expiresInHours),
        complete: 'inexpressible',
        survivesSource: false,
      },
      links: [link('copy-of', `railway:volume-instance:${environment}`)],
    }),
  );
}

/** A user with a role somewhere, and an account token of that user. */
export function user(name: string, at: string, role: string): Assets {
  return [
    asset('principal', `railway:user:${name}`, 'railway.User', { links: [link('acts-in', at, role)] }),
    token(name, 'account-token', `railway:user:${name}`),
  ];
}

export function workspaceToken(name: string): Assets {
  return [token(name, 'workspace-token', 'railway:workspace-identity:acme')];
}

/** A project token with its principal. */
export function projectToken(name: string, environment: string): Assets {
  const principal = `railway:project-environment:shop:${environment}`;
  return [
    asset('principal', principal, 'railway.ProjectToken', {
      props: { type: 'project-environment' },
      links: [link('acts-in', `railway:environment:${environment}`, 'PROJECT_TOKEN')],
    }),
    token(name, 'project-token', principal),
  ];
}

export function token(
  name: string,
  type: AssetOf<'credential'>['props']['type'],
  principal: string,
): AssetOf<'credential'> {
  return asset('credential', `railway:${type}:${name}`, 'railway.ApiToken', {
    props: { type },
    links: [link('held-by', principal)],
  });
}

/** The incident: one volume, two environments, backups below it, an account token made for domain chores. */
export function pocketOs(): Assets {
  return [
    ...workspace(),
    ...project(['production', 'staging']),
    ...instance('production'),
    ...instance('staging'),
    ...backups('production', 6),
    ...user('domains', WORKSPACE, 'ADMIN'),
  ];
}
