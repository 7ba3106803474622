import { configDigest } from '../config/digest.ts';
import { defaultHistory } from '../config/settle.ts';
import type { History } from '../history/history.ts';
import { openPool } from '../history/postgresql.ts';
import { OperatorError } from '../model/error.ts';
import { type Fleet, joinFleet } from '../service/fleet/fleet.ts';
import { type FleetTurn, type LeadIO, leadRun } from '../service/fleet/lead.ts';
import { form } from '../service/fleet/terms.ts';
import { work } from '../service/fleet/work.ts';
import type { ObserveWork } from '../service/fleet/work-event.ts';
import type { Log } from '../service/log.ts';
import type { Scanned } from '../service/run-pass.ts';
import { collectorsOf } from './collectors.ts';
import type { Configuration } from './configuration.ts';
import { historyLocation } from './history-location.ts';
import type { CliIO } from './io.ts';
import type { Led } from './run-scan.ts';
import { version } from './version.ts';

/** What a process of a fleet does: asks for scans, leads and judges them; reads sources; or both. */
export const roles = ['all', 'scheduler', 'worker'] as const;
export type Role = (typeof roles)[number];

/** Connections of a process: its queries are short, and those that keep the rate come with every request. */
const connections = 10;

/** Joins the fleet of the database that keeps the history. `OperatorError` where that is a file. */
export async function openFleet(io: CliIO, { config, path }: Configuration, log: Log): Promise<Fleet> {
  const { at, keepDays } = config.history ?? defaultHistory;
  const location = historyLocation({ at, keepDays }, { ...io, configuration: path });
  if (!('url' in location)) {
    throw new OperatorError(
      'FLEET_WITHOUT_POSTGRESQL',
      'A fleet shares its work over PostgreSQL, and the history of this configuration is a file.',
      'Set `history: { urlEnv: FIREBREAK_HISTORY_URL }`, or leave out --role to scan on this machine alone.',
    );
  }
  const pool = openPool(location.url, connections);
  const terms = { tool: version, form, config: configDigest(config) };
  const fleet = await joinFleet({ pool, terms, log }).catch(async (error: unknown) => {
    await pool.end();
    throw unjoined(error);
  });
  return {
    ...fleet,
    close: async () => {
      await fleet.close();
      await pool.end();
    },
  };
}

/** Messages of the driver name hosts and users, never a password. */
function unjoined(error: unknown): OperatorError {
  const said = error instanceof Error ? error.message || error.name : String(error);
  return new OperatorError(
    'FLEET_UNREACHABLE',
    `The database of the fleet could not be used: ${said}`,
    'The user of the URL needs the right to create schemas there, once; see docs/guides/fleet.md.',
  );
}

/** The share of a scan's time in which its sources are to be read; the rest is for judging. */
const shareForReading = 0.9;

/** A turn of the service's: so many minutes it has for the whole scan. */
export interface ServiceTurn extends Omit<FleetTurn, 'within'> {
  readonly minutes: number;
}

/** Whom a scan is read by, and where it will be kept. */
export interface SharedScan {
  readonly fleet: Fleet;
  readonly history: Pick<History, 'lastScans'>;
}

/** Makes a scan with the fleet's workers to read for it; null: another process makes it. */
export async function fleetScan(
  shared: SharedScan,
  turn: ServiceTurn,
  io: LeadIO,
  scan: (led: Led) => Promise<Scanned>,
): Promise<Scanned | null> {
  const { minutes, target, pass, due } = turn;
  const within = minutes * 60_000 * shareForReading;
  const lead = await leadRun(shared.fleet, { target, pass, due, within }, io);
  if (lead === null) return null;
  try {
    const { elsewhere, budgets, run } = lead;
    if ((await shared.history.lastScans(target)).get(pass) === run.startedAt.toISOString()) {
      // Whoever led it was gone between recording its scan and ending it: what was read for it is not judged again.
      await lead.end('judged', async () => {});
      await lead.leave();
      return await fleetScan(shared, turn, io, scan);
    }
    return { ...(await scan({ elsewhere, budgets, startedAt: run.startedAt })), lead };
  } catch (error) {
    // A scan that can't be made is not tried again: the next turn is.
    if (error instanceof OperatorError && !error.code.startsWith('FLEET_')) {
      await lead.end(error.code, async () => {});
    }
    await lead.leave();
    throw error;
  }
}

/** Reads sources for the fleet until the process is asked to stop. */
export async function workFor(
  fleet: Fleet,
  io: CliIO,
  { config }: Configuration,
  { atOnce, observe }: { readonly atOnce: number; readonly observe: ObserveWork },
): Promise<void> {
  const providers = collectorsOf(config, io, { only: [], replayed: false });
  // Without the signal: what is in hand is read to its end, so that nothing is taken for unreadable.
  const { clock, wait } = io;
  await work(
    fleet,
    {
      atOnce,
      readers: (budgets) =>
        new Map(
          providers.map(({ name, readTasks }) => [
            name,
            readTasks({ clock, wait, budgets, progress: () => {} }),
          ]),
        ),
    },
    { wait, signal: io.signal, observe },
  );
}
