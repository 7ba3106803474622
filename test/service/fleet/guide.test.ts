import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../../../src/config/load.ts';
import { checkSchedules } from '../../../src/service/schedule.ts';
import { run } from '../../cli/run.ts';
import { least } from '../../config/acme.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const read = (name: string): string => readFileSync(`examples/fleet/${name}`, 'utf8');

/** Options of `firebreak watch`, as its help lists them. */
const known = run(['watch', '--help']).then(({ stdout }) => new Set(stdout.match(/--[a-z-]+/g)));

async function expectKnown(args: readonly string[]): Promise<void> {
  expect(args[0]).toBe('watch');
  for (const option of args.filter((arg) => arg.startsWith('--'))) expect(await known).toContain(option);
}

/** The port where each process of it listens. */
function expectShared(text: string): number | undefined {
  const { history, watch } = loadConfig({ text, path: 'firebreak.yaml' });
  expect(history?.at).toEqual({ url: { env: 'FIREBREAK_HISTORY_URL' } });
  expect(() => checkSchedules(watch?.schedules ?? [], now)).not.toThrow();
  return watch?.listen?.port;
}

describe('the guide to fleets', () => {
  it('shows a configuration and commands that are valid', async () => {
    const guide = readFileSync('docs/guides/fleet.md', 'utf8');
    const yaml = guide.match(/^ +(history|watch): .*$/gm)?.join('\n') ?? '';
    expectShared(`${least}${yaml.replace(/^ +/gm, '')}\n`);
    const commands = guide.match(/^ +firebreak .*$/gm) ?? [];
    expect(commands).toHaveLength(3);
    for (const command of commands) await expectKnown(command.trim().split(' ').slice(1));
  });
});

describe('the compose file', () => {
  const file = parse(read('compose.yaml'), { merge: true });

  it('runs a scheduler and workers with one configuration, which is valid', async () => {
    const port = expectShared(read('firebreak.yaml'));
    for (const [role, { command, volumes, read_only, healthcheck }] of Object.entries<{
      command: string[];
      volumes: string[];
      read_only: boolean;
      healthcheck: { test: string[] };
    }>(file.services).filter(([name]) => name !== 'database')) {
      expect(command.join(' ')).toContain(`--role ${role} --config /config/firebreak.yaml`);
      await expectKnown(command);
      expect(healthcheck.test.join(' ')).toContain(`127.0.0.1:${port}/healthz`);
      expect(volumes).toContain('./firebreak.yaml:/config/firebreak.yaml:ro');
      expect(read_only).toBe(true);
    }
  });

  it('holds no password', () => {
    expect(
      read('compose.yaml')
        .match(/PASSWORD.*/g)
        ?.join('\n'),
    ).not.toMatch(/PASSWORD: [^$]/);
  });
});

describe('the manifests', () => {
  const documents = parseAllDocuments(read('kubernetes.yaml'));
  const all = documents.map((document) => document.toJS());
  const [config] = all;
  const deployments = all.filter(({ kind }) => kind === 'Deployment');

  it('are YAML, with a configuration that is valid', () => {
    for (const { errors, warnings } of documents) expect([...errors, ...warnings]).toEqual([]);
    expectShared(config.data['firebreak.yaml']);
  });

  it('run a scheduler and workers as nobody in particular, on a root that is read-only, within limits', async () => {
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual([
      'firebreak-scheduler',
      'firebreak-worker',
    ]);
    for (const { spec } of deployments) {
      const pod = spec.template.spec;
      const [container] = pod.containers;
      await expectKnown(container.args);
      expect(container.ports).toEqual([
        { name: 'metrics', containerPort: expectShared(config.data['firebreak.yaml']) },
      ]);
      const at = (path: string) => ({ httpGet: { path, port: 'metrics' } });
      expect(container.livenessProbe).toMatchObject(at('/healthz'));
      expect(container.readinessProbe).toMatchObject(at('/readyz'));
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.limits.memory).toBeDefined();
      expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
      const places = pod.volumes.map(({ name }: { name: string }) => name);
      expect(container.volumeMounts.map(({ name }: { name: string }) => name)).toEqual(places);
    }
  });
});

describe('a role', () => {
  it.each(['scheduler', 'worker', 'all'])('%s is refused where the history is a file', async (role) => {
    const ran = await run(['watch', '--role', role], { files: { 'firebreak.yaml': least } });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('FLEET_WITHOUT_POSTGRESQL');
  });

  it('reads at least one source at once', async () => {
    const ran = await run(['watch', '--role', 'worker', '--at-once', '0'], {
      files: { 'firebreak.yaml': least },
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('at least 1');
  });
});
