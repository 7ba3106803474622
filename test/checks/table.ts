import { describe, expect, it } from 'vitest';
import type { Check, CheckDefinition } from '../../src/findings/check.ts';
import { runChecks } from '../../src/findings/run.ts';
import type { SubjectKind } from '../../src/findings/subject.ts';
import type { Discipline, Finding } from '../../src/model/finding.ts';
import type { Severity } from '../../src/model/inventory.ts';
import { type World, world } from './world.ts';

/** One world and what the check must say of it. */
export interface Row {
  readonly title: string;
  readonly world: World;
  /** Parts that must stand in the one finding's message. */
  readonly says?: readonly string[];
  readonly severity?: Severity;
  /** Parts that must stand in the notes. */
  readonly notes?: readonly string[];
}

export interface Table {
  readonly pass: readonly Row[];
  readonly fail: readonly Row[];
  readonly unknown?: readonly Row[];
  readonly notApplicable?: readonly Row[];
}

/** Judges one world by one check, through the runner. */
export function judge<K extends SubjectKind>(
  check: CheckDefinition<K>,
  from: World,
  discipline: Discipline = 'recovery',
) {
  const whole: Check<K> = { ...check, discipline };
  const { findings, tallies, notes } = runChecks([whole], world(from));
  return { findings, tally: tallies[0], notes };
}

/** The check's specification: each row is judged by the runner, gaps and folding included. */
export function specify<K extends SubjectKind>(check: CheckDefinition<K>, table: Table): void {
  describe(check.id, () => {
    it.each(table.pass)('passes: $title', ({ world: from }) => {
      const { findings, tally } = judge(check, from);
      expect(findings.map(({ message }) => message)).toEqual([]);
      expect(tally?.passed).toBeGreaterThan(0);
    });
    it.each(table.fail)('fails: $title', (row) => {
      expectOne(judge(check, row.world).findings, 'fail', row);
    });
    it.each(table.unknown ?? [])('does not know: $title', (row) => {
      const { findings, tally } = judge(check, row.world);
      expectOne(findings, 'unknown', row);
      expect(tally?.passed).toBe(0);
    });
    it.each(table.notApplicable ?? [])('has nothing to say: $title', ({ world: from, notes: parts = [] }) => {
      const { findings, tally, notes } = judge(check, from);
      expect(findings.map(({ message }) => message)).toEqual([]);
      expect(tally?.notApplicable).toBe(tally?.judged);
      for (const part of parts) expect(notes.join('\n')).toContain(part);
    });
  });
}

function expectOne(
  findings: readonly Finding[],
  outcome: Finding['outcome'],
  { says = [], severity }: Row,
): void {
  expect(findings.map((finding) => finding.outcome)).toEqual([outcome]);
  const [finding] = findings;
  for (const part of says) expect(finding?.message).toContain(part);
  if (severity !== undefined) expect(finding?.severity).toBe(severity);
}
