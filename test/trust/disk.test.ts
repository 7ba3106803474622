import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSshKeygen } from '../baseline/keys.ts';
import { readOnlyDisk, run, smallDisk } from './command-line.ts';
import {
  again,
  halfFiles,
  killEveryStep,
  notCoded,
  openScannedDesk,
  type ScannedDesk,
  tryKill,
} from './disk.ts';

let desk: ScannedDesk;

beforeAll(async () => {
  desk = await openScannedDesk();
});
afterAll(() => desk.close());

describe('a disk that takes nothing more', () => {
  it('as files may not grow: it is said by a code, and every file stands as it was', async () => {
    const ended = await run(desk, again, { fileLimit: 40 });
    expect(notCoded(ended, 'FILE_UNWRITABLE')).toEqual([]);
    expect(await halfFiles(desk)).toEqual([]);
  });

  it('as it is full, or read-only: it is said by a code, and nothing half-written is left', async ({
    skip,
  }) => {
    const line = again.map((word) => (word === 'out' ? 'first' : word));
    const path = join(desk.folder, 'first');
    const undo = smallDisk(path, 48);
    if (undo === null) skip('no disk may be mounted here');
    try {
      const full = await run(desk, line);
      expect(notCoded(full, 'FILE_UNWRITABLE')).toEqual([]);
      readOnlyDisk(path);
      const refused = await run(desk, line);
      expect(notCoded(refused, 'FILE_UNWRITABLE')).toEqual([]);
      expect(await halfFiles(desk)).toEqual([]);
    } finally {
      undo?.();
    }
  });
});

describe('a command that is killed', () => {
  /** `npm run soak -- disk` kills the others too, and more often. */
  it.each([
    { name: 'scan, writing', seed: 3 },
    { name: 'except', seed: 2 },
    { name: 'report', seed: 5 },
  ])(
    '$name: every file is whole or absent, and what comes next goes on from there',
    async ({ name, seed }) => {
      const { schedule, problems } = await tryKill(desk, seed, [name]);
      expect({ schedule, problems }).toEqual({ schedule, problems: [] });
    },
  );

  it('baseline approve: at every moment the version before or the next one holds', async () => {
    const trials = await killEveryStep(desk, 'baseline approve, the next version');
    expect(trials.flatMap(({ schedule, problems }) => problems.map((it) => `${schedule}: ${it}`))).toEqual(
      [],
    );
    // The next version aside, the chain, its place, and what lay aside gone.
    expect(trials.filter(({ killed }) => killed)).toHaveLength(4);
  });

  it.skipIf(!hasSshKeygen)(
    'baseline sign: the version is signed or not, and can be signed then',
    async () => {
      const trials = await killEveryStep(desk, 'baseline sign');
      expect(trials.flatMap(({ schedule, problems }) => problems.map((it) => `${schedule}: ${it}`))).toEqual(
        [],
      );
      expect(trials.filter(({ killed }) => killed).length).toBeGreaterThan(0);
    },
  );
});
