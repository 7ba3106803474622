import { OperatorError } from '../model/error.ts';
import type { Person } from './chain.ts';

const name = /^[A-Za-z0-9._+@-]{1,128}$/;
const key =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+={0,3}/;

function invalid(what: string): OperatorError {
  return new OperatorError(
    'SIGNERS_INVALID',
    what,
    'write a signer as NAME=FILE, the file holding public SSH keys',
  );
}

/** `ana@acme.example=keys/ana.pub` as a person with the public keys of that file, a line each. */
export async function readSigner(text: string, readFile: (path: string) => Promise<string>): Promise<Person> {
  const [who = '', path = ''] = text.split(/=(.*)/s);
  if (!name.test(who)) throw invalid(`"${who}" is no name: letters, digits and . _ + @ - make one`);
  if (path === '') throw invalid(`${who} has no key file`);
  const lines = (await readFile(path))
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const keys = lines.map((line) => key.exec(line.trim())?.[0]);
  if (keys.length === 0 || keys.includes(undefined))
    throw invalid(`${path} holds something else than public SSH keys`);
  return { name: who, keys: keys.filter((found) => found !== undefined) };
}
