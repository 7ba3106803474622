import type { CliIO } from './io.ts';

// Names out of the cloud or out of a file could steer a terminal.
const steering = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** Writes a result to standard output, a line an item. */
export function print(io: CliIO, lines: readonly string[]): void {
  for (const line of lines) io.stdout.write(`${line.replace(steering, '')}\n`);
}
