/** A small generator of repeatable numbers from 0 up to 1 (mulberry32): the same seed, the same numbers. */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number for a text, the same on every machine: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. */
export function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export function pick<T>(from: readonly T[], draw: () => number): T {
  return from[Math.floor(draw() * from.length)] as T;
}
