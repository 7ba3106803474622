import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '../model/error.ts';
import type { Person } from './chain.ts';

/** Signatures are made for this and nothing else: one made for git is none of ours. */
export const signatureNamespace = 'firebreak-baseline';

/** Makes and checks SSH signatures. */
export interface Signatures {
  /** The armoured signature of `message` by the key in `keyFile` (private, or public with an agent). */
  sign(message: string, keyFile: string): Promise<string>;
  /** Whether one of the person's keys made `signature` over `message`. */
  verify(message: string, signature: string, person: Person): Promise<boolean>;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs ssh-keygen with `input`; a key with a passphrase asks on the terminal itself. */
function run(parameters: readonly string[], input: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh-keygen', parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => err.push(data));
    // It may end before it has read everything; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => reject(missing(cause)));
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
    child.stdin.end(input);
  });
}

function missing(cause: Error): OperatorError {
  return new OperatorError(
    'SSH_KEYGEN_MISSING',
    `ssh-keygen could not be run (${cause.message})`,
    'install OpenSSH 8.2 or newer (Debian: apt-get install openssh-client)',
  );
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sign(message: string, keyFile: string): Promise<string> {
  const { code, stdout, stderr } = await run(
    ['-Y', 'sign', '-n', signatureNamespace, '-f', keyFile],
    message,
  );
  if (code === 0 && stdout.startsWith('-----BEGIN SSH SIGNATURE-----')) return stdout;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  throw new OperatorError(
    'SIGNING_FAILED',
    `ssh-keygen did not sign with ${keyFile}: ${said}`,
    'name a private SSH key, or a public one whose private half your SSH agent holds',
  );
}

async function verify(message: string, signature: string, { name, keys }: Person): Promise<boolean> {
  return inFolder(async (folder) => {
    const signers = join(folder, 'allowed-signers');
    const file = join(folder, 'signature');
    const lines = keys.map((key) => `${name} namespaces="${signatureNamespace}" ${key}\n`);
    await writeFile(signers, lines.join(''), { mode: 0o600 });
    await writeFile(file, signature, { mode: 0o600 });
    const parameters = ['-Y', 'verify', '-f', signers, '-I', name, '-n', signatureNamespace, '-s', file];
    return (await run(parameters, message)).code === 0;
  });
}

/** OpenSSH's own `ssh-keygen -Y`: https://man.openbsd.org/ssh-keygen.1#Y~3 */
export const sshSignatures: Signatures = { sign, verify };
