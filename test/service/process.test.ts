import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../src/history/history.ts';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { healthy } from '../../src/stand-ins/railway/worlds/healthy.ts';
import { endChildren, startWatch } from './child.ts';

/** Everything around a service: a Railway, a channel, a folder of its own; `onCall` and `onMessage` are told of traffic. */
interface Around {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Keys of the messages that the channel took, in order. */
  readonly taken: readonly string[];
  onCall: (nth: number) => void;
  /** Whether the channel answers. */
  onMessage: () => boolean;
  readonly close: () => Promise<void>;
}

let around: Around;

beforeEach(async () => {
  around = await open();
});

afterEach(async () => {
  endChildren();
  await around.close();
});

async function open(): Promise<Around> {
  const { world, tokens, config } = healthy(new Date());
  const railway = await serveRailway(world);
  const taken: string[] = [];
  const cwd = mkdtempSync(join(tmpdir(), 'firebreak-watch-'));
  let calls = 0;
  const front = await listen(async (path, headers, body) => {
    if (path === '/hook') {
      if (!built.onMessage()) return null;
      taken.push(String(headers['webhook-id'] ?? headers['x-firebreak-id'] ?? ''));
      return { status: 200, text: '' };
    }
    calls += 1;
    built.onCall(calls);
    const passed = { authorization: String(headers.authorization ?? ''), 'content-type': 'application/json' };
    const answer = await fetch(railway.url, { method: 'POST', headers: passed, body });
    return { status: answer.status, text: await answer.text() };
  });
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const built: Around = {
    cwd,
    taken,
    env: {
      RAILWAY_API_TOKEN: tokens.workspace,
      HOOK_URL: `${url}/hook`,
      HOOK_SECRET: 'whsec_dGhpcyBpcyBubyBzZWNyZXQgYXQgYWxsIQ==',
    },
    onCall: () => {},
    onMessage: () => true,
    close: () => closeAll(front, railway, cwd),
  };
  writeFileSync(
    join(cwd, 'firebreak.yaml'),
    JSON.stringify({
      version: 1,
      ...config,
      providers: { railway: { endpoint: url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } },
      history: { path: 'history.db' },
      alerts: [{ webhook: { webhookEnv: 'HOOK_URL', secretEnv: 'HOOK_SECRET' }, minSeverity: 'low' }],
      watch: { schedules: [{ cron: '0 2 1 1 *' }], jitterSeconds: 0, listen: 'off' },
    }),
  );
  return built;
}

type Answering = (
  path: string,
  headers: Readonly<Record<string, unknown>>,
  body: string,
) => Promise<{ readonly status: number; readonly text: string } | null>;

/** null: no answer ever comes. */
async function listen(answering: Answering): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const answer = await answering(request.url ?? '', request.headers, body);
    if (answer !== null)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

async function closeAll(front: Server, railway: StandIn, cwd: string): Promise<void> {
  front.closeAllConnections();
  await new Promise((closed) => front.close(closed));
  await railway.close();
  rmSync(cwd, { recursive: true });
}

/** What lies in the folder of the reports: whole files, or nothing. */
function reports(): readonly string[] {
  return readdirSync(around.cwd).includes('firebreak-out')
    ? readdirSync(join(around.cwd, 'firebreak-out')).toSorted()
    : [];
}

/** What the history holds: passes that were scanned, and messages that wait, to be sent once nobody holds them. */
async function kept(): Promise<{ readonly scans: number; readonly waiting: number; readonly due: number }> {
  const history = await openHistory({ path: join(around.cwd, 'history.db') }, { keepDays: 400 });
  const { size } = await history.lastScans('healthy');
  const waiting = await history.waiting();
  const later = new Date(Date.now() + 10 * 60_000);
  const due = (await history.outbox.due(later, later, 10)).length;
  await history.close();
  return { scans: size, waiting, due };
}

const once = () => startWatch(around.cwd, around.env, '--once').ended;

describe('a service that is asked to stop', () => {
  it('between scans ends at once, and has said what there was to say', async () => {
    const child = startWatch(around.cwd, around.env);
    await child.said('"message":"sent messages"');
    child.kill('SIGTERM');
    const { code, log } = await child.ended;
    expect(code, log).toBe(0);
    expect(log.trimEnd().split('\n').at(-1)).toContain('"message":"stopped"');
    expect(around.taken).toHaveLength(1);
    expect(await kept()).toEqual({ scans: 1, waiting: 0, due: 0 });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s in the middle of a scan gives that up', async (signal) => {
    const child = startWatch(around.cwd, around.env);
    around.onCall = (nth) => {
      if (nth === 5) child.kill(signal);
    };
    const { code, log } = await child.ended;
    expect(code, log).toBe(0);
    expect(log).toContain('gave the scan up to stop');
    expect(reports()).toEqual([]);
    expect(around.taken).toEqual([]);
    expect(await kept()).toEqual({ scans: 0, waiting: 0, due: 0 });
  });

  it('while a channel does not answer leaves the message for later', async () => {
    const child = startWatch(around.cwd, around.env);
    around.onMessage = () => {
      child.kill('SIGTERM');
      return false;
    };
    expect((await child.ended).code).toBe(0);
    expect(await kept()).toEqual({ scans: 1, waiting: 1, due: 1 });
  });
});

describe('a second service with the same history', () => {
  it('is refused while the first runs, and not once that was killed', async () => {
    const first = startWatch(around.cwd, around.env);
    await first.said('waits for the next scan');
    const { code, log } = await startWatch(around.cwd, around.env).ended;
    expect(code).toBe(2);
    expect(log).toContain('Another firebreak watch is running for healthy with the history');
    expect((await once()).code).toBe(0);
    first.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const second = startWatch(around.cwd, around.env);
    await second.said('waits for the next scan');
    second.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
  });
});

/** Seeded, so that a failure can be made again; https://en.wikipedia.org/wiki/Linear_congruential_generator */
function* randoms(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const seed = Number(process.env.FIREBREAK_SEED ?? 42);

describe(`a service that is killed (seed ${seed})`, () => {
  const random = randoms(seed);
  const reading = Array.from({ length: 1 }, () => 1 + Math.floor(random.next().value * 20));
  const afterwards = Array.from({ length: 2 }, () => Math.floor(random.next().value * 600));

  it.each<[string, (child: ReturnType<typeof startWatch>) => void]>([
    ...reading.map(
      (nth) =>
        [
          `at call ${nth} of its reading`,
          (child: ReturnType<typeof startWatch>) => {
            around.onCall = (call) => {
              if (call === nth) child.kill('SIGKILL');
            };
          },
        ] as [string, (child: ReturnType<typeof startWatch>) => void],
    ),
    ...afterwards.map(
      (milliseconds) =>
        [
          `${milliseconds} ms after its tenth call, judging, writing or recording`,
          (child: ReturnType<typeof startWatch>) => {
            around.onCall = (call) => {
              if (call === 10) setTimeout(() => child.kill('SIGKILL'), milliseconds);
            };
          },
        ] as [string, (child: ReturnType<typeof startWatch>) => void],
    ),
    [
      'while it sends',
      (child) => {
        around.onMessage = () => {
          child.kill('SIGKILL');
          return false;
        };
      },
    ],
  ])('%s goes on where it was', async (_, plan) => {
    const child = startWatch(around.cwd, around.env);
    plan(child);
    expect((await child.ended).signal).toBe('SIGKILL');
    around.onCall = () => {};
    around.onMessage = () => true;
    for (const file of reports().filter((name) => name.endsWith('.json'))) {
      JSON.parse(readFileSync(join(around.cwd, 'firebreak-out', file), 'utf8'));
    }
    const again = await once();
    expect(again.code, again.log).toBe(0);
    const { scans, waiting, due } = await kept();
    expect(scans).toBe(1);
    expect(due).toBe(waiting);
    // The first scan's message: sent, or sure to be.
    expect(new Set(around.taken).size + waiting).toBe(1);
  });
});
