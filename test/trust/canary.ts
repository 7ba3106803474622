import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

/** How a planted secret is written: as most providers' keys, as Railway's tokens, in hexadecimal, with a password's characters, in words. */
export type Shape = 'mixed' | 'uuid' | 'hex' | 'password' | 'words';

const planted = new Map<string, string>();

/** A secret that may show up nowhere, known by the place it was planted in. */
export function canary(place: string, shape: Shape = 'mixed'): string {
  const digest = createHash('sha256').update(`canary ${place}`).digest();
  const secret = shapes[shape](digest);
  planted.set(place, secret);
  return secret;
}

const shapes: Readonly<Record<Shape, (digest: Buffer) => string>> = {
  mixed: (digest) => digest.toString('base64').replace(/[+/=]/g, 'x').slice(0, 36),
  uuid: (digest) => digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
  hex: (digest) => digest.toString('hex').slice(0, 40),
  password: (digest) =>
    `${digest.toString('base64url').slice(0, 12)}%"<&'\\ ${digest.toString('base64url').slice(12, 30)}`,
  words: (digest) =>
    [...digest.subarray(0, 6)].map((byte) => `${words[byte % words.length]}${byte}`).join(' '),
};

const words = [
  'amber',
  'birch',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'heath',
  'islet',
  'kelp',
  'linden',
];

/** So many characters of a secret in a row are a leak, in whatever encoding. */
const telling = 12;

/** Every run of twelve characters of what was planted, in each form it may take, and the place it came from. */
function runs(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [place, secret] of planted) {
    for (const form of formsOf(secret)) {
      for (let n = 0; n + telling <= form.length; n += 1) found.set(form.slice(n, n + telling), place);
    }
  }
  return found;
}

function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const markup = secret.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);
  const named = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const hex = Buffer.from(secret).toString('hex');
  const reversed = [...secret].toReversed().join('');
  const plain = [secret, reversed, json, markup, named, encodeURIComponent(secret), hex, hex.toUpperCase()];
  return [...plain, ...[0, 1, 2].flatMap((shift) => base64Of(secret, shift))];
}

/** Base64 as it stands inside a longer text: what depends on the neighbours is left out. */
function base64Of(secret: string, shift: number): readonly string[] {
  const whole = Buffer.from(' '.repeat(shift) + secret).toString('base64');
  const inner = whole.replace(/=+$/, '').slice(shift === 0 ? 0 : shift + 1, -2);
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
}

/** The places whose secrets stand in a text, or in what is packed in it. Every output must give none. */
export function leaks(outputs: ReadonlyMap<string, string>): readonly string[] {
  const known = runs();
  const found = new Set<string>();
  for (const [name, text] of outputs) {
    for (const part of [text, ...unpackedFrom(text)]) {
      for (let n = 0; n + telling <= part.length; n += 1) {
        const place = known.get(part.slice(n, n + telling));
        if (place !== undefined) found.add(`${place} in ${name}`);
      }
    }
  }
  return [...found].toSorted();
}

/** Gzip in base64, as the page carries its report. */
function unpackedFrom(text: string): readonly string[] {
  return [...text.matchAll(/H4sI[A-Za-z0-9+/]{40,}={0,2}/g)].map(([zipped]) =>
    gunzipSync(Buffer.from(zipped, 'base64')).toString('utf8'),
  );
}
