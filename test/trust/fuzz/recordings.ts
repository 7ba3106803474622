import * as fc from 'fast-check';
import { manifestName, readManifest } from '../../../src/collectors/recording/manifest.ts';
import { record } from '../../../src/collectors/recording/record.ts';
import { redactor } from '../../../src/collectors/recording/redact.ts';
import { replay } from '../../../src/collectors/recording/replay.ts';
import { memoryFolder } from '../../collectors/recording/memory.ts';
import type { Estate } from '../estates.ts';
import { now } from '../estates.ts';
import { dishonest } from '../never-better.ts';
import { approvalOf, scanEstate, virtualTime } from '../scan-estate.ts';
import { type Damage, damagedAnswer, damagedJson, damagedText, damages } from './damage.ts';
import { demand, type FuzzTarget, orRefusedLater } from './target.ts';
import type { WholeScan } from './whole-scans.ts';

interface Case {
  readonly file: number;
  readonly all: readonly Damage[];
}

/** A recorded scan whose files were changed: refused, or replayed with gaps for whatever is not as it was written. */
export async function recordings({ estate, scanned }: WholeScan): Promise<FuzzTarget<Case>> {
  const files = await recorded(estate);
  const names = [...files.keys()].sort();
  return {
    name: `recording-${estate.name}`,
    share: 300,
    cases: fc.record({ file: fc.nat(), all: damages }),
    run: async ({ file, all }) => {
      const name = names[file % names.length] ?? '';
      const folder = memoryFolder();
      for (const [one, text] of files) folder.files.set(one, one === name ? damaged(one, text, all) : text);
      const replayed = await orRefusedLater(async () => {
        const tape = replay(folder, await readManifest(folder, 'tape'), redactor([]));
        const io = { ...virtualTime(), tape };
        return scanEstate(estate, { url: 'http://127.0.0.1:1' }, io, approvalOf(scanned));
      });
      // What a recording says of itself carries no digest: a changed fact in it can't be told from a true one.
      if (replayed !== null && name !== manifestName) demand(dishonest(scanned, replayed));
    },
  };
}

function damaged(name: string, text: string, all: readonly Damage[]): string {
  if (name.endsWith('.json')) return damagedJson(text, all);
  const [first] = all;
  return first !== undefined && first.other % 2 === 0
    ? damagedAnswer(text, all)
    : all.reduce(damagedText, text);
}

async function recorded(estate: Estate): Promise<ReadonlyMap<string, string>> {
  const folder = memoryFolder();
  const recording = record(folder, redactor([]));
  const served = await estate.serve();
  try {
    await estate.collect(served, { ...virtualTime(), tape: recording.tape });
  } finally {
    await served.close();
  }
  await recording.finish({ takenAt: now.toISOString(), tool: '0', config: null });
  return folder.files;
}
