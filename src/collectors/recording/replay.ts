import { notRecorded, type Tape, type TapedAnswer } from '../tape.ts';
import type { Folder } from './folder.ts';
import { type KeptSource, readSource } from './kept-source.ts';
import type { Manifest } from './manifest.ts';
import type { Redact } from './redact.ts';
import { DamagedPart } from './source-file.ts';

/**
 * A tape that answers from a recording alone and never sends. What is not in it, and every request of a source
 * whose file is missing or damaged, comes as a failure, so that it becomes a gap.
 */
export function replay(folder: Folder, manifest: Manifest, redact: Redact): Tape {
  const sources = new Map<string, Promise<KeptSource | string>>();
  const held = new Set(manifest.sources);
  const sourceOf = (source: string): Promise<KeptSource | string> => {
    const known = sources.get(source) ?? (held.has(source) ? open(folder, source, redact) : unheld);
    sources.set(source, known);
    return known;
  };
  return {
    async exchange(request) {
      const source = await sourceOf(request.source);
      if (typeof source === 'string') return missing(source);
      return source.answer(request) ?? missing('the recording holds no answer to this request');
    },
    fact: (name) => (Object.hasOwn(manifest.facts, name) ? (manifest.facts[name] ?? null) : null),
    enter: async () => {},
    close: (source) => void sources.delete(source),
  };
}

const notHeld = 'the recording does not hold this source';
const unheld = Promise.resolve(notHeld);

async function open(folder: Folder, source: string, redact: Redact): Promise<KeptSource | string> {
  try {
    return (await readSource(folder, source, redact)) ?? notHeld;
  } catch (error) {
    if (error instanceof DamagedPart) return `the recording of this source is damaged: ${error.message}`;
    throw error;
  }
}

function missing(message: string): TapedAnswer {
  return { failed: { name: notRecorded, code: '', message } };
}
