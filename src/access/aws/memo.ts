/** Answers given before, by the list of things they depend on: each names the branch that leads to the next. */
export interface Memo<T> {
  readonly next: Map<unknown, Memo<T>>;
  value: T | undefined;
}

export function newMemo<T>(): Memo<T> {
  return { next: new Map(), value: undefined };
}

/** The place of an answer; its `value` is undefined until someone puts it there. */
export function placeOf<T>(memo: Memo<T>, path: readonly unknown[]): Memo<T> {
  let at = memo;
  for (const key of path) {
    let next = at.next.get(key);
    if (next === undefined) {
      next = newMemo<T>();
      at.next.set(key, next);
    }
    at = next;
  }
  return at;
}
