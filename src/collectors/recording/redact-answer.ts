import type { TapedAnswer } from '../tape.ts';
import type { Redact } from './redact.ts';

/** Headers that tell how to read an answer, or when to ask again; cookies and the rest are not kept. */
const keptHeaders = ['content-type', 'retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining'];

/** Characters of an answer at most; a larger one is told and not kept. */
const largestAnswer = 64 * 1024 * 1024;

/** An answer as it may be written down. */
export function redactAnswer(answer: TapedAnswer, redact: Redact): TapedAnswer {
  if ('failed' in answer) {
    const { name, code, message } = answer.failed;
    return { failed: { name, code, message: redact(message) } };
  }
  const { status, headers, body } = answer;
  if (body.length > largestAnswer) {
    return { failed: { name: 'TooLarge', code: '', message: 'the answer was too large to be recorded' } };
  }
  const kept = keptHeaders.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, redact(value)] as const];
  });
  return { status, headers: Object.fromEntries(kept), body: redact(body) };
}
