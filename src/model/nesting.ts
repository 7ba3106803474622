/**
 * Whether a value is nested deeper than so many levels. It stops there itself, so that what somebody nested without end
 * exhausts no stack: not here, and not where it would be written again.
 */
export function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => deeperThan(part, levels - 1));
}
