import type { Finding } from '../model/finding.ts';
import type { BodyRow, FindingRow } from './schema.ts';

type Left = 'remediation' | 'frameworks' | 'severity';

/** A finding as it is kept: how to repair it, and what it is asked by, is on its check's page. */
export function bodyOf({ remediation, frameworks, severity, ...kept }: Finding): string {
  return JSON.stringify(kept satisfies Omit<Finding, Left>);
}

/** A finding as it was at its last step. */
export function findingOf({ body, severity }: Pick<BodyRow, 'body'> & Pick<FindingRow, 'severity'>): Finding {
  const kept = JSON.parse(body) as Omit<Finding, Left>;
  return { ...kept, severity, remediation: '', frameworks: [] };
}
