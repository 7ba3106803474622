import type { Limits, Override, Severity } from '../model/inventory.ts';
import type { Subject } from './subject.ts';

/** What a configuration says otherwise of one check, where anything. */
export interface Overridden {
  /** The severity of a failure of this subject, where another was named; later entries count. */
  severity(subject: Subject): Severity | null;
  /** The limits the subject is held to. */
  limits(subject: Subject, usual: Limits): Limits;
}

/** The overrides of one check; null where there is none, so that the usual way stays short. */
export function overridesOf(check: string, overrides: readonly Override[]): Overridden | null {
  const own = overrides.filter((override) => override.check === check);
  if (own.length === 0) return null;
  const fitting = (subject: Subject) =>
    own.filter(
      ({ environments }) =>
        environments.length === 0 || subject.environments.some(({ name }) => environments.includes(name)),
    );
  return {
    severity: (subject) => fitting(subject).findLast(({ severity }) => severity !== null)?.severity ?? null,
    limits: (subject, usual) =>
      Object.assign({}, usual, ...fitting(subject).map(({ limits }) => limits)) as Limits,
  };
}
