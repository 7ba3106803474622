import { bodyOf, withBody } from './body.ts';

/**
 * What Railway's errors are told apart by, and the words of ours that stand for it. The first that fits counts; the
 * order is that in which failures are judged.
 */
const known: readonly (readonly [says: RegExp, plain: string])[] = [
  [/^Not Authorized$/, 'Not Authorized'],
  [/^project token not found/i, 'project token not found'],
  [/Two Factor Authentication Required/i, 'Two Factor Authentication Required'],
  [/Whoa there|try again in a/i, 'Whoa there, try again in a while'],
  [/not found|Could not find/i, 'Could not find it'],
  [/^Invalid /i, 'Invalid input'],
];

const knownCodes = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'UNAUTHENTICATED', 'BAD_USER_INPUT'];

/**
 * A `fetch` whose errors say what they mean and nothing else: what an API writes into them may hold anything, a
 * secret too, so that nobody after this sees it, neither a report nor a recording.
 */
export function plainErrors(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    return withBody(response, plainBody(await bodyOf(response)));
  };
}

function plainBody(body: string): string {
  if (/^\s*</.test(body)) return '<html></html>';
  // What holds data alone is passed on to the letter, cut off or not: nothing is in it but what was asked for.
  if (/^\s*\{\s*"data"/.test(body) && !body.includes('"errors"')) return body;
  try {
    return JSON.stringify(plainAnswer(JSON.parse(body)));
  } catch {
    return 'not an answer';
  }
}

function plainAnswer(answer: unknown): object {
  if (!isRecord(answer)) return {};
  const { data, errors } = answer;
  return {
    ...(data === undefined ? {} : { data }),
    ...(Array.isArray(errors) ? { errors: errors.map(plainError) } : {}),
  };
}

function plainError(error: unknown): object {
  const { message, extensions } = isRecord(error) ? error : {};
  const plain = known.find(([says]) => says.test(String(message)))?.[1] ?? '';
  const code = isRecord(extensions) ? knownCodes.find((it) => it === extensions.code) : undefined;
  return code === undefined ? { message: plain } : { message: plain, extensions: { code } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
