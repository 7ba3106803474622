import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { scanner } from '../acme.ts';

const main = resolve(import.meta.dirname, '../../../../src/cli/main.ts');

export interface Ran {
  readonly code: number | null;
  readonly text: string;
}

/** A folder to run the command in as a user would, and what is set there; taken away by `close`. */
export interface Desk {
  readonly folder: string;
  /** Runs one command to its end. `endpoint`: where AWS is; null: nowhere, and with no credentials. */
  run(
    endpoint: string | null,
    line: readonly string[],
    started?: (child: ChildProcess) => void,
  ): Promise<Ran>;
  close(): void;
}

/** Everything of the seeded account's organisation counts as production. */
export function openDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-seeded-'));
  const providers = { aws: { accounts: 'organization', requestsPerSecond: 1000 } };
  writeFileSync(join(folder, 'firebreak.yaml'), JSON.stringify({ version: 1, name: 'seeded', providers }));
  return {
    folder,
    run: (endpoint, line, started) =>
      ended(spawn(process.execPath, [main, ...line], at(folder, endpoint)), started),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function at(folder: string, endpoint: string | null) {
  const aws =
    endpoint === null
      ? { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_EC2_METADATA_DISABLED: 'true' }
      : {
          AWS_ENDPOINT_URL: endpoint,
          AWS_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: scanner.accessKeyId,
          AWS_SECRET_ACCESS_KEY: scanner.secretAccessKey,
        };
  return { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...aws } };
}

function ended(
  child: ReturnType<typeof spawn>,
  started: ((child: ChildProcess) => void) | undefined,
): Promise<Ran> {
  started?.(child);
  return new Promise((done, fail) => {
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', fail);
    child.once('close', (code) => done({ code, text }));
  });
}
