import { sql } from 'kysely';
import type { LifecycleStep, Proofs } from '../model/history.ts';
import type { Severity } from '../model/inventory.ts';
import { idsFrom } from './next-id.ts';
import type { Left, Recording } from './recording.ts';
import { batch } from './rows.ts';

/** Writes the steps of findings, and keeps those that are news. */
export interface Journal {
  /** For a finding that was never seen before. */
  readonly newId: () => number;
  readonly write: (taken: readonly Left[]) => Promise<void>;
  /** Worst first. */
  readonly news: () => readonly LifecycleStep[];
}

const shape = {
  id: 'integer',
  finding: 'integer',
  step: 'text',
  severity: 'text',
  proof: 'text',
} as const;

export async function openJournal(recording: Recording): Promise<Journal> {
  const { queries, engine, seen } = recording;
  const newId = await idsFrom(queries, 'firebreak_findings');
  const newStep = await idsFrom(queries, 'firebreak_steps');
  const { id: scan, finishedAt } = seen.report.scan;
  const news: LifecycleStep[] = [];
  return {
    newId,
    news: () => news.toSorted(worstFirst),
    write: async (taken) => {
      const steps = taken.flatMap((each) => stepOf(each, seen.proofs.findings));
      if (steps.length === 0) return;
      for (const { step, told } of steps) {
        if (step !== 'seen' && step !== 'moved') news.push({ ...told, step });
      }
      const rows = steps.map(({ id, step, told: { finding, proof } }) => ({
        id: newStep(),
        finding: id,
        step,
        severity: finding.severity,
        proof,
      }));
      await sql`INSERT INTO firebreak_steps (id, finding, scan, at, step, severity, proof)
        SELECT id, finding, ${scan}, ${finishedAt}, step, severity, proof
        FROM ${batch(engine, shape, rows)}`.execute(queries);
    },
  };
}

function stepOf({ id, turn, finding }: Left, proofs: Proofs['findings']) {
  const { step, standing, before, joined } = turn;
  if (step === null) return [];
  const ending = proofs.get(finding.fingerprint);
  const proof = step === 'resolved' && ending !== undefined && ending !== 'moved' ? ending : null;
  return [{ id, step, told: { finding, since: standing.since, proof, before, joined } }];
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

function worstFirst({ finding: a }: LifecycleStep, { finding: b }: LifecycleStep): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}
