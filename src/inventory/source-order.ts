import type { Source } from '../model/inventory.ts';
import { byText, canonicalJson } from './canonical-json.ts';

/** Sources in an order that neither how long one took nor how often it asked has a part in. */
export function sourcesInOrder(sources: readonly Source[]): readonly Source[] {
  const keyed = sources.map((source) => ({
    source,
    key: canonicalJson({ ...source, calls: 0, seconds: 0 }),
  }));
  return keyed.sort((a, b) => byText(a.key, b.key)).map(({ source }) => source);
}
