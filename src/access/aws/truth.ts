/** Three values, ordered: AND is the least, OR the greatest. */
export const NO = 0;
/** Depends on something that is not known. */
export const MAYBE = 1;
export const YES = 2;
export type Truth = typeof NO | typeof MAYBE | typeof YES;

export function and(a: Truth, b: Truth): Truth {
  return a < b ? a : b;
}

export function or(a: Truth, b: Truth): Truth {
  return a > b ? a : b;
}

export function not(a: Truth): Truth {
  return (2 - a) as Truth;
}
