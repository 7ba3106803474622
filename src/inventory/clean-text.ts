import { createHash } from 'node:crypto';
import { secretShapes } from '../model/secret-shapes.ts';

/** Longest name or tag kept, and longest id or other text; providers allow less. */
const nameLimit = 512;
const idLimit = 2048;

/** Control characters, line separators, lone surrogates, and whatever turns or hides the text around it. */
const unsafe =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const mayBeUnsafe = /[^\x20-\x7e]/;
const mayBeSecret = /-----BEGIN|gh[pousr]_|github_pat_|glpat-|xox|npm_|k_live_|sk-|eyJ|:\/\/|bearer|A[KS]IA/i;

/**
 * A name, tag or message from outside, made fit for a terminal, a log and a page: characters that steer are
 * shown as `\u{202e}`, what has the shape of a secret as `[redacted]`, and text longer than `limit` ends in `…`.
 * Cleaning twice changes nothing.
 */
export function cleanText(text: string, limit: number = nameLimit): string {
  const visible = escaped(mayBeSecret.test(text) ? withoutSecrets(text) : text);
  return visible.length > limit ? shorten(visible, limit) : visible;
}

/** An id from outside, made visible alike and otherwise to the letter; one too long ends in its digest, since two long ids must stay two. */
export function cleanId(id: string): string {
  if (id.length <= idLimit && !mayBeUnsafe.test(id)) return id;
  const visible = escaped(id);
  if (visible.length <= idLimit) return visible;
  return shorten(visible, idLimit - 64) + createHash('sha256').update(visible).digest('hex');
}

/** Whoever writes a secret into a name or a tag shows it to all who may list it; a report must not show it to more. */
function withoutSecrets(text: string): string {
  const bare = secretShapes.reduce((clean, [shape, left]) => clean.replace(shape, left), text);
  return bare.replace(/\b(AKIA|ASIA)[A-Z0-9]{8,}([A-Z0-9]{4})\b/g, '$1…$2');
}

const escaped = (text: string): string =>
  mayBeUnsafe.test(text) ? text.replace(unsafe, escapeCharacter) : text;

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function shorten(text: string, limit: number): string {
  const cut = text.slice(0, limit - 1);
  const whole = /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole}…`;
}
