import type { Judging } from './check.ts';

/** Whether any of these native types is read from the provider at all, so that none seen means that none exists. */
export function isCollected(provider: string, natives: readonly string[], { index }: Judging): boolean {
  return index.inventory.scope.some(
    (entry) => entry.provider === provider && entry.natives.some((native) => natives.includes(native)),
  );
}
