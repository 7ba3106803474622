/** Orders text by code unit: the same on every machine and in every language. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorted, each once. */
export function sortedUnique(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].sort(byText);
}
