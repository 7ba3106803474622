import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** A `firebreak watch` of its own, as a supervisor runs it. */
export interface Child {
  /** Its log, once a line of it holds the text. */
  readonly said: (text: string) => Promise<string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** How it ended, and all it logged. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly log: string;
  }>;
}

const running = new Set<ChildProcess>();

/** Ends whatever a test that failed left running. */
export function endChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}

const main = resolve(import.meta.dirname, '../../src/cli/main.ts');

export function startWatch(
  cwd: string,
  env: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Child {
  const child: ChildProcess = spawn(process.execPath, [main, 'watch', ...options], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  let log = '';
  const waiting = new Set<{ readonly text: string; readonly found: (log: string) => void }>();
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
    for (const each of waiting) if (log.includes(each.text)) each.found(log);
  });
  return {
    said: (text) =>
      new Promise((found, lost) => {
        if (log.includes(text)) return found(log);
        const never = (): void => lost(new Error(`it never said ${text}:\n${log}`));
        if (!running.has(child)) return never();
        waiting.add({ text, found });
        child.once('close', never);
      }),
    kill: (signal) => child.kill(signal),
    ended: new Promise((end) => child.once('close', (code, signal) => end({ code, signal, log }))),
  };
}
