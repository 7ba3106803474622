import type { AssetKind } from '../model/asset.ts';
import type { Discipline } from '../model/finding.ts';
import { type Check, disciplines, type Fix, type SeverityByTier } from './check.ts';
import type { SubjectKind } from './subject.ts';

/** A check as it is described to a person; plain data. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly discipline: Discipline;
  readonly severity: SeverityByTier;
  readonly judges: SubjectKind;
  readonly needs: readonly AssetKind[];
  readonly proof: 'presence' | 'absence';
  readonly why: string;
  readonly fix: Readonly<Record<string, Fix>>;
  readonly frameworks: readonly string[];
}

/** The catalogue, by discipline and id. */
export function catalogue(checks: readonly Check[]): readonly CatalogueEntry[] {
  return checks
    .map((check) => ({
      id: check.id,
      title: check.title,
      discipline: check.discipline,
      severity: check.severity,
      judges: check.judges,
      needs: check.needs.map((need) => (typeof need === 'string' ? need : need.kind)),
      proof: check.proof,
      why: check.why,
      fix: check.fix,
      frameworks: check.frameworks,
    }))
    .toSorted(
      (a, b) =>
        disciplines.indexOf(a.discipline) - disciplines.indexOf(b.discipline) || (a.id < b.id ? -1 : 1),
    );
}
