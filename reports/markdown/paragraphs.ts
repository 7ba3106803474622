/** Every list is cut after this many rows, and says so. */
export const mostRows = 20;

/** Paragraphs that have something to say. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What a cut list of `total` rows leaves out; nothing where it leaves nothing out. */
export function cut(total: number): string {
  return total > mostRows ? `${(total - mostRows).toLocaleString('en-US')} more are in the report.` : '';
}
