// A scheduler's one scan as a process of its own, so that it can be killed: `node leader.ts '{"database": …}'`. It
// leads, judges, writes and records as the service does; its last line says what came of it.
import { join } from 'node:path';
import { writeFileWhole } from '../../../src/cli/files.ts';
import { fleetScan } from '../../../src/cli/watch-fleet.ts';
import { defaultSettings } from '../../../src/config/limits.ts';
import { settleAlert } from '../../../src/config/settle-alert.ts';
import { openHistory } from '../../../src/history/history.ts';
import { openPool } from '../../../src/history/postgresql.ts';
import { joinFleet } from '../../../src/service/fleet/fleet.ts';
import { runPass } from '../../../src/service/run-pass.ts';
import { laterIO, liveIO, type Made, type Served, scan } from './estate.ts';
import type { ProcessTold } from './processes.ts';

export interface LeaderTold extends ProcessTold {
  readonly served: Served;
  readonly target: string;
  /** As ISO time. */
  readonly due: string;
  /** A folder. */
  readonly out: string;
}

const told = JSON.parse(process.argv[2] ?? '') as LeaderTold;
const { database, terms, rhythm, retries, served, target, due, out } = told;
const never = new AbortController().signal;
const say = (about: object): void => void process.stdout.write(`${JSON.stringify(about)}\n`);
const pool = openPool(database, 6);
const fleet = await joinFleet({ pool, terms, rhythm, retries, log: (_, message) => say({ message }) });
const history = await openHistory({ url: database }, { keepDays: 400 });
say({ message: 'ready' });
const end = await runPass('full', {
  config: {
    name: target,
    alerts: [settleAlert({ slack: { webhookEnv: 'SLACK_WEBHOOK_URL' } })],
    settings: defaultSettings(target),
  },
  history,
  clock: laterIO.clock,
  stop: never,
  deadline: never,
  scan: async (pass) => {
    const io = { clock: () => new Date(), wait: liveIO.wait, signal: never };
    const turn = { target, pass, due: new Date(due), minutes: 5 };
    return fleetScan({ fleet, history }, turn, io, async ({ elsewhere, budgets, startedAt }) => {
      const made = await scan(served, { elsewhere, budgets, ...laterIO }, startedAt);
      return { ...made, write: (report) => writeMade({ ...made, report }) };
    });
  },
});
say({ state: end.state });
await history.close();
await fleet.close();
await pool.end();

async function writeMade({ inventory, report }: Pick<Made, 'inventory' | 'report'>): Promise<void> {
  const { trend: _, ...still } = report;
  await writeFileWhole(join(out, 'made.json'), JSON.stringify({ inventory, report: still }));
}
