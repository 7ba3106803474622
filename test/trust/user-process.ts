import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Command lines of every process it started, as anybody on the machine could list them; none without /proc. */
  readonly commands: ReadonlySet<string>;
}

interface Around {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Modules to load before the program. */
  readonly imported?: readonly string[];
}

/** Runs the program as a user does, in a process of its own. */
export function firebreak(line: readonly string[], { cwd, env, imported = [] }: Around): Promise<Ended> {
  const child = spawn(process.execPath, [...imported.flatMap((text) => ['--import', text]), main, ...line], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  const commands = new Set<string>();
  const look = setInterval(() => note(String(child.pid), commands), 50);
  return new Promise((done) => {
    child.on('close', (code) => {
      clearInterval(look);
      done({ code, ...said, commands });
    });
  });
}

function note(id: string, commands: Set<string>): void {
  commands.add(read(`/proc/${id}/cmdline`).replaceAll('\0', ' '));
  for (const child of read(`/proc/${id}/task/${id}/children`).split(' ').filter(Boolean))
    note(child, commands);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Everything below a folder, to the byte, by its path; `except`: what was put there before. */
export function filesBelow(folder: string, except: readonly string[] = []): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  );
  const named = files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(folder, path), path] as const;
  });
  return new Map(
    named
      .filter(([name]) => !except.some((start) => name.startsWith(start)))
      .map(([name, path]) => [name, readFileSync(path, 'latin1')]),
  );
}
