import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';

const main = resolve(import.meta.dirname, '../../src/cli/main.ts');

const killing = resolve(import.meta.dirname, 'killed-before.ts');

/** A folder with a configuration, and the incident's Railway behind it. */
export interface Desk {
  readonly folder: string;
  readonly railway: StandIn;
  close(): Promise<void>;
}

export async function openDesk(more: Readonly<Record<string, unknown>> = {}): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-trust-'));
  const { world, config } = pocketOs(new Date());
  const railway = await serveRailway(world, { pageSize: 2 });
  const providers = { railway: { endpoint: railway.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const files = { baseline: 'baselines/acme.json', exceptions: 'baselines/acme.exceptions.yaml' };
  await writeFile(
    join(folder, 'firebreak.yaml'),
    JSON.stringify({ version: 1, ...config, providers, ...files, history: {}, ...more }),
  );
  await mkdir(join(folder, 'out'));
  await mkdir(join(folder, 'baselines'));
  return {
    folder,
    railway,
    close: async () => {
      await railway.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** The largest file the command may write, in kibibytes. */
  readonly fileLimit?: number;
  /** It ends for good right before its nth renaming or removing of a file. */
  readonly killedBefore?: number;
  /** Told of the process as it starts; what it returns is called when it ends. */
  readonly started?: (child: ChildProcess) => () => void;
}

/** Runs the command line as a user does, as a process of its own. */
export function run(
  { folder }: Desk,
  line: readonly string[],
  { fileLimit, killedBefore, started }: Running = {},
): Promise<Ended> {
  const { domainChores } = pocketOs(new Date()).tokens;
  const killed = { NODE_OPTIONS: `--import=${killing}`, KILLED_BEFORE: String(killedBefore) };
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    RAILWAY_API_TOKEN: domainChores,
    ...(killedBefore === undefined ? {} : killed),
  };
  const command = [process.execPath, main, ...line];
  const limited = ['bash', '-c', `ulimit -f ${fileLimit}; exec "$@"`, 'bash', ...command];
  const [file = '', ...parameters] = fileLimit === undefined ? command : limited;
  const child = spawn(file, parameters, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const done = started?.(child);
  return new Promise((ended, broke) => {
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => {
      out.stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      out.stderr += data.toString();
    });
    child.on('error', broke);
    child.on('close', (code, signal) => {
      done?.();
      ended({ code, signal, ...out });
    });
  });
}

/** Ends the process for good at the nth change in one of the folders, or after so many calls of the provider. */
export function killedAt(
  { folder, railway }: Desk,
  moment: { readonly change: number } | { readonly call: number } | { readonly after: number },
): NonNullable<Running['started']> {
  return (child) => {
    const kill = (): void => void child.kill('SIGKILL');
    if ('after' in moment) {
      const timer = setTimeout(kill, moment.after);
      return () => clearTimeout(timer);
    }
    if ('call' in moment) {
      const before = railway.calls().length;
      const timer = setInterval(() => {
        if (railway.calls().length - before >= moment.call) kill();
      }, 1);
      return () => clearInterval(timer);
    }
    let changes = 0;
    const changed = (): void => {
      changes += 1;
      if (changes >= moment.change) kill();
    };
    const watchers: FSWatcher[] = ['out', 'baselines', '.']
      .map((name) => join(folder, name))
      .filter((path) => existsSync(path))
      .map((path) => watch(path, changed));
    return () => {
      for (const each of watchers) each.close();
    };
  };
}

/** Files under a folder by path, those that were being written aside. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'));
  const read = async (path: string) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
  return new Map(await Promise.all(files.map((entry) => read(join(entry.parentPath, entry.name)))));
}

/** Mounts a small disk there, where that is allowed here; undone by what comes back. */
export function smallDisk(path: string, kibibytes: number): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return () => void execFileSync('umount', ['-l', path], { stdio: 'ignore' });
}

/** Lets nobody write there any more. */
export function readOnlyDisk(path: string): void {
  execFileSync('mount', ['-o', 'remount,ro', path], { stdio: 'ignore' });
}
