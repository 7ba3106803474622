import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../src/baseline/chain.ts';

/** Whether OpenSSH is here; where it is not, tests that sign are skipped in sight. */
export const hasSshKeygen = spawnSync('ssh-keygen', ['-?'], { stdio: 'ignore' }).error === undefined;

/** Somebody with a fresh key of their own: the person, and the file of their private key. */
export function person(name: string): Person & { readonly file: string } {
  const file = join(mkdtempSync(join(tmpdir(), 'firebreak-key-')), 'id');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  const [type, key] = readFileSync(`${file}.pub`, 'utf8').split(' ');
  return { name, keys: [`${type} ${key}`], file };
}
