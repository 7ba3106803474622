/** A name as it came, without control characters and cut at 200 characters; names are anybody's input. */
export function cleanName(name: unknown): string {
  return String(name)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd')
    .slice(0, 200);
}

/** An ISO time in UTC, or null for none or for what is no time. */
export function isoTime(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The last four characters of what Railway shows of a token, never more. */
export function maskedLabel(displayToken: unknown): string {
  return `…${cleanName(displayToken).slice(-4)}`;
}
