import type { Writable } from 'node:stream';
import { pino } from 'pino';

export const levels = ['debug', 'info', 'warn', 'error'] as const;

export type Level = (typeof levels)[number];

/** Says what happens, for whoever operates the service. */
export type Log = (level: Level, message: string, about?: Readonly<Record<string, unknown>>) => void;

export interface LogOptions {
  readonly level: Level;
  readonly clock: () => Date;
  /** Takes secrets out of a line, whoever wrote them into it. */
  readonly redact: (line: string) => string;
}

/** Fields that hold a secret whatever is in them, should one ever be logged. */
const secretFields = ['token', 'secret', 'password', 'authorization', 'webhook', 'url', 'headers'];

/** A log of one JSON object a line, without secrets. */
export function openLog(to: Writable, { level, clock, redact }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${clock().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
      // What comes of it has no line end where something was taken out.
      hooks: { streamWrite: (line) => `${redact(line.trimEnd())}\n` },
    },
    to,
  );
  return (at, message, about = {}) => logger[at](about, message);
}
