import { moment } from '../../reports/words.ts';
import type { Delivery, Outbox } from '../model/history.ts';
import { backoff } from './backoff.ts';
import { type Channel, type ChannelIO, failed, type Outcome } from './channel.ts';
import { type Parcel, parcelsOf } from './parcels.ts';

export interface SendIO extends ChannelIO {
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Resolves after that many milliseconds, or when `signal` aborts. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Takes a line for whoever operates this; without a secret. */
  readonly tell: (line: string) => void;
}

/** A channel that did not take a message; its messages wait. */
export interface SendFailure {
  readonly channel: string;
  readonly reason: string;
  /** Nothing will be taken until a person sees to it. */
  readonly gone: boolean;
  /** When it is tried again. */
  readonly next: string;
}

export interface SendResult {
  readonly delivered: number;
  readonly failures: readonly SendFailure[];
}

/** How long messages taken from the outbox are this sender's own; a sender that dies gives them back so. */
const leaseMilliseconds = 5 * 60_000;
const batchSize = 100;

/**
 * Sends what is due, all channels side by side and each in its own order, until nothing is due or `signal` aborts. A
 * message is delivered at least once; a channel that does not take one keeps it, and those behind it, for later.
 * Never throws for what a channel does.
 */
export async function sendDue(outbox: Outbox, channels: readonly Channel[], io: SendIO): Promise<SendResult> {
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  const results: SendResult[] = [];
  while (!io.signal.aborted) {
    const now = io.clock();
    const due = await outbox.due(now, new Date(now.getTime() + leaseMilliseconds), batchSize);
    if (due.length === 0) break;
    const queues = [...Map.groupBy(due, ({ channel }) => channel)];
    results.push(
      ...(await Promise.all(
        queues.map(([name, deliveries]) =>
          sendQueue(outbox, byName.get(name) ?? noChannel(name), { deliveries, io }),
        ),
      )),
    );
  }
  return {
    delivered: results.reduce((sum, { delivered }) => sum + delivered, 0),
    failures: results.flatMap(({ failures }) => failures),
  };
}

function noChannel(name: string): Channel {
  const reason = `no channel of this name is configured any more (name one so again, or let its messages go: firebreak alerts drop ${name})`;
  return { name, send: async () => failed(reason, 'gone') };
}

interface Queue {
  readonly deliveries: readonly Delivery[];
  readonly io: SendIO;
}

async function sendQueue(outbox: Outbox, channel: Channel, { deliveries, io }: Queue): Promise<SendResult> {
  let delivered = 0;
  for (const { deliveries: settled, body } of parcelsOf(deliveries)) {
    const [first] = settled;
    const outcome: Outcome =
      body === null
        ? { taken: true, remark: null }
        : await attempt(channel, { id: first.dedupeKey, body }, io);
    if (!outcome.taken)
      return { delivered, failures: [await postpone(outbox, settled, { channel, outcome, io })] };
    if (outcome.remark !== null) io.tell(`alerts: ${channel.name}: ${outcome.remark}.`);
    for (const { id } of settled) await outbox.delivered(id, io.clock());
    delivered += 1;
  }
  return { delivered, failures: [] };
}

/** What passes within seconds is waited for here: whoever runs once a night comes back only tomorrow. */
const pauses = [1_000, 4_000];
const longestPause = 10_000;

async function attempt(
  channel: Channel,
  outgoing: Parameters<Channel['send']>[0],
  io: SendIO,
): Promise<Outcome> {
  for (const pause of pauses) {
    const outcome = await channel.send(outgoing, io);
    if (outcome.taken || outcome.why !== 'later') return outcome;
    if (io.signal.aborted || (outcome.retryAfter ?? 0) > longestPause) return outcome;
    await io.wait(Math.max(pause, outcome.retryAfter ?? 0));
  }
  return channel.send(outgoing, io);
}

interface Failed {
  readonly channel: Channel;
  readonly outcome: Extract<Outcome, { taken: false }>;
  readonly io: SendIO;
}

/** The rest of the queue stays leased and waits behind the one that failed. */
async function postpone(
  outbox: Outbox,
  deliveries: Parcel['deliveries'],
  { channel, outcome, io }: Failed,
): Promise<SendFailure> {
  const { reason, why, retryAfter } = outcome;
  const { attempts, createdAt } = deliveries[0];
  const gone = why !== 'later';
  const next = new Date(io.clock().getTime() + backoff({ attempts, gone, retryAfter }, io.random()));
  for (const { id } of deliveries) await outbox.postpone(id, next, reason);
  const nobody = gone ? ' It will take nothing until somebody sees to it.' : '';
  io.tell(
    `alerts: ${channel.name} did not take the message of ${moment(createdAt)}: ${reason}.${nobody} It is kept and tried again from ${moment(next.toISOString())}.`,
  );
  return { channel: channel.name, reason, gone, next: next.toISOString() };
}
