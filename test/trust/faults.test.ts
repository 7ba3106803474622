import { describe, expect, it } from 'vitest';
import { faultSchedule, tryFaults, tryNarrower } from './faults.ts';

/** `npm run soak -- faults` tries a thousand. */
const seeds = Array.from({ length: 60 }, (_, seed) => ({ seed }));

describe('a scan between which and its provider something goes wrong', () => {
  it.each(seeds)('ends, and names as gaps exactly what is missing (seed $seed)', async ({ seed }) => {
    const { schedule, problems } = await tryFaults(faultSchedule(seed));
    expect({ schedule, problems }).toEqual({ schedule, problems: [] });
  });
});

describe('a caller who is shown less than the one at approval', () => {
  it.each(seeds.slice(0, 12))('tells nothing as gone, fixed or undone (seed $seed)', async ({ seed }) => {
    const { schedule, problems } = await tryNarrower(seed);
    expect({ schedule, problems }).toEqual({ schedule, problems: [] });
  });
});
