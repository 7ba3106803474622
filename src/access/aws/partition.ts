import type { Places } from './resource-index.ts';

/** Resources in groups, split again and again by what tells them apart. */
export interface Partition {
  /** Puts some resources apart from those they were with. */
  split(places: Places): void;
  /** Group of each resource; null: all are in group 0. */
  labels(): Uint32Array | null;
}

export function newPartition(size: number): Partition {
  let labels: Uint32Array | null = null;
  let next = 1;
  return {
    labels: () => labels,
    split(places) {
      if (places.length === 0 || places.length === size) return;
      labels ??= new Uint32Array(size);
      const moved = new Map<number, number>();
      let from = -1;
      let to = -1;
      for (const place of places) {
        if (labels[place] !== from) {
          from = labels[place] as number;
          to = moved.get(from) ?? next++;
          moved.set(from, to);
        }
        labels[place] = to;
      }
    },
  };
}
