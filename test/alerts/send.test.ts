import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backoff } from '../../src/alerts/backoff.ts';
import type { AlertBody } from '../../src/alerts/body.ts';
import { type Channel, failed, type Outcome } from '../../src/alerts/channel.ts';
import { type SendIO, type SendResult, sendDue } from '../../src/alerts/send.ts';
import { type History, openHistory } from '../../src/history/history.ts';
import type { Message } from '../../src/model/history.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function newHistory(): Promise<History> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-send-'));
  opened.push(() => rm(folder, { recursive: true, force: true }));
  const history = await openHistory({ path: join(folder, 'history.sqlite') }, { keepDays: 400 });
  opened.push(history.close);
  return history;
}

const body: AlertBody = {
  ...{ kind: 'changes', mood: 'alarm', target: 'acme', pass: 'full', at: '2026-11-22T12:00:00.000Z' },
  ...{ headline: 'acme: +1 critical', severity: 'critical', notes: [], items: [], more: 0 },
  ...{ reportUrl: null, incident: null },
};

const message = (channel: string, headline: string): Message => ({
  channel,
  dedupeKey: headline,
  body: { ...body, headline },
});

const busy = failed('HTTP 503', 'later');
const gone = failed('HTTP 404', 'gone');

/** A channel that answers from a list and then takes everything; what it took stays. */
function fake(
  name: string,
  ...outcomes: readonly Outcome[]
): Channel & { readonly took: string[]; tries: number } {
  const queue = [...outcomes];
  const channel = {
    name,
    took: [] as string[],
    tries: 0,
    send: async ({ body: { headline } }: { readonly body: AlertBody }): Promise<Outcome> => {
      channel.tries += 1;
      const outcome = queue.shift() ?? { taken: true, remark: null };
      if (outcome.taken) channel.took.push(headline);
      return outcome;
    },
  };
  return channel;
}

/** A clock that waiting moves on, and what was told. */
function outside(start = '2026-11-22T12:00:00.000Z') {
  let now = Date.parse(start);
  const told: string[] = [];
  const stop = new AbortController();
  const io: SendIO = {
    clock: () => new Date(now),
    random: () => 0.5,
    signal: stop.signal,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
    tell: (line) => told.push(line),
  };
  const later = (minutes: number): void => {
    now += minutes * 60_000;
  };
  return { io, told, later, stop };
}

describe('sending', () => {
  it('delivers each message once, each channel in its own order', async () => {
    const { outbox } = await newHistory();
    const { io } = outside();
    const [a, b] = [fake('a'), fake('b')];
    await outbox.enqueue([message('a', '1'), message('b', '2'), message('a', '3')], io.clock());
    await outbox.enqueue([message('a', '1')], io.clock());
    expect(await sendDue(outbox, [a, b], io)).toEqual({ delivered: 3, failures: [] });
    expect([a.took, b.took]).toEqual([['1', '3'], ['2']]);
    expect(await sendDue(outbox, [a, b], io)).toEqual({ delivered: 0, failures: [] });
  });

  it('delivers more than one batch', async () => {
    const { outbox } = await newHistory();
    const { io } = outside();
    const names = Array.from({ length: 250 }, (_, n) => String(n).padStart(3, '0'));
    await outbox.enqueue(
      names.map((name) => message('a', name)),
      io.clock(),
    );
    const a = fake('a');
    await sendDue(outbox, [a], io);
    expect(a.took).toEqual(names);
  });

  it('waits out what passes within seconds, as long as it was asked to', async () => {
    const { outbox } = await newHistory();
    const { io } = outside();
    const a = fake('a', busy, failed('HTTP 429', 'later', 9_000));
    await outbox.enqueue([message('a', '1')], io.clock());
    const before = io.clock().getTime();
    expect(await sendDue(outbox, [a], io)).toMatchObject({ delivered: 1 });
    expect(io.clock().getTime() - before).toBe(1_000 + 9_000);
  });

  it('does not wait for what was asked to come back much later, and is not early then', async () => {
    const { outbox } = await newHistory();
    const { io, later } = outside();
    const a = fake('a', failed('HTTP 429', 'later', 3_600_000));
    await outbox.enqueue([message('a', '1')], io.clock());
    expect(await sendDue(outbox, [a], io)).toMatchObject({
      delivered: 0,
      failures: [{ reason: 'HTTP 429', gone: false }],
    });
    later(59);
    expect(await sendDue(outbox, [a], io)).toEqual({ delivered: 0, failures: [] });
    later(1);
    expect(await sendDue(outbox, [a], io)).toMatchObject({ delivered: 1 });
  });
});

describe('a message that another version kept', () => {
  it('holds nobody up, and is told to be there', async () => {
    const { outbox } = await newHistory();
    const { io } = outside();
    const a = fake('a');
    await outbox.enqueue(
      [{ channel: 'a', dedupeKey: 'x', body: { text: 'old' } }, message('a', '2')],
      io.clock(),
    );
    expect(await sendDue(outbox, [a], io)).toEqual({ delivered: 2, failures: [] });
    expect(a.took).toEqual(["An alert of 2026-11-22 12:00 UTC can't be shown", '2']);
  });
});

describe('a channel that is dead', () => {
  const dead = (name: string) => fake(name, ...Array.from({ length: 1000 }, () => busy));

  it('loses nothing, keeps its order, and holds nobody else up', async () => {
    const { outbox } = await newHistory();
    const { io, told, later } = outside();
    const a = dead('a');
    const b = fake('b');
    await outbox.enqueue(
      [...Array.from({ length: 150 }, (_, n) => message('a', `a${n}`)), message('b', 'b0')],
      io.clock(),
    );
    const result: SendResult = await sendDue(outbox, [a, b], io);
    expect(result).toMatchObject({ delivered: 1, failures: [{ channel: 'a', reason: 'HTTP 503' }] });
    expect([a.tries, b.took]).toEqual([3, ['b0']]);
    expect(told).toEqual([
      'alerts: a did not take the message of 2026-11-22 12:00 UTC: HTTP 503. It is kept and tried again from 2026-11-22 12:00 UTC.',
    ]);
    await outbox.enqueue([message('a', 'a150')], io.clock());
    later(24 * 60);
    const alive = fake('a');
    await sendDue(outbox, [alive], io);
    expect(alive.took).toEqual(Array.from({ length: 151 }, (_, n) => `a${n}`));
  });

  it('that is gone is told loudly, asked once a sending, and tried again within hours', async () => {
    const { outbox } = await newHistory();
    const { io, told, later } = outside();
    const a = fake('a', gone);
    await outbox.enqueue([message('a', '1')], io.clock());
    expect(await sendDue(outbox, [a], io)).toMatchObject({ failures: [{ channel: 'a', gone: true }] });
    expect([a.tries, told[0]]).toEqual([
      1,
      expect.stringContaining('It will take nothing until somebody sees to it.'),
    ]);
    later(6 * 60);
    expect(await sendDue(outbox, [a], io)).toMatchObject({ delivered: 1 });
  });

  it('that nobody configures any more is told', async () => {
    const { outbox } = await newHistory();
    const { io } = outside();
    await outbox.enqueue([message('old', '1')], io.clock());
    expect(await sendDue(outbox, [], io)).toMatchObject({
      failures: [
        {
          channel: 'old',
          reason: expect.stringMatching(/^no channel of this name is configured any more/),
          gone: true,
        },
      ],
    });
  });

  it('ends with the time there is', async () => {
    const { outbox } = await newHistory();
    const { io, stop } = outside();
    const a: Channel = {
      name: 'a',
      send: async () => {
        stop.abort();
        return failed('time was up', 'later');
      },
    };
    await outbox.enqueue([message('a', '1'), message('a', '2')], io.clock());
    expect(await sendDue(outbox, [a], io)).toMatchObject({
      delivered: 0,
      failures: [{ reason: 'time was up' }],
    });
  });
});

describe('a sender that dies', () => {
  it('after the channel took a message and before that was kept: it comes again, under the same id', async () => {
    const { outbox } = await newHistory();
    const { io, later } = outside();
    const ids: string[] = [];
    const a: Channel = {
      name: 'a',
      send: async ({ id }) => {
        ids.push(id);
        return { taken: true, remark: null };
      },
    };
    await outbox.enqueue([message('a', '1')], io.clock());
    const dying = {
      ...outbox,
      delivered: async () => {
        throw new Error('killed');
      },
    };
    await expect(sendDue(dying, [a], io)).rejects.toThrow('killed');
    expect(await sendDue(outbox, [a], io)).toEqual({ delivered: 0, failures: [] });
    later(5);
    await sendDue(outbox, [a], io);
    expect(ids).toEqual(['1', '1']);
  });
});

describe('the time between attempts', () => {
  const at = (attempts: number, dice: number, more = {}) =>
    backoff({ attempts, gone: false, retryAfter: null, ...more }, dice) / 60_000;
  it('doubles from a minute to six hours', () => {
    expect([0, 1, 2, 5, 9, 1000].map((attempts) => at(attempts, 1))).toEqual([1, 2, 4, 32, 360, 360]);
  });
  it('is spread over a quarter of it', () => {
    expect([0, 0.5, 1].map((dice) => at(2, dice))).toEqual([3, 3.5, 4]);
  });
  it('is long for what is gone, and never shorter than asked for', () => {
    expect([at(0, 1, { gone: true }), at(0, 1, { retryAfter: 600_000 })]).toEqual([360, 10]);
  });
});
