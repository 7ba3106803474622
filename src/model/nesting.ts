/** Ten times what an inventory or a report needs. */
const mostLevels = 66;

/**
 * Whether a value is nested deeper than anything this tool writes. It stops there itself, so that what somebody nested
 * without end exhausts no stack: not here, and not where it would be written again.
 */
export function isNestedTooDeep(value: unknown, levels = mostLevels): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isNestedTooDeep(part, levels - 1));
}
