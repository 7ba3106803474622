import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { initCommand } from '../../src/cli/init.ts';
import { type InitChoice, workflowText } from '../../src/cli/init-files.ts';
import { chooseInit, initFiles, nameFrom, planInit } from '../../src/cli/init-plan.ts';
import type { CliIO } from '../../src/cli/io.ts';
import { permissionsCommand } from '../../src/cli/permissions.ts';
import { loadConfig } from '../../src/config/load.ts';

const both: InitChoice = { name: 'acme', railwayTokens: ['RAILWAY_API_TOKEN'], aws: true, version: '1.2.3' };

interface Outside {
  readonly io: CliIO;
  readonly written: Map<string, string>;
  readonly said: () => string;
  readonly printed: () => string;
}

/** A machine with these variables and files, and nobody at the keyboard. */
function outside(env: CliIO['env'], files: readonly string[] = []): Outside {
  const written = new Map<string, string>();
  const streams = { stdout: sink(), stderr: sink() };
  const io: CliIO = {
    env,
    cwd: '/home/ada/acme',
    home: '/home/ada',
    stdin: process.stdin,
    stdout: streams.stdout.stream,
    stderr: streams.stderr.stream,
    isTTY: false,
    columns: 80,
    color: false,
    clock: () => new Date('2026-11-22T12:00:00.000Z'),
    wait: async () => {},
    readFile: async () => {
      throw new Error('init reads no file');
    },
    readLines: () => {
      throw new Error('init reads no file');
    },
    writeFileWhole: async (path, content) => {
      written.set(path, typeof content === 'string' ? content : [...content].join(''));
    },
    exists: async (path) => files.includes(path),
    realPath: async (path) => path,
    remove: async () => {},
    signal: new AbortController().signal,
    exitWith: () => {},
  };
  return { io, written, said: streams.stderr.text, printed: streams.stdout.text };
}

function sink() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

const run = (machine: Outside, ...flags: readonly string[]) =>
  initCommand(machine.io, async ({ railwayTokens }) =>
    railwayTokens.map((name) => `${name}: seen`),
  ).parseAsync(['node', 'init', ...flags]);

describe('what init writes', () => {
  it.each<[string, Partial<InitChoice>, object]>([
    [
      'both providers',
      {},
      { railway: { tokens: [{ env: 'RAILWAY_API_TOKEN' }] }, aws: { accounts: null, regions: 'enabled' } },
    ],
    ['Railway alone', { aws: false }, { railway: { tokens: [{ env: 'RAILWAY_API_TOKEN' }] }, aws: null }],
    ['AWS alone', { railwayTokens: [] }, { railway: null, aws: { accounts: null } }],
    ['two tokens', { railwayTokens: ['A', 'B'] }, { railway: { tokens: [{ env: 'A' }, { env: 'B' }] } }],
  ])('is a configuration that loads: %s', (_title, choice, expected) => {
    const [config] = initFiles({ ...both, ...choice });
    const loaded = loadConfig({ text: config?.text ?? '', path: config?.path ?? '' });
    expect(loaded).toMatchObject({ name: 'acme', baseline: 'baselines/acme.json', ...expected });
    expect(loaded.environments.map(({ tier }) => tier)).toEqual(['production', 'staging', 'development']);
  });

  it('is the same to the letter', async () => {
    for (const { path, text } of initFiles(both)) {
      await expect(text).toMatchFileSnapshot(`./fixtures/init/${path.split('/').at(-1)}`);
    }
  });

  it.each([
    [both, { contents: 'read', 'id-token': 'write' }],
    [{ ...both, aws: false }, { contents: 'read' }],
  ])('is a workflow with the least rights and actions pinned by digest', (choice, permissions) => {
    const workflow = parse(workflowText(choice)) as {
      permissions: unknown;
      jobs: { scan: { steps: { uses?: string; run?: string }[] } };
    };
    expect(workflow.permissions).toEqual(permissions);
    const uses = workflow.jobs.scan.steps.flatMap((step) => step.uses ?? []);
    expect(uses).toHaveLength(3);
    for (const action of uses) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    expect(workflow.jobs.scan.steps.map((step) => step.run)).toContain('npx --yes firebreak@1.2.3 scan');
  });
});

describe('init', () => {
  it('says what each credential can see, and writes three files', async () => {
    const machine = outside({ RAILWAY_API_TOKEN: 's3cret-t0ken' });
    await run(machine, '--yes');
    expect([...machine.written.keys()]).toEqual([
      '/home/ada/acme/firebreak.yaml',
      '/home/ada/acme/baselines/README.md',
      '/home/ada/acme/.github/workflows/firebreak.yml',
    ]);
    expect(machine.said()).toContain('RAILWAY_API_TOKEN: seen');
    expect(machine.printed()).toBe('');
    expect([machine.said(), ...machine.written.values()].join('\n')).not.toContain('s3cret-t0ken');
  });

  it('asks no provider when offline', async () => {
    const machine = outside({ RAILWAY_API_TOKEN: 't' });
    await run(machine, '--offline');
    expect(machine.said()).not.toContain('seen');
  });

  it('writes what is asked for where nothing is found', async () => {
    const machine = outside({});
    await run(machine, '--provider', 'railway,aws', '--name', 'prod');
    expect(machine.written.get('/home/ada/acme/firebreak.yaml')).toMatch(
      /^version: 1\nname: prod\n[\s\S]*RAILWAY_API_TOKEN/,
    );
  });

  it('keeps files that exist, unless forced', async () => {
    const machine = outside({ RAILWAY_API_TOKEN: 't' }, ['/home/ada/acme/firebreak.yaml']);
    await run(machine);
    expect([...machine.written.keys()]).not.toContain('/home/ada/acme/firebreak.yaml');
    expect(machine.said()).toContain('firebreak.yaml exists and was kept; --force replaces it.');
    await run(machine, '--force');
    expect([...machine.written.keys()]).toContain('/home/ada/acme/firebreak.yaml');
  });

  it('stops where all files exist', () => {
    const paths = initFiles(both).map(({ path }) => path);
    expect(() => planInit(both, new Set(paths), false)).toThrow(
      /^Nothing written: firebreak\.yaml, .* exist\.$/,
    );
  });

  it.each<[string, readonly string[], string]>([
    ['no credential', [], 'no credentials in the environment'],
    ['an unknown provider', ['--provider', 'gcp'], 'There is no provider "gcp".'],
    ['a name that would break the file', ['--name', 'a: b', '--provider', 'aws'], 'That name can’t be used.'],
  ])('refuses %s', async (_title, flags, expected) => {
    const machine = outside({});
    await expect(run(machine, ...flags)).rejects.toThrow(expected);
    expect(machine.written.size).toBe(0);
  });

  it.each([
    ['/home/ada/acme', 'acme'],
    ['/home/ada/My Shop!', 'My-Shop-'],
    ['/home/ada/.hidden', 'hidden'],
    ['/', 'main'],
  ])('names %s %s', (cwd, expected) => {
    expect(nameFrom(cwd)).toBe(expected);
    const choice = chooseInit({
      env: { AWS_PROFILE: 'ops' },
      files: { railwayLogin: false, awsProfile: false },
      flags: { provider: [], force: false },
      cwd,
      version: '1.2.3',
    });
    const [config] = initFiles(choice);
    expect(loadConfig({ text: config?.text ?? '', path: '' }).name).toBe(expected);
  });
});

describe('init at a terminal', () => {
  /** Somebody who answers each question in turn, and hangs up after the last answer. */
  async function answering(...answers: readonly string[]) {
    const machine = outside({ RAILWAY_API_TOKEN: 't' });
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const queue = [...answers];
    const stderr = new Writable({
      write(chunk, _encoding, done) {
        done();
        if (!String(chunk).endsWith(': ')) return;
        const answer = queue.shift();
        if (answer === undefined) stdin.end();
        else stdin.write(`${answer}\n`);
      },
    });
    await run({ ...machine, io: { ...machine.io, isTTY: true, stdin, stderr } });
    return machine.written;
  }

  it('takes the name that is typed', async () => {
    const written = await answering('shop', 'y');
    expect(written.get('/home/ada/acme/firebreak.yaml')).toContain('name: shop');
  });

  it('takes what it proposes where nothing is typed', async () => {
    const written = await answering('', '');
    expect(written.get('/home/ada/acme/firebreak.yaml')).toContain('name: acme');
  });

  it.each([
    ['no is answered', ['', 'n']],
    ['the terminal goes away', ['']],
  ])('writes nothing when %s', async (_title, answers) => {
    await expect(answering(...answers)).rejects.toThrow('Nothing written.');
  });
});

describe('permissions', () => {
  const print = async (...args: readonly string[]) => {
    const machine = outside({});
    await permissionsCommand(machine.io).parseAsync(['node', 'permissions', ...args]);
    return machine.printed();
  };

  it('of AWS are a policy of reads', async () => {
    const policy = JSON.parse(await print('aws')) as { Statement: { Effect: string; Action: string[] }[] };
    const actions = policy.Statement.flatMap((statement) => statement.Action);
    expect(actions).toContain('iam:GetAccountAuthorizationDetails');
    expect(actions.filter((action) => !/:(Get|List|Describe|Lookup|Generate)/.test(action))).toEqual([]);
  });

  it('of AWS come as Terraform, too', async () => {
    const hcl = await print('aws', '--format', 'terraform');
    const [, document] = /jsonencode\(([\s\S]*)\)\n}\n$/.exec(hcl) ?? [];
    expect(JSON.parse(document ?? '')).toEqual(JSON.parse(await print('aws')));
  });

  it('of Railway name the scopes of the least credential', async () => {
    expect(await print('railway')).toContain('workspace:viewer');
    expect(JSON.parse(await print('railway', '--format', 'json'))).toMatchObject({
      least: { scopes: expect.any(Array) },
    });
  });

  it.each([
    [['gcp'], 'There is no provider of that name.'],
    [['railway', '--format', 'terraform'], 'There is no format of that name here.'],
    [['aws', '--format', 'text'], 'There is no format of that name here.'],
  ])('of %j are refused', async (args, expected) => {
    await expect(print(...args)).rejects.toThrow(expected);
  });
});
