/** An ISO time in UTC, or null for none or for what is no time. */
export function isoTime(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** When something ends: null where the API says that it does not, `unknown` where what it says is no time. */
export function expiryOf(value: unknown): string | null | 'unknown' {
  return value === null ? null : (isoTime(value) ?? 'unknown');
}

/** Whether an end lies behind; one that is not known does not. */
export function statusAt(now: Date, expires: string | null): 'active' | 'inactive' {
  return expires !== null && expires !== 'unknown' && expires < now.toISOString() ? 'inactive' : 'active';
}

/** The last four characters of what Railway shows of a token, never more. */
export function maskedLabel(displayToken: unknown): string {
  return `…${String(displayToken).slice(-4)}`;
}
