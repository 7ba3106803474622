import type { Tape } from '../tape.ts';
import type { Folder } from './folder.ts';
import { keeper } from './keep.ts';
import { type Manifest, manifestName, manifestText } from './manifest.ts';
import type { Redact } from './redact.ts';
import { redactAnswer } from './redact-answer.ts';
import { exchangeOf } from './source-file.ts';

/** A tape that keeps every answer, redacted, beside handing it on as it came. */
export interface Recording {
  readonly tape: Tape;
  /** Ends the recording: with this file, written last, it is whole. */
  finish(about: Pick<Manifest, 'takenAt' | 'tool' | 'config'>): Promise<void>;
}

export function record(folder: Folder, redact: Redact): Recording {
  const kept = keeper(folder);
  const facts = new Map<string, string | null>();
  return {
    tape: {
      async exchange(request, send) {
        const answer = await send();
        await kept.keep(request.source, exchangeOf(request, redactAnswer(answer, redact), redact));
        return answer;
      },
      fact(name, value) {
        facts.set(name, value === null ? null : redact(value));
        return value;
      },
      enter: async () => {},
      close: (source) => kept.close(source),
    },
    async finish(about) {
      for (const source of kept.open()) kept.close(source);
      const sources = await kept.written();
      await folder.write(manifestName, manifestText({ ...about, facts: Object.fromEntries(facts), sources }));
    },
  };
}
