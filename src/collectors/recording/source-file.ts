import { createHash } from 'node:crypto';
import type { TapedAnswer, TapedRequest } from '../tape.ts';
import type { Redact } from './redact.ts';

/** One question and its answer, as a line of a file. */
export interface Exchange {
  /** Digest of the request: what an answer is found by. */
  readonly key: string;
  /** The request for a person to read. */
  readonly request: string;
  readonly again: boolean;
  readonly answer: TapedAnswer;
}

/** A part of what one source was answered; a source too large for one file has several. */
export interface Part {
  readonly source: string;
  readonly part: number;
  readonly exchanges: readonly Exchange[];
  /** Whether it is the source's last. */
  readonly last: boolean;
}

/** A file that is not as it was written. */
export class DamagedPart extends Error {
  override readonly name = 'DamagedPart';
}

const longestRequestShown = 2000;

/** The digest a request is found by; two requests that differ only in their credentials have the same one. */
export function keyOf({ method, target, body }: TapedRequest, redact: Redact): string {
  return sha256([method, redact(target), redact(body)].join('\n')).slice(0, 32);
}

export function exchangeOf(request: TapedRequest, answer: TapedAnswer, redact: Redact): Exchange {
  const { method, target, body, again } = request;
  return {
    key: keyOf(request, redact),
    request: redact(`${method} ${target} ${body}`).slice(0, longestRequestShown),
    again,
    answer,
  };
}

/** The name of the file of a part: made of digits alone, so that no name from outside ever names a file. */
export function partName(source: string, part: number): string {
  return `${sha256(source).slice(0, 32)}-${part}.jsonl`;
}

/** The lines of a file; the last one tells what all before it must come to. */
export function* linesOf({ source, part, exchanges, last }: Part): Generator<string> {
  const digest = createHash('sha256');
  const head: unknown = { source, part, last };
  for (const line of [head, ...exchanges]) {
    const text = `${JSON.stringify(line)}\n`;
    digest.update(text);
    yield text;
  }
  yield `${JSON.stringify({ exchanges: exchanges.length, sha256: digest.digest('hex') })}\n`;
}

/** Reads a part back. Throws `DamagedPart` unless every byte is as it was written, and of that source. */
export function parsePart(text: string, source: string, part: number): Part {
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const tail = parsedLine(text.slice(end));
  if (!text.endsWith('\n') || tail.sha256 !== sha256(text.slice(0, end))) {
    throw new DamagedPart('it is cut off, or was changed after it was written');
  }
  const [head = '', ...lines] = text.slice(0, end - 1).split('\n');
  const { source: of, part: at, last } = parsedLine(head);
  if (of !== source || at !== part) throw new DamagedPart('it is the file of another source');
  // The digest vouches for the shape: these are the lines as they were written.
  return { source, part, exchanges: lines.map((line) => JSON.parse(line) as Exchange), last: last === true };
}

function parsedLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    throw new DamagedPart('it is not what a recording holds');
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
