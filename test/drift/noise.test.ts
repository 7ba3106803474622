import { describe, expect, it } from 'vitest';
import { compareWithBaseline } from '../../src/drift/compare.ts';
import { approvedCompany, harmful, harmless, type Random, random } from './mutations.ts';
import { type Scan, scanned } from './scans.ts';

const { current: baseline } = scanned(approvedCompany);
const drift = (now: Scan) => compareWithBaseline({ baseline, ...scanned(now) });
const quiet = Object.keys(harmless);

/** One to five harmless things at once. */
function someHarmless(chance: Random): { readonly names: readonly string[]; readonly scan: Scan } {
  const names = chance.shuffled(quiet).slice(0, 1 + chance.below(5));
  return {
    names,
    scan: names.reduce((scan, name) => harmless[name]?.(scan, chance) ?? scan, approvedCompany),
  };
}

describe('nothing is said where nothing meaningful changed', () => {
  it.each(quiet)('%s', (name) => {
    const scan = harmless[name]?.(approvedCompany, random(7)) ?? approvedCompany;
    expect(scan).not.toEqual(approvedCompany);
    expect(drift(scan)).toEqual([]);
  });

  it('1,000 seeded worlds of harmless changes', () => {
    for (let seed = 0; seed < 1000; seed += 1) {
      const { names, scan } = someHarmless(random(seed));
      expect(drift(scan), `seed ${seed}: ${names.join(', ')}`).toEqual([]);
    }
  });
});

describe('everything that matters shows, whatever else happened', () => {
  const faults = Object.entries(harmful).flatMap(([name, fault]) =>
    [0, 1, 2, 3].map((row) => ({ name, row, fault })),
  );

  it('there are about 200 of them', () => {
    expect(faults.length).toBeGreaterThanOrEqual(190);
  });

  it.each(faults)('$name, row $row', ({ name, row, fault }) => {
    const chance = random(row * 1000 + name.length);
    const bare = fault.plant(approvedCompany, row, chance);
    expect(drift(bare).map(({ event }) => event)).toContain(fault.event);
  });

  it('beside harmless changes too', () => {
    for (const [number, { name, row, fault }] of faults.entries()) {
      const chance = random(number);
      // A fault in what a harmless change touches too could undo it.
      const { scan, names } = someHarmless(chance);
      const events = drift(fault.plant(scan, row, chance)).map(({ event }) => event);
      expect(events, `${name}, row ${row}, beside ${names.join(', ')}`).toContain(fault.event);
    }
  });

  it('each event says what was, what is, why, and how to go back', () => {
    for (const { name, row, fault } of faults) {
      for (const event of drift(fault.plant(approvedCompany, row, random(row)))) {
        expect(event.why, name).not.toBe('');
        expect(event.before ?? event.after, `${name}: ${event.event}`).not.toBeNull();
        expect(event.wayBack, `${name}: ${event.event}`).toMatch(/\w/);
      }
    }
  });

  it('events have one fingerprint each', () => {
    for (const { row, fault } of faults) {
      const prints = drift(fault.plant(approvedCompany, row, random(row))).map(
        ({ fingerprint }) => fingerprint,
      );
      expect(new Set(prints).size).toBe(prints.length);
    }
  });
});
