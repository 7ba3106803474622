import type { Channel } from '../alerts/channel.ts';
import { type SendIO, sendDue } from '../alerts/send.ts';
import type { WatchConfig } from '../config/config.ts';
import type { History } from '../history/history.ts';
import type { Observe } from './event.ts';
import { type Keeping, type PassEnd, type PassRun, runPass } from './run-pass.ts';
import { afterTurn, checkSchedules, nextTurn, type PassName, type Served, servedBefore } from './schedule.ts';

/** What the service does its work with. */
export interface Service extends Keeping {
  /** As `PassRun` has it; `due`: when the scan was to begin, the same for every process with the same schedule. */
  readonly scan: (...asked: [...Parameters<PassRun['scan']>, due: Date]) => ReturnType<PassRun['scan']>;
  readonly history: History;
  readonly channels: readonly Channel[];
  readonly observe: Observe;
}

/** The outside as the service sees it. */
export interface ServiceIO {
  readonly clock: () => Date;
  /** Resolves after that many milliseconds, or when `signal` aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Takes a line for whoever operates this. */
  readonly tell: (line: string) => void;
  /** The service is asked to stop. */
  readonly signal: AbortSignal;
}

/** A clock that was put back or forward is noticed after so long. */
const longestWait = 60_000;
/** How often the outbox is looked at, for what another process or an earlier try left there. */
const betweenLooks = 15_000;

/**
 * Scans by schedule, one scan at a time, until it is asked to stop; what is to be said is sent beside it and holds no
 * scan up. What was missed while nothing ran is caught up by one scan. Ends in what ends either of the two: whatever
 * is thrown is a bug, or a history that is out of reach.
 */
export async function watch(service: Service, plan: WatchConfig, io: ServiceIO): Promise<void> {
  checkSchedules(plan.schedules, io.clock());
  const failed = new AbortController();
  const own = { ...io, signal: AbortSignal.any([io.signal, failed.signal]) };
  const news = doorbell();
  const observe: Observe = (event) => {
    service.observe(event);
    if (event.type === 'ended') news.ring();
  };
  const both = [scanning({ ...service, observe }, plan, own), sending(service, own, news)].map((each) =>
    each.catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(both);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** One scan now, and what is to be said of it; for whoever has a schedule of their own. */
export async function watchOnce(
  service: Service,
  pass: PassName,
  io: ServiceIO & Pick<WatchConfig, 'deadlineMinutes'>,
): Promise<PassEnd> {
  const end = await onePass(service, pass, { ...io, due: io.clock() });
  await sendNow(service, io);
  return end;
}

async function scanning(service: Service, plan: WatchConfig, io: ServiceIO): Promise<void> {
  const { config, history, observe } = service;
  let served: Served = servedBefore(plan.schedules, await history.lastScans(config.name));
  while (!io.signal.aborted) {
    const turn = nextTurn(served, io.clock());
    const until = new Date(turn.at.getTime() + Math.floor(io.random() * plan.jitterSeconds * 1000));
    observe({ type: 'waits', pass: turn.pass, until });
    await waitUntil(until, io);
    if (io.signal.aborted) return;
    const began = io.clock();
    await onePass(service, turn.pass, { ...io, deadlineMinutes: plan.deadlineMinutes, due: turn.at });
    served = afterTurn(served, turn, began);
  }
}

async function waitUntil(time: Date, { clock, wait, signal }: ServiceIO): Promise<void> {
  for (;;) {
    const left = time.getTime() - clock().getTime();
    if (left <= 0 || signal.aborted) return;
    await wait(Math.min(left, longestWait), signal);
  }
}

async function onePass(
  service: Service,
  pass: PassName,
  io: ServiceIO & Pick<WatchConfig, 'deadlineMinutes'> & { readonly due: Date },
): Promise<PassEnd> {
  const { observe } = service;
  const began = io.clock();
  const over = new AbortController();
  const deadline = new AbortController();
  observe({ type: 'began', pass, at: began });
  // The wait ends with the pass; that it came to its own end is the deadline.
  const timer = io.wait(io.deadlineMinutes * 60_000, over.signal).then(() => {
    if (!over.signal.aborted) deadline.abort();
  });
  const end = await runPass(pass, {
    ...service,
    scan: (...asked) => service.scan(...asked, io.due),
    clock: io.clock,
    stop: io.signal,
    deadline: deadline.signal,
  }).finally(() => over.abort());
  await timer;
  const at = io.clock();
  observe({ type: 'ended', pass, at, seconds: (at.getTime() - began.getTime()) / 1000, end });
  return end;
}

/** Wakes whoever waits for news; what rings while nobody waits is heard by the next who does. */
interface Doorbell {
  readonly ring: () => void;
  /** Aborts when it rings next. */
  readonly next: () => AbortSignal;
}

function doorbell(): Doorbell {
  let bell = new AbortController();
  return {
    ring: () => bell.abort(),
    next: () => {
      bell = new AbortController();
      return bell.signal;
    },
  };
}

async function sending(service: Service, io: ServiceIO, news: Doorbell): Promise<void> {
  while (!io.signal.aborted) {
    const rung = news.next();
    await sendNow(service, io);
    await io.wait(betweenLooks, AbortSignal.any([io.signal, rung]));
  }
}

async function sendNow({ history, channels, observe }: Service, io: ServiceIO): Promise<void> {
  const out: SendIO = { ...io, wait: (milliseconds) => io.wait(milliseconds, io.signal) };
  const result = await sendDue(history.outbox, channels, out);
  observe({ type: 'sent', result, waiting: await history.waiting() });
}
