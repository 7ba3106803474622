import * as fc from 'fast-check';
import { anyAnswers, brokenAnswers } from './answers.ts';
import { anchors, baselines, exceptions } from './approved.ts';
import { checkpoints } from './checkpoints.ts';
import { bombs, configuration } from './configuration.ts';
import { inventories, reports } from './outputs.ts';
import { policies } from './policies.ts';
import { recordings } from './recordings.ts';
import type { FuzzTarget } from './target.ts';
import { type WholeScan, wholeScans } from './whole-scans.ts';

/** A target whose cases are its own business. */
interface Fuzzing {
  readonly name: string;
  readonly share: number;
  /** Runs so many cases; what is wrong, as fast-check tells it, or null. */
  readonly run: (cases: number, seed: number) => Promise<string | null>;
}

/** Longer than any case takes on a busy machine: what takes so long hangs. */
const hangsAfterMs = 60_000;

const longestShown = 1000;

function fuzzing<Case>({ name, share, cases, run }: FuzzTarget<Case>): Fuzzing {
  return {
    name,
    share,
    run: async (numRuns, seed) => {
      const property = fc.asyncProperty(cases, async (input) => run(input));
      const details = await fc.check(property, { numRuns, seed, timeout: hangsAfterMs });
      if (!details.failed) return null;
      const error = details.errorInstance;
      const said = error instanceof Error ? (error.stack ?? error.message) : 'it did not end';
      const smallest = fc.stringify(details.counterexample).slice(0, longestShown);
      return `${name}, seed ${seed}, path ${details.counterexamplePath}\n${smallest}\n${said}`;
    },
  };
}

/** Everything that reads what somebody else wrote. */
export async function fuzzTargets(): Promise<readonly Fuzzing[]> {
  const whole = await wholeScans();
  const of = (name: string): WholeScan => {
    const found = whole.get(name);
    if (found === undefined) throw new Error(`there is no estate ${name}`);
    return found;
  };
  const [incident, healthy, aws] = [of('railway-incident'), of('railway-healthy'), of('aws')];
  return [
    fuzzing(anyAnswers('railway-answers', 300, incident)),
    fuzzing(brokenAnswers('railway-broken-answers', 200, incident)),
    fuzzing(brokenAnswers('railway-broken-answers-healthy', 100, healthy)),
    fuzzing(anyAnswers('aws-answers', 30, aws)),
    fuzzing(brokenAnswers('aws-broken-answers', 30, aws)),
    fuzzing(configuration),
    fuzzing(bombs),
    fuzzing(baselines(incident)),
    fuzzing(anchors),
    fuzzing(exceptions(incident)),
    fuzzing(policies),
    fuzzing(await recordings(incident)),
    fuzzing(await checkpoints(incident, 250)),
    fuzzing(await checkpoints(aws, 20)),
    fuzzing(inventories(incident)),
    fuzzing(inventories(aws)),
    fuzzing(reports(incident)),
  ];
}

/** So many of all cases as a target's share says, and at least one. */
export function casesOf(
  { share }: Pick<Fuzzing, 'share'>,
  all: number,
  targets: readonly Pick<Fuzzing, 'share'>[],
): number {
  const total = targets.reduce((sum, target) => sum + target.share, 0);
  return Math.max(1, Math.ceil((all * share) / total));
}
