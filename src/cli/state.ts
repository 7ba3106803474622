import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messagesOf, missedMessages } from '../alerts/messages.ts';
import type { Config } from '../config/config.ts';
import { isEndpoint } from '../config/endpoint.ts';
import { muteLines } from '../config/secrets.ts';
import { defaultHistory } from '../config/settle.ts';
import { type History, openHistory } from '../history/history.ts';
import type { HistoryLocation } from '../history/location.ts';
import { keepScan, withTrend } from '../keep.ts';
import { OperatorError } from '../model/error.ts';
import type { LighterPass } from '../model/inventory.ts';
import { sendAlerts } from './alert-sending.ts';
import { failureText } from './failure-text.ts';
import { refusalOf } from './files.ts';
import { historyLocation, namedHistory } from './history-location.ts';
import type { ScanRun } from './run-scan.ts';
import type { Outside } from './tapes.ts';

interface StateOptions {
  /** A folder, or the name of a variable that holds the URL of a PostgreSQL. */
  readonly state?: string;
  readonly reportUrl?: string;
  readonly pass?: LighterPass | 'full';
  readonly quiet?: boolean;
}

/** What a single scan keeps of itself for the next one, and whom it tells. */
export interface ScanState {
  /** A scan whose report shows how things moved until it. */
  readonly withTrend: (run: ScanRun) => Promise<ScanRun>;
  /** Keeps a scan that came to its end, and sends what there is to say of it. */
  readonly keep: (run: ScanRun) => Promise<void>;
  /** Keeps that the scan could not run, tells it, and throws what it was ended by. */
  readonly missed: (error: unknown) => Promise<never>;
  readonly close: () => Promise<void>;
}

/** Opens the state before anything is read, so that a scan is not made in vain; a replay and a scan without one keep nothing. */
export async function openState(outside: Outside, options: StateOptions): Promise<ScanState> {
  const { io, configuration, replayed } = outside;
  const { config } = configuration;
  const location = await locationOf(outside, options.state);
  if (location === null || replayed) {
    if (config.alerts.length > 0 && !replayed) io.stderr.write(`  ${nothingTold}\n`);
    const missed = async (error: unknown): Promise<never> => Promise.reject(error);
    return { withTrend: async (run) => run, keep: async () => {}, missed, close: async () => {} };
  }
  for (const line of muteLines(config.alerts, io.env)) io.stderr.write(`  ${line}\n`);
  const { keepDays } = config.history ?? defaultHistory;
  const told = withReportUrl(config, options.reportUrl);
  return stateIn(await openHistory(location, { keepDays }), outside, { ...options, config: told });
}

const nothingTold =
  'Alerts are configured, and nothing is sent: what changed is known only with a state. Add --state FOLDER, or `history` to the configuration.';

interface Telling extends StateOptions {
  readonly config: Config;
}

function stateIn(
  history: History,
  { io }: Outside,
  { config, pass = 'full', quiet = false }: Telling,
): ScanState {
  const target = config.name;
  const send = () => sendAlerts(history.outbox, config.alerts, { io, quiet });
  return {
    withTrend: async (run) => ({ ...run, report: await withTrend(history, target, run.report) }),
    keep: async ({ report, hindsight }) => {
      if (io.signal.aborted) {
        io.stderr.write('  The scan was interrupted: the state stays as it was, and nothing is sent.\n');
        return;
      }
      const kept = { target, report, hindsight };
      await keepScan(history, kept, (delta) => messagesOf(delta, config, report));
      await send();
    },
    missed: async (error) => {
      const [why = ''] = failureText(error, { env: io.env, line: [] })
        .replace(/^firebreak: /, '')
        .split('\n');
      const scan = { target, pass, at: io.clock().toISOString(), why };
      await history.missed(scan, missedMessages(scan, config));
      await send();
      throw error;
    },
    close: history.close,
  };
}

/** In a folder, so that what SQLite writes beside its file is kept with it. */
async function locationOf(
  { io, configuration }: Outside,
  named: string | undefined,
): Promise<HistoryLocation | null> {
  const { config, path } = configuration;
  if (named === undefined) {
    return config.history === undefined
      ? null
      : historyLocation(config.history, { ...io, configuration: path });
  }
  const location = namedHistory(named, io);
  if ('url' in location) return location;
  const folder = resolve(io.cwd, named);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const why = refusalOf(error);
    if (why === null) throw error;
    throw new OperatorError(
      'STATE_UNUSABLE',
      `The folder ${named} can't be made: ${why}.`,
      'Name a folder that may be written, or the variable of a PostgreSQL URL, for --state.',
    );
  }
  return { path: join(folder, 'firebreak-history.db') };
}

function withReportUrl(config: Config, named: string | undefined): Config {
  if (named === undefined) return config;
  if (isEndpoint(named)) return { ...config, reportUrl: named };
  throw new OperatorError(
    'REPORT_URL',
    '--report-url expects an https address without a password.',
    'Name the page of the CI run, or leave it out.',
  );
}
