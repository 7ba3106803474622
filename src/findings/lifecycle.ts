import type { Finding } from '../model/finding.ts';
import type { Ending, LifecycleState, LifecycleStep } from '../model/history.ts';
import type { Severity } from '../model/inventory.ts';

/** Where a finding stood after the scans before. */
export interface Standing {
  readonly state: LifecycleState;
  readonly severity: Severity;
  /** Since when it fails without a proven break; of a resolved one, since when it did. */
  readonly since: string;
  /** When it came to its state. */
  readonly changedAt: string;
}

/** What one scan says of one finding. */
export interface Sight {
  /** null: it is not among those that fail. */
  readonly finding: Finding | null;
  /** Why it is not, where that is known. */
  readonly ending: Ending | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Names of what it holds for and did not before. */
  readonly joined: readonly string[];
  /** A lighter pass does not look everywhere, so what it does not see stays as it was. */
  readonly lighter: boolean;
  /** Since when the newest of the gaps is there that nobody accepted; null: there is none. */
  readonly blindSince: string | null;
}

/**
 * Two steps are no news. `seen`: it fails again after a time in which it could not be read. `moved`: another finding
 * tells it.
 */
export type Step = LifecycleStep['step'] | 'seen' | 'moved';

export interface Turn {
  readonly step: Step | null;
  readonly standing: Standing;
  readonly before: Severity | null;
  readonly joined: readonly string[];
}

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** Only what fails has a life: what is not known is followed as gaps. */
export function lives({ outcome }: Finding): boolean {
  return outcome === 'fail';
}

/**
 * The next step in a finding's life, and where it stands then. It is resolved by proof alone: absence without one
 * is `not-verified`, and a scan that began before the finding came to its state says nothing of its absence.
 * null: there was nothing and there is nothing.
 */
export function nextTurn(before: Standing | null, sight: Sight): Turn | null {
  if (sight.finding !== null) return failing(before, sight.finding, sight);
  return before === null ? null : absent(before, sight);
}

function failing(before: Standing | null, finding: Finding, sight: Sight): Turn {
  const { finishedAt: at, joined } = sight;
  const severity = seesLess(before, sight) ? worse(finding.severity, before) : finding.severity;
  const excepted = finding.status === 'excepted';
  const since = before === null || before.state === 'resolved' ? at : before.since;
  const state = excepted ? 'excepted' : 'open';
  const changedAt = before?.state === state ? before.changedAt : at;
  const standing: Standing = { state, severity, since, changedAt };
  const turn = (step: Step | null): Turn => ({ step, standing, before: null, joined: [] });
  if (excepted) return turn(before?.state === 'excepted' ? null : 'excepted');
  if (before === null) return turn('opened');
  if (before.state === 'resolved' || before.state === 'excepted') return turn('reopened');
  if (severities.indexOf(severity) > severities.indexOf(before.severity)) {
    return { step: 'worsened', standing, before: before.severity, joined };
  }
  if (joined.length > 0) return { step: 'widened', standing, before: null, joined };
  return turn(before.state === 'not-verified' ? 'seen' : null);
}

/**
 * Whether a scan sees less of what makes a finding grave than those before, so that it may call none milder: a key
 * whose stores can't be read only looks harmless, and would be news again once they can.
 */
function seesLess(before: Standing | null, { lighter, blindSince }: Sight): boolean {
  return lighter || (before !== null && blindSince !== null && blindSince > before.changedAt);
}

function worse(severity: Severity, before: Standing | null): Severity {
  if (before === null || before.state === 'resolved') return severity;
  return severities.indexOf(severity) < severities.indexOf(before.severity) ? before.severity : severity;
}

function absent(before: Standing, { ending, startedAt, finishedAt, lighter }: Sight): Turn {
  const stays: Turn = { step: null, standing: before, before: null, joined: [] };
  if (before.state === 'resolved' || before.changedAt > startedAt) return stays;
  const turn = (step: Step, state: LifecycleState): Turn => ({
    step,
    standing: { ...before, state, changedAt: finishedAt },
    before: null,
    joined: [],
  });
  if (ending !== null) return turn(ending === 'moved' ? 'moved' : 'resolved', 'resolved');
  // What is excepted nobody waits for, so that it can't be read is no news of it.
  return lighter || before.state !== 'open' ? stays : turn('not-verified', 'not-verified');
}
