import { fork } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Check } from '../findings/check.ts';
import type { Ruling } from '../findings/ruling.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { Inventory } from '../model/inventory.ts';
import { type Described, describedCheck, givenRuling } from './code-check-answer.ts';

/** What the code of others is shown, and how long it may take. */
export interface CodeChecksInput {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly inventory: Inventory;
  readonly radius: BlastRadius;
  /** For one file, all its assets together. */
  readonly limitMs: number;
}

/** What one file's process sent before it ended. */
interface Heard {
  described: Described | null;
  readonly rulings: Map<string, Ruling | Error>;
  /** Why it did not get to its end; null where it did. */
  broken: string | null;
}

/**
 * Runs checks of one's own, each file in a process that has an empty environment, may read its own folder and this
 * program, and may neither write nor start anything. What throws, loops or talks nonsense answers with an error.
 */
export async function codeChecks(input: CodeChecksInput): Promise<readonly Check[]> {
  const checks: Check[] = [];
  // One after another: each may use a whole core for all of its time.
  for (const file of input.files) checks.push(asCheck(file, await hear(file, input)));
  return checks;
}

const child = fileURLToPath(
  new URL(`./code-checks-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);
const program = fileURLToPath(new URL('../..', import.meta.url));

function hear(file: string, { inventory, radius, limitMs }: CodeChecksInput): Promise<Heard> {
  const heard: Heard = { described: null, rulings: new Map(), broken: 'it ended before it had answered' };
  return new Promise((done) => {
    const running = fork(child, [file], {
      env: {},
      cwd: dirname(file),
      execArgv: ['--permission', `--allow-fs-read=${program}`, `--allow-fs-read=${folderOf(file)}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const timer = setTimeout(() => {
      heard.broken = `it took longer than ${limitMs / 1_000} seconds`;
      running.kill('SIGKILL');
    }, limitMs);
    running.on('message', (message) => note(heard, message, file));
    running.on('error', (error) => {
      heard.broken = error.message;
    });
    running.on('close', () => {
      clearTimeout(timer);
      done(heard);
    });
    running.send({ inventory, radius });
  });
}

function folderOf(file: string): string {
  try {
    return `${dirname(realpathSync(file))}/`;
  } catch {
    return `${dirname(file)}/`;
  }
}

/** One message: what the check is, what it says of an asset, or how it ended. */
function note(heard: Heard, message: unknown, file: string): void {
  const { check, asset, ruling, error, ended } = (message ?? {}) as Readonly<Record<string, unknown>>;
  if (check !== undefined) {
    const described = attempt(() => describedCheck(check, basename(dirname(file))));
    if (described instanceof Error) heard.broken = described.message;
    else heard.described = described;
  } else if (typeof asset === 'string') {
    heard.rulings.set(
      asset,
      typeof error === 'string' ? new Error(error) : attempt(() => givenRuling(ruling)),
    );
  } else if (ended === true && heard.described !== null) heard.broken = null;
  else if (typeof error === 'string') heard.broken = error;
}

function attempt<T>(read: () => T): T | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function asCheck(file: string, { described, rulings, broken }: Heard): Check {
  const common = { why: 'It was written by whoever runs this scan.', fix: {}, frameworks: [] };
  if (described === null) {
    const severity = { production: 'medium', otherwise: 'medium' } as const;
    const id = basename(file).replace(/\.[mc]?[jt]s$/, '');
    const shape = { id, title: `The check in ${basename(file)} works`, discipline: 'separation' as const };
    return {
      ...common,
      ...shape,
      severity,
      judges: 'configuration',
      needs: [],
      proof: 'presence',
      evaluate: () => {
        throw new Error(broken ?? 'it did not say what it is');
      },
    };
  }
  return {
    ...common,
    ...described,
    evaluate: ({ id }) => {
      const said = rulings.get(id);
      if (said === undefined || said instanceof Error) throw said ?? new Error(broken ?? 'it said nothing');
      return said;
    },
  };
}
