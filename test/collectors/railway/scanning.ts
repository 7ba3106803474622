import { afterEach } from 'vitest';
import type { CollectIO, Progress } from '../../../src/collectors/collector.ts';
import { collectRailway, type RailwayOptions } from '../../../src/collectors/railway/index.ts';
import type { Collected } from '../../../src/model/inventory.ts';
import { type ServeOptions, type StandIn, serveRailway } from '../../../src/stand-ins/railway/serve.ts';
import type { World } from '../../../src/stand-ins/railway/world.ts';

export const now = new Date('2026-04-23T12:00:00.000Z');

const open: StandIn[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

/** A stand-in that is closed after the test; it pages one item at a time unless told otherwise. */
export async function serve(world: World, options: ServeOptions = {}): Promise<StandIn> {
  const standIn = await serveRailway(world, { pageSize: 1, ...options });
  open.push(standIn);
  return standIn;
}

/** An outside world whose clock moves only by waiting, so that nothing sleeps. */
export function patientIO(): CollectIO & {
  readonly waits: readonly number[];
  readonly events: readonly Progress[];
} {
  const waits: number[] = [];
  const events: Progress[] = [];
  let time = now.getTime();
  return {
    waits,
    events,
    clock: () => new Date(time),
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      time += milliseconds;
    },
    progress: (event) => events.push(event),
  };
}

export interface Scan {
  readonly collected: Collected;
  readonly standIn: StandIn;
  readonly waits: readonly number[];
}

/** Serves a world and collects it with tokens given by the variable they come in. */
export async function scan(
  world: World,
  tokens: Readonly<Record<string, string>>,
  options: ServeOptions = {},
  more: Partial<RailwayOptions> = {},
): Promise<Scan> {
  const standIn = await serve(world, options);
  const io = patientIO();
  const inHand = Object.entries(tokens).map(([name, value]) => ({ name, value }));
  const collected = await collectRailway({ endpoint: standIn.url, tokens: inHand, ...more }, io);
  return { collected, standIn, waits: io.waits };
}

/** Ids of the assets, each once. */
export function idsOf({ assets }: Collected): readonly string[] {
  return [...new Set(assets.map(({ id }) => id))];
}

/** Fingerprints of what could not be read, standing facts aside. */
export function openGaps({ gaps }: Collected): readonly string[] {
  return gaps.filter(({ reason }) => reason !== 'unlistable').map(({ fingerprint }) => fingerprint);
}
