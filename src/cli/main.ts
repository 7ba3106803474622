import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { failureText } from './failure-text.ts';
import { exists, readLines, readText, realPath, remove, writeFileWhole } from './files.ts';
import type { CliIO } from './io.ts';
import { program } from './program.ts';

const interrupted = new AbortController();
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // The first one lets reading stop and what was read be written; whoever asks twice, or waits, gets out.
  process.once(name, () => {
    interrupted.abort();
    process.once(name, () => process.exit(code));
    setTimeout(() => process.exit(code), 10_000).unref();
  });
}

// Whoever reads a pipe may stop reading: `firebreak blast | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const io: CliIO = {
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isTTY: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? process.stderr.columns ?? 100,
  color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb',
  clock: () => new Date(),
  wait: (milliseconds) =>
    sleep(milliseconds, undefined, { signal: interrupted.signal }).catch(() => undefined),
  readFile: readText,
  readLines,
  writeFileWhole,
  exists,
  realPath,
  remove,
  signal: interrupted.signal,
  exitWith: (code) => {
    process.exitCode = code;
  },
};

function failed(error: unknown): void {
  process.stderr.write(failureText(error, { env: process.env, line: process.argv.slice(2) }));
  // A bug too: 1 would read as "findings".
  process.exitCode = 2;
}

// Node's own words would show every field of the error, and end with 1.
process.on('uncaughtException', (error) => {
  failed(error);
  process.exit();
});

try {
  await program(io).parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else failed(error);
}
