import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../../src/config/load.ts';
import { checkSchedules, nextOf } from '../../src/service/schedule.ts';
import { run } from '../cli/run.ts';
import { least } from '../config/acme.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

/** Options of `firebreak watch`, as its help lists them. */
const known = run(['watch', '--help']).then(({ stdout }) => new Set(stdout.match(/--[a-z-]+/g)));

async function expectKnown(command: string): Promise<void> {
  const options = command.match(/--[a-z-]+/g) ?? [];
  const unknown = options.filter((option) => option !== '--wait');
  for (const option of unknown) expect(await known, `${option} in ${command}`).toContain(option);
}

describe('the guide to the service', () => {
  it('shows a configuration that is valid', () => {
    const guide = readFileSync('docs/guides/watch.md', 'utf8');
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
    const { watch, settings } = loadConfig({ text: `${least}${yaml}`, path: 'firebreak.yaml' });
    expect(watch?.schedules.map(({ pass }) => pass)).toEqual([null, 'light']);
    expect(settings.passes).toEqual(['light']);
    expect(() => checkSchedules(watch?.schedules ?? [], now)).not.toThrow();
  });
});

describe('the CronJob', () => {
  const documents = parseAllDocuments(readFileSync('examples/kubernetes/cronjob.yaml', 'utf8'));
  const [config, claim, job] = documents.map((document) => document.toJS());
  const pod = job.spec.jobTemplate.spec.template.spec;
  const [container] = pod.containers;

  it('holds a configuration that is valid, and mounts it where it is looked for', () => {
    for (const { errors, warnings } of documents) expect([...errors, ...warnings]).toEqual([]);
    const { history } = loadConfig({ text: config.data['firebreak.yaml'], path: 'firebreak.yaml' });
    expect(history?.at).toEqual({ path: '/state/firebreak-history.db' });
    expect(container.args.join(' ')).toContain('--config /config/firebreak.yaml');
    const places = container.volumeMounts.map(({ name, mountPath }: Record<string, string>) => [
      name,
      mountPath,
    ]);
    expect(Object.fromEntries(places)).toEqual({ config: '/config', state: '/state', tmp: '/tmp' });
    const volumes = Object.fromEntries(pod.volumes.map((volume: { name: string }) => [volume.name, volume]));
    expect(volumes.config.configMap.name).toBe(config.metadata.name);
    expect(volumes.state.persistentVolumeClaim.claimName).toBe(claim.metadata.name);
  });

  it('gives the command options that it has', async () => {
    await expectKnown(container.args.join(' '));
    expect(container.args.slice(0, 2)).toEqual(['watch', '--once']);
  });

  it('scans one at a time, by a schedule that comes', () => {
    expect(job.spec.concurrencyPolicy).toBe('Forbid');
    const { schedule: cron, timeZone: timezone } = job.spec;
    expect(nextOf({ cron, timezone, pass: null }, now).toISOString()).toBe('2026-11-23T01:00:00.000Z');
  });

  it('runs as nobody in particular, on a root that is read-only, within limits', () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources.limits.memory).toBeDefined();
  });

  it('holds no secret, only where each is kept', () => {
    for (const { name, value, valueFrom } of container.env) {
      expect(value, name).toBeUndefined();
      expect(valueFrom.secretKeyRef.name, name).toBe('firebreak');
    }
  });
});

const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('the units of systemd', () => {
  const units = ['firebreak.service', 'firebreak-watch.service', 'firebreak.timer'];

  it.skipIf(!analyze).each(units)('%s is one that systemd takes', (unit) => {
    const { stdout, stderr, status } = spawnSync('systemd-analyze', ['verify', `examples/systemd/${unit}`], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });

  it.each(units.slice(0, 2))(
    '%s hands over every secret that it uses, and uses options there are',
    async (unit) => {
      const text = readFileSync(`examples/systemd/${unit}`, 'utf8');
      const given = [...text.matchAll(/^LoadCredential=([a-z-]+):/gm)].map(([, name]) => name);
      const used = [...text.matchAll(/CREDENTIALS_DIRECTORY\/([a-z-]+)/g)].map(([, name]) => name);
      expect(given).toEqual(used);
      await expectKnown(text);
    },
  );
});

describe('the crontab', () => {
  const lines = readFileSync('examples/cron/crontab', 'utf8')
    .split('\n')
    .filter((line) => /^[0-9*]/.test(line));

  it.each(lines)('%s comes, and escapes what cron would cut at', (line) => {
    const cron = line.split(' ').slice(0, 5).join(' ');
    expect(nextOf({ cron, timezone: 'Europe/Berlin', pass: null }, now).getTime()).toBeGreaterThan(
      now.getTime(),
    );
    expect(line).not.toMatch(/(?<!\\)%/);
  });

  it('calls a script that hands secrets over and names the pass', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firebreak-cron-'));
    const script = join(folder, 'firebreak-scheduled.sh');
    copyFileSync('examples/cron/firebreak-scheduled.sh', script);
    writeFileSync(join(folder, 'secrets.env'), 'RAILWAY_API_TOKEN=from-the-file\n');
    writeFileSync(join(folder, 'firebreak'), '#!/bin/sh\necho "$PWD $* $RAILWAY_API_TOKEN" >&2\n');
    for (const each of ['firebreak', 'firebreak-scheduled.sh']) chmodSync(join(folder, each), 0o755);
    const env = { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` };
    execFileSync(script, ['light'], { env, cwd: '/' });
    const log = readFileSync(join(folder, 'firebreak.log'), 'utf8');
    rmSync(folder, { recursive: true });
    expect(log).toBe(`${folder} watch --once --pass light from-the-file\n`);
    await expectKnown(log);
  });
});

describe('a guide', () => {
  it.each(['watch', 'cron', 'systemd', 'kubernetes'])('%s names files that are there', (name) => {
    const guide = readFileSync(`docs/guides/${name}.md`, 'utf8');
    for (const [, path = ''] of guide.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      expect(() => readFileSync(join('docs/guides', path)), path).not.toThrow();
    }
    for (const [, yaml = ''] of guide.matchAll(/`((?:history|passes|strategy): [^`]+)`/g)) parse(yaml);
  });
});
