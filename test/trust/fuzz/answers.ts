import * as fc from 'fast-check';
import type { TapedAnswer } from '../../../src/collectors/tape.ts';
import { looksBetter, newGaps } from '../never-better.ts';
import { type Damage, damage, damagedJson, damagedText, trickyText } from './damage.ts';
import { demand, type FuzzTarget, orRefusedLater } from './target.ts';
import { rescan, type WholeScan } from './whole-scans.ts';

interface Case {
  /** Which answer is damaged, among those that came. */
  readonly answer: number;
  readonly all: readonly Damage[];
  /** Further answers that are damaged alike. */
  readonly step: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  answer: fc.nat(),
  all: fc.array(damage, { minLength: 1, maxLength: 2 }),
  step: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 9 }) },
  ),
});

/**
 * Answers of a provider damaged in any way: the scan ends, by a report or by a coded refusal. Whether a changed
 * answer is a lie or the truth nobody can tell, so nothing is asked of what it says.
 */
export function anyAnswers(name: string, share: number, whole: WholeScan): FuzzTarget<Case> {
  return {
    name,
    share,
    cases,
    run: async (it) => {
      await orRefusedLater(() => damagedScan(whole, it, damagedBody));
    },
  };
}

/** Answers that are visibly none, or hold more than was asked: the scan never looks better, and gaps say what is missing. */
export function brokenAnswers(name: string, share: number, whole: WholeScan): FuzzTarget<BrokenCase> {
  return {
    name,
    share,
    cases: fc.record({
      answer: fc.nat(),
      step: fc.constantFrom(0, 0, 0, 2, 3, 7),
      how: fc.constantFrom(...breakages),
      at: fc.nat(),
      text: trickyText,
    }),
    run: async (it) => {
      const scanned = await orRefusedLater(() => damagedScan(whole, it, broken));
      if (scanned === null) return;
      demand(looksBetter(whole.scanned, scanned));
      const harmless = it.how === 'extra' || it.how === 'doubled';
      if (harmless && newGaps(whole.scanned, scanned).length > 0) {
        throw new Error(`what is merely ${it.how} left a gap`);
      }
    },
  };
}

const breakages = [
  'cut',
  'html',
  'empty',
  'null',
  'list',
  'text',
  'bytes',
  'deep',
  'status',
  'extra',
  'doubled',
] as const;

interface BrokenCase {
  readonly answer: number;
  readonly step: number;
  readonly how: (typeof breakages)[number];
  readonly at: number;
  readonly text: string;
}

function broken(
  body: string,
  { how, at, text }: BrokenCase,
): { readonly status?: number; readonly body: string } {
  switch (how) {
    case 'cut':
      return { body: body.slice(0, at % body.length) };
    case 'html':
      return { body: `<!doctype html><html><body>${text}</body></html>` };
    case 'empty':
      return { body: '' };
    case 'null':
      return { body: 'null' };
    case 'list':
      return { body: `[${body.startsWith('{') ? body : ''}]` };
    case 'text':
      return { body: JSON.stringify(text) };
    case 'bytes':
      return { body: `\u0000\u0001\ufffd${text}` };
    case 'deep':
      return { body: '['.repeat(50_000) };
    case 'status':
      return { status: [301, 404, 418, 500, 503][at % 5] ?? 500, body: text };
    case 'extra':
      return {
        body: /^\{\s*"/.test(body)
          ? body.replace(/\}\s*$/, `,"__proto__":{"a":1},"aFieldOfTomorrow":[{}]}`).replace('{,', '{')
          : body,
      };
    case 'doubled':
      return { body: body.replace(/("edges":\[)(\{"node":.*?\}\})(?=[,\]])/g, '$1$2,$2') };
  }
}

function damagedBody(body: string, { all }: Case): { readonly body: string } {
  const damaged = body.startsWith('{')
    ? damagedJson(body, all)
    : all.reduce((text, one) => damagedText(text, one), body);
  return { body: damaged };
}

async function damagedScan<C extends { readonly answer: number; readonly step: number }>(
  whole: WholeScan,
  it: C,
  change: (body: string, it: C) => { readonly status?: number; readonly body: string },
) {
  const questions = [...whole.answers.keys()].sort();
  const first = it.answer % questions.length;
  const hit = (question: string): boolean => {
    const at = questions.indexOf(question);
    return at === first || (it.step > 0 && at > first && (at - first) % it.step === 0);
  };
  return rescan(
    whole,
    (question, kept): TapedAnswer =>
      'failed' in kept || !hit(question) ? kept : { ...kept, ...change(kept.body, it) },
  );
}
