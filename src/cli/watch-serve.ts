import { InvalidArgumentError } from 'commander';
import { Registry } from 'prom-client';
import type { ListenConfig } from '../config/config.ts';
import { listenAt, usualListen } from '../config/settle-watch.ts';
import { OperatorError } from '../model/error.ts';
import type { Vital } from '../service/health.ts';
import type { Log } from '../service/log.ts';
import { type Listening, serve } from '../service/serve.ts';
import type { Configuration } from './configuration.ts';
import type { CliIO } from './io.ts';

/** What is told of a process over HTTP: each of its roles adds its own. */
export interface Told {
  readonly health: Vital[];
  readonly metrics: Registry;
}

export const nothingTold = (): Told => ({ health: [], metrics: new Registry() });

/** Where to tell it, and whether to go on without where that is taken. */
export interface Place {
  readonly at: ListenConfig | null;
  readonly optional: boolean;
}

/** `--listen` before the configuration; beside a scheduler on one machine a worker shares its configuration. */
export function placeOf(
  { config }: Configuration,
  { listen, role }: { readonly listen?: Pick<Place, 'at'>; readonly role?: string },
): Place {
  if (listen !== undefined) return { ...listen, optional: false };
  const { watch } = config;
  return { at: watch === undefined ? listenAt(usualListen) : watch.listen, optional: role === 'worker' };
}

/** Serves health and metrics as long as `work` goes on. */
export async function serving(
  told: Told,
  place: Place,
  { clock, log }: Pick<CliIO, 'clock'> & { readonly log: Log },
  work: () => Promise<void>,
): Promise<void> {
  const listening = await listen(told, place, clock, log);
  if (listening !== null) log('info', 'listens', { host: place.at?.host, port: listening.port });
  try {
    await work();
    log('info', 'stopped');
  } finally {
    await listening?.close();
  }
}

async function listen(
  told: Told,
  { at, optional }: Place,
  clock: () => Date,
  log: Log,
): Promise<Listening | null> {
  if (at === null) return null;
  try {
    return await serve({ ...told, clock }, at);
  } catch (error) {
    if (!optional || !(error instanceof OperatorError)) throw error;
    log('warn', 'does not listen', { why: error.message, hint: error.hint });
    return null;
  }
}

/** `--listen`: as `listen` in the configuration. Commander makes an empty text of a bare null, which would listen anywhere. */
export function parseListen(value: string): Pick<Place, 'at'> {
  if (value !== 'off' && !/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}$/.test(value)) {
    throw new InvalidArgumentError('It is an address and a port such as 127.0.0.1:9464, or off.');
  }
  return { at: listenAt(value) };
}
