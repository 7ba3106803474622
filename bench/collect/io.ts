import { setTimeout as delay } from 'node:timers/promises';
import type { CollectIO } from '../../src/collectors/collector.ts';

export const realIO: CollectIO = {
  clock: () => new Date(),
  wait: (milliseconds) => delay(milliseconds),
  progress: () => {},
};

/** What a measured run says of itself. */
export interface Run {
  readonly seconds: number;
  /** Time on the processor, which other work on the machine does not stretch. */
  readonly cpuSeconds: number;
  readonly assets: number;
  readonly peakMegabytes: number;
}

/** Runs to its end and tells the parent process how long it took and the most memory it held. */
export async function measured(work: () => Promise<number>): Promise<void> {
  const before = performance.now();
  const assets = await work();
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  process.send?.({
    seconds,
    cpuSeconds,
    assets,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  } satisfies Run);
}
