/**
 * Repeatable numbers from 0 up to 1: the same seed, the same numbers on every machine. The generator is mulberry32,
 * public domain, by Tommy Ettinger: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c.
 */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
