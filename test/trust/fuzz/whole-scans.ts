import type { Tape, TapedAnswer, TapedRequest } from '../../../src/collectors/tape.ts';
import { type Estate, estates } from '../estates.ts';
import { approvalOf, type Scanned, scanEstate, virtualTime } from '../scan-estate.ts';

/** Every answer of an undisturbed scan, in their order, by the question they answered. */
export type Answers = ReadonlyMap<string, readonly TapedAnswer[]>;

export interface WholeScan {
  readonly estate: Estate;
  readonly answers: Answers;
  readonly scanned: Scanned;
}

/** Questions of one source about one thing are alike whenever they are asked. */
export const questionOf = ({ source, method, target, body }: TapedRequest): string =>
  [source, method, target, body].join('\n');

/** Scans each estate once and keeps what came over the wire. */
export async function wholeScans(): Promise<ReadonlyMap<string, WholeScan>> {
  return new Map(
    await Promise.all(estates.map(async (estate) => [estate.name, await wholeScan(estate)] as const)),
  );
}

async function wholeScan(estate: Estate): Promise<WholeScan> {
  const served = await estate.serve();
  const answers = new Map<string, TapedAnswer[]>();
  const tape = tapeBy(async (request, send) => {
    const answer = await send();
    const question = questionOf(request);
    answers.set(question, [...(answers.get(question) ?? []), answer]);
    return answer;
  });
  try {
    const scanned = await scanEstate(estate, served, { ...virtualTime(), tape });
    return { estate, answers, scanned };
  } finally {
    await served.close();
  }
}

/** The scan again, with nobody to ask: `answer` says what comes for each question, through what is put before it. */
export function rescan(
  { estate, scanned, answers }: WholeScan,
  answer: (question: string, kept: TapedAnswer) => TapedAnswer,
  through: (tape: Tape) => Tape = (tape) => tape,
): Promise<Scanned> {
  const asked = new Map<string, number>();
  const tape = tapeBy(async (request) => {
    const question = questionOf(request);
    const nth = asked.get(question) ?? 0;
    asked.set(question, nth + 1);
    // A report that was begun and is then there answers the same question in two ways.
    const kept = answers.get(question)?.at(nth) ?? answers.get(question)?.at(-1);
    return kept === undefined ? unasked : answer(question, kept);
  });
  const io = { ...virtualTime(), tape: through(tape) };
  return scanEstate(estate, { url: 'http://127.0.0.1:1' }, io, approvalOf(scanned));
}

export const unasked: TapedAnswer = {
  failed: { name: 'NotRecorded', code: '', message: 'nobody asked that before' },
};

function tapeBy(exchange: Tape['exchange']): Tape {
  return { exchange, fact: (_name, value) => value, enter: async () => {}, close: () => {} };
}
