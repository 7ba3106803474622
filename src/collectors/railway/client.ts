import pLimit from 'p-limit';
import type { CollectIO } from '../collector.ts';
import { type Attempt, judge } from './failure.ts';
import { passed } from './guard.ts';
import { concurrency, type Pace, retryAfterMs } from './pace.ts';
import type { Answer, Failure, Read } from './read.ts';
import { shape } from './shape.ts';
import { type Filed, type Variables, type WireOptions, wire } from './wire.ts';

/** On whose behalf a read is asked. */
export interface Asker {
  /** The list of reads it belongs to, for whoever keeps the answers. */
  readonly source: string;
  /** Told why, where an answer is held up by the API. */
  readonly waiting?: (why: string) => void;
}

/** Asks Railway as one token. It never throws for what the API does: that is the answer's `failure`. */
export interface Client {
  /** The environment variable the token came in. */
  readonly token: string;
  /** What its pass leaves to full scans: never asked, and no gap. */
  readonly leftOut?: ReadonlySet<Read<unknown>> | undefined;
  /** Without an asker it belongs to finding out who the token is. */
  ask<Data>(read: Read<Data>, variables: Variables, asker?: Asker): Promise<Answer<Data>>;
}

const attempts = 3;
const firstBackoffMs = 500;

export interface ClientOptions extends WireOptions {
  readonly token: string;
  /** Shared by every client of the token. */
  readonly pace: Pace;
  readonly leftOut?: ReadonlySet<Read<unknown>> | undefined;
}

export function createClient(options: ClientOptions, io: CollectIO): Client {
  const limit = pLimit(concurrency);
  const post = wire(options, io);
  const { token, leftOut, pace } = options;
  const itself: Asker = { source: `railway ${token}` };
  return {
    token,
    leftOut,
    ask: (read, variables, asker = itself) =>
      limit(() => {
        const send: Asking['post'] = (filed) => post(read.document, variables, filed);
        return askWithRetries(read, { pace, io, asker, post: send });
      }),
  };
}

interface Asking {
  readonly pace: Pace;
  readonly io: CollectIO;
  readonly asker: Asker;
  readonly post: (filed: Filed) => Promise<Attempt>;
}

/** Reads are safe to repeat; what was refused for good is not. */
async function askWithRetries<Data>(read: Read<Data>, asking: Asking): Promise<Answer<Data>> {
  const { pace, post, asker } = asking;
  let failure: Failure | null = null;
  for (let call = 0; call < attempts; call += 1) {
    const stop = await pace.admit();
    if (stop) return { data: null, failure: failure ?? stop, calls: call };
    const attempt = await post({ source: asker.source, again: call > 0 });
    pace.observe(attempt);
    const judged = judge(attempt);
    const answer = shaped(read, attempt.data);
    if (!judged) return { ...answer, calls: call + 1 };
    failure = judged.failure;
    if (!judged.again || answer.data !== null) return { data: answer.data, failure, calls: call + 1 };
    if (call + 1 < attempts) await rest(failure, attempt, firstBackoffMs * 2 ** call, asking);
  }
  return { data: null, failure, calls: attempts };
}

/** A throttled token waits with all its reads, a failed read alone. */
async function rest(failure: Failure, attempt: Attempt, backoff: number, asking: Asking): Promise<void> {
  if (failure.reason !== 'throttled') return asking.io.wait(backoff);
  const pause = retryAfterMs(attempt) ?? backoff;
  asking.asker.waiting?.(`${Math.ceil(pause / 1000)} s, as Railway asks`);
  await asking.pace.pause(pause);
}

/** What of an answer has the shape that was asked for; the cast is the boundary to the wire. */
function shaped<Data>(read: Read<Data>, answer: unknown): Pick<Answer<Data>, 'data' | 'failure'> {
  if (typeof answer !== 'object' || answer === null) return { data: null, failure: null };
  const { value, missing } = shape(passed(read.document), answer);
  const failure: Failure = { reason: 'failed', detail: `${missing.length} fields did not come as asked` };
  return { data: value as Data | null, failure: missing.length > 0 ? failure : null };
}
