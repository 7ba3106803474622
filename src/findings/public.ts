/** What a check of one's own is written with: `import { defineCheck, fail, pass } from 'firebreak/checks'`. */
export {
  type CheckDefinition,
  defineCheck,
  type Fix,
  type Judging,
  type Need,
  type SeverityByTier,
} from './check.ts';
export type { Hit, Reach, ReachInTier } from './reach.ts';
export { byTier, endsAll, endsStore } from './reach.ts';
export {
  type Facts,
  fail,
  inexpressible,
  noneSeen,
  notApplicable,
  pass,
  passSeen,
  type Ruling,
  unknown,
} from './ruling.ts';
export type { SubjectKind, SubjectOf } from './subject.ts';
export { count, daysSince, hoursSince, list, quoted } from './wording.ts';
