import { createHash } from 'node:crypto';
import { Ajv } from 'ajv';
import schema from '../../baselines/chain.schema.json' with { type: 'json' };
import { safeJson } from './safe-json.ts';

/** Somebody who may sign: a name, and the public SSH keys that are theirs. */
export interface Person {
  readonly name: string;
  readonly keys: readonly string[];
}

/** "At least `atLeast` of these people". */
export interface SigningRule {
  readonly atLeast: number;
  readonly people: readonly Person[];
}

/** One approved version. `signers` rules over the version after it, never over itself. */
export interface ChainEntry {
  readonly version: number;
  readonly name: string;
  /** Digest of the baseline's file. */
  readonly digest: string;
  /** Digest of the entry before; null in the first. */
  readonly before: string | null;
  readonly approvers: readonly string[];
  readonly reason: string;
  readonly ticket: string | null;
  readonly approvedAt: string;
  readonly expires: string | null;
  readonly signers: SigningRule;
}

/** A detached signature of one person under one version's line. */
export interface ChainSignature {
  readonly signs: number;
  readonly by: string;
  readonly signature: string;
}

/** The chain file, read: entries in order, signatures after them, and what is wrong with its lines. */
export interface Chain {
  readonly entries: readonly ChainEntry[];
  readonly signatures: readonly ChainSignature[];
  readonly problems: readonly string[];
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const validate = ajv.compile<Line>(schema);

/** What is signed, and what the next entry names: the entry's line. */
export function entryText(entry: ChainEntry): string {
  const { version, name, digest, before, approvers, reason, ticket, approvedAt, expires, signers } = entry;
  const people = signers.people.map((person) => ({ name: person.name, keys: person.keys }));
  return safeJson({
    version,
    name,
    digest,
    before,
    approvers,
    reason,
    ticket,
    approvedAt,
    expires,
    signers: { atLeast: signers.atLeast, people },
  });
}

export function entryDigest(entry: ChainEntry): string {
  return `sha256:${createHash('sha256').update(entryText(entry)).digest('hex')}`;
}

/** The line of an entry carries its own digest, so that a changed byte shows without a signature too. */
export function entryLine(entry: ChainEntry): string {
  return `${safeJson({ entry: entryDigest(entry), ...JSON.parse(entryText(entry)) })}\n`;
}

export function signatureLine({ signs, by, signature }: ChainSignature): string {
  return `${safeJson({ signs, by, signature })}\n`;
}

type Line = (ChainEntry & { readonly entry: string }) | ChainSignature;

function readLine(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return validate(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a line is to the byte what we would have written. */
function isCanonical(line: Line, text: string): boolean {
  return ('signs' in line ? signatureLine(line) : entryLine(line)) === `${text}\n`;
}

/** Reads a chain file; a line that is not ours, or not as we write it, is a problem and never skipped in silence. */
export function readChain(text: string): Chain {
  const entries: ChainEntry[] = [];
  const signatures: ChainSignature[] = [];
  const problems: string[] = [];
  if (text !== '' && !text.endsWith('\n'))
    problems.push('the chain file is cut off: its last line has no end');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [number, raw] of lines.entries()) {
    const line = readLine(raw);
    if (line === null)
      problems.push(`line ${number + 1} of the chain has not the form of an entry or a signature`);
    else if (!isCanonical(line, raw))
      problems.push(`line ${number + 1} of the chain was changed after it was written`);
    if (line === null) continue;
    if ('signs' in line) signatures.push(line);
    else entries.push(withoutDigest(line));
  }
  return { entries, signatures, problems };
}

function withoutDigest({ entry: _, ...rest }: ChainEntry & { readonly entry: string }): ChainEntry {
  return rest;
}
