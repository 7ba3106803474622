import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import {
  beginCheckpoint,
  type CheckpointOf,
  resumeCheckpoint,
} from '../../../src/collectors/recording/checkpoint.ts';
import { redactor } from '../../../src/collectors/recording/redact.ts';
import { inRow } from '../../../src/collectors/tape.ts';
import { memoryFolder } from '../../collectors/recording/memory.ts';
import { now } from '../estates.ts';
import { dishonest } from '../never-better.ts';
import { type Damage, damagedAnswer, damagedJson, damagedText, damages } from './damage.ts';
import { demand, type FuzzTarget, orRefusedLater } from './target.ts';
import { rescan, unasked, type WholeScan } from './whole-scans.ts';

const of: CheckpointOf = { config: 'sha256:0 full', tool: '0', startedAt: now.toISOString() };
const redact = redactor([]);

/** What an unfinished scan left. */
type Left = ReadonlyMap<string, string>;

/** `answer`: within one answer; `swap`: a file under the name of another; `seal`: with a digest that fits; `alien`: of another scan. */
const ways = ['damage', 'answer', 'answer', 'swap', 'seal', 'alien'] as const;

interface Case {
  readonly moment: number;
  readonly file: number;
  readonly way: (typeof ways)[number];
  readonly all: readonly Damage[];
}

/**
 * A scan that is resumed from what somebody changed: refused, or the whole scan, since what can't be used is asked
 * again. Sealed lies can't be told from what was answered; they end in no other error all the same.
 */
export async function checkpoints(whole: WholeScan, share: number): Promise<FuzzTarget<Case>> {
  const asked = [...whole.answers.values()].flat().length;
  const left = await Promise.all([0.3, 0.6, 0.9].map((part) => stoppedAfter(whole, asked * part)));
  return {
    name: `checkpoint-${whole.estate.name}`,
    share,
    cases: fc.record({ moment: fc.nat(), file: fc.nat(), way: fc.constantFrom(...ways), all: damages }),
    run: async ({ moment, file, way, all }) => {
      const folder = memoryFolder();
      for (const [name, text] of damaged(left[moment % left.length] ?? new Map(), file, way, all)) {
        folder.files.set(name, text);
      }
      const mine = way === 'alien' ? { ...of, config: 'sha256:1 full' } : of;
      const resumed = await orRefusedLater(async () => {
        const { tape } = await resumeCheckpoint(folder, mine, redact);
        return rescan(
          whole,
          (_, kept) => kept,
          (inner) => inRow(tape, inner),
        );
      });
      if (resumed === null) return;
      if (way === 'alien') throw new Error('takes up the scan of another configuration');
      if (way !== 'seal') demand(dishonest(whole.scanned, resumed));
    },
  };
}

/** A scan that nobody answers any more after so many answers. */
async function stoppedAfter(whole: WholeScan, answers: number): Promise<Left> {
  const folder = memoryFolder();
  const { tape, finish } = beginCheckpoint(folder, of, redact, async () => {});
  let given = 0;
  await rescan(
    whole,
    (_, kept) => {
      given += 1;
      return given <= answers ? kept : unasked;
    },
    (inner) => inRow(tape, inner),
  );
  await finish();
  return folder.files;
}

function damaged(left: Left, file: number, way: Case['way'], all: readonly Damage[]): Left {
  const names = [...left.keys()].sort();
  const name = names[file % names.length] ?? '';
  const text = left.get(name) ?? '';
  if (way === 'alien') return left;
  if (way === 'swap') {
    const other = names[(file + 1) % names.length] ?? '';
    return new Map([...left, [name, left.get(other) ?? ''], [other, text]]);
  }
  if (name.endsWith('.json')) return new Map([...left, [name, damagedJson(text, all)]]);
  if (way === 'seal') return new Map([...left, [name, sealed(text, all)]]);
  const change = way === 'answer' ? damagedAnswer(text, all) : all.reduce(damagedText, text);
  return new Map([...left, [name, change]]);
}

/** With one line damaged after the other, and a last line that vouches for them. */
function sealed(text: string, all: readonly Damage[]): string {
  const lines = all.reduce<readonly string[]>(
    (known, one) =>
      known.with(one.other % known.length, damagedJson(known[one.other % known.length] ?? '', [one])),
    text.trimEnd().split('\n').slice(0, -1),
  );
  const before = lines.map((line) => `${line}\n`).join('');
  const sha256 = createHash('sha256').update(before).digest('hex');
  return `${before}${JSON.stringify({ exchanges: lines.length - 1, sha256 })}\n`;
}
