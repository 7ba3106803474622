import type { ComponentChildren } from 'preact';
import { meaning, spoken, verdicts } from '../../words.ts';
import { VerdictWord } from './words.tsx';

/** The verdict words, explained; on paper they stand open. */
export function Legend({ open }: { readonly open: boolean }): ComponentChildren {
  return (
    <details class="legend" open={open}>
      <summary>What the verdicts mean</summary>
      <dl>
        {verdicts.map((verdict) => (
          <div key={verdict}>
            <dt>
              <VerdictWord verdict={verdict} label={spoken(verdict)} />
            </dt>
            <dd>{meaning[verdict]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
