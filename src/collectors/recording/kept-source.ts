import type { TapedAnswer, TapedRequest } from '../tape.ts';
import type { Folder } from './folder.ts';
import type { Redact } from './redact.ts';
import { DamagedPart, type Exchange, keyOf, type Part, parsePart, partName } from './source-file.ts';

/** The answers kept of one source. */
export interface KeptSource {
  /** The next answer to a request in the order they came, the last one for good; undefined: it was never asked. */
  answer(request: TapedRequest): TapedAnswer | undefined;
}

/**
 * Reads a source back, all its parts; null where it is not there or not whole. Throws `DamagedPart` where a file
 * is not as it was written.
 */
export async function readSource(folder: Folder, source: string, redact: Redact): Promise<KeptSource | null> {
  const exchanges: Exchange[] = [];
  for (let part = 0, last = false; !last; part += 1) {
    const read = await readPart(folder, source, part);
    if (read === null) return null;
    for (const exchange of read.exchanges) exchanges.push(exchange);
    last = read.last;
  }
  const answers = inOrder(exchanges);
  return {
    answer(request) {
      const known = answers.get(keyOf(request, redact));
      return known !== undefined && known.length > 1 ? known.shift() : known?.[0];
    },
  };
}

async function readPart(folder: Folder, source: string, part: number): Promise<Part | null> {
  const name = partName(source, part);
  if (!(await folder.exists(name))) return null;
  const text = await folder.read(name).catch((error: unknown) => {
    throw new DamagedPart(error instanceof Error ? error.message : 'it cannot be read');
  });
  return parsePart(text, source, part);
}

/** Answers by request; what was asked again because an answer was no use has the later answer alone. */
function inOrder(exchanges: readonly Exchange[]): Map<string, TapedAnswer[]> {
  const answers = new Map<string, TapedAnswer[]>();
  for (const { key, again, answer } of exchanges) {
    const known = answers.get(key) ?? [];
    if (again) known.pop();
    known.push(answer);
    answers.set(key, known);
  }
  return answers;
}
