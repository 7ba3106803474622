/** An ISO time in UTC, or null for none or for what is no time. */
export function isoTime(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The last four characters of what Railway shows of a token, never more. */
export function maskedLabel(displayToken: unknown): string {
  return `…${String(displayToken).slice(-4)}`;
}
