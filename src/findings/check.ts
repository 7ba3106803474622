import type { AssetKind, Provider } from '../model/asset.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { Discipline } from '../model/finding.ts';
import type { InventoryIndex, Limits, Severity } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import type { Reach } from './reach.ts';
import type { Ruling } from './ruling.ts';
import type { ApprovedState, SubjectKind, SubjectOf } from './subject.ts';

/** What there is to judge by. `now` is the only clock a check knows. */
export interface CheckContext {
  readonly index: InventoryIndex;
  readonly radius: BlastRadius;
  readonly drift: readonly DriftEvent[];
  readonly baseline: Report['scan']['baseline'];
  /** Only where there is a baseline and it can be trusted. */
  readonly approved?: ApprovedState;
  readonly limits: Limits;
  readonly now: Date;
}

/** What a check sees: the context, and the blast radius by credential and by store. */
export interface Judging extends CheckContext {
  readonly reach: Reach;
}

/**
 * A kind of asset whose absence from the inventory could change the answer. A gap in that kind counts where it
 * lies in the judged asset's own scope and region; with `region: 'any'`, wherever it lies in that scope.
 */
export type Need = AssetKind | { readonly kind: AssetKind; readonly region: 'any' };

/** How to repair it: what to do in words, the command, and the Terraform that keeps it so. */
export interface Fix {
  readonly steps: string;
  readonly cli?: string;
  readonly terraform?: string;
}

/** How bad a failure is where the ruling does not say: by the highest tier the asset lies in. */
export interface SeverityByTier {
  readonly production: Severity;
  readonly otherwise: Severity;
}

/** A check as its author writes it; the discipline is the folder it lies in. */
export interface CheckDefinition<K extends SubjectKind = SubjectKind> {
  /** The file's name: subject first, kebab-case, never reused. */
  readonly id: string;
  /** The good state, as one sentence without a full stop. */
  readonly title: string;
  readonly severity: SeverityByTier;
  readonly judges: K;
  readonly needs: readonly Need[];
  /**
   * `presence`: something seen proves the good, so a pass stands in spite of a gap, and a fail that rests on
   * not having seen it does not. `absence`: the good is that nothing bad was seen, so a gap undoes a pass.
   */
  readonly proof: 'presence' | 'absence';
  /** The incident it prevents, for someone who has never met it. */
  readonly why: string;
  /** By provider; where one is missing, the check has nothing to say of what that provider holds. */
  readonly fix: Readonly<Record<Provider, Fix>>;
  /** Controls whose own text fits, each in its framework's own form: `SOC 2 A1.2`. */
  readonly frameworks: readonly string[];
  evaluate(subject: SubjectOf<K>, judging: Judging): Ruling;
}

/** A check that was discovered. */
export interface Check<K extends SubjectKind = SubjectKind> extends CheckDefinition<K> {
  readonly discipline: Discipline;
}

/** The folders under checks/, in the order a reader meets them. */
export const disciplines: readonly Discipline[] = [
  'separation',
  'credentials',
  'authority',
  'tracking',
  'approval',
  'recovery',
];

/** Declares a check; the default export of `checks/<discipline>/<id>.ts`. */
export function defineCheck<K extends SubjectKind>(definition: CheckDefinition<K>): CheckDefinition<K> {
  return definition;
}
