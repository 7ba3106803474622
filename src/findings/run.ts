import type { CheckTally, Finding } from '../model/finding.ts';
import type { Settings, Severity } from '../model/inventory.ts';
import { type Question, questioner } from './asking.ts';
import type { Check, CheckContext, Judging } from './check.ts';
import { errorFinding, type Failed, type Failure, failFindings } from './findings.ts';
import { findGaps } from './gaps.ts';
import { limitsOfPass } from './left-out.ts';
import { plainChecks } from './plain-checks.ts';
import { type Prove, prover } from './proofs.ts';
import { indexReach } from './reach.ts';
import { type Subject, subjectsOf } from './subject.ts';
import { causeOf, type NotKnown, unknownFindings } from './unknowns.ts';
import { count, spokenKind } from './wording.ts';

export interface CheckRun {
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** One for each check, by id. */
  readonly tallies: readonly CheckTally[];
  /** What a provider can't express, and which checks therefore did not judge what. */
  readonly notes: readonly string[];
  /** Ids of what a finding of this run was judged by: of all that fail for one owner. */
  readonly subjectsOf: (finding: Pick<Finding, 'fingerprint' | 'asset'>) => readonly string[];
  /** Why a finding that was open before is not among these, where that is known. */
  readonly prove: Prove;
}

interface Options {
  /** Fingerprints that were open at approval; a finding not among them is `new`. Without it none is. */
  readonly known?: ReadonlySet<string>;
}

/** Judges every asset by every check that judges its kind. A check that throws costs its own answer only. */
export function runChecks(checks: readonly Check[], context: CheckContext, options: Options = {}): CheckRun {
  const judging: Judging = { ...context, reach: indexReach(context.radius, context.index) };
  const question: Question = {
    judging,
    gaps: findGaps(context.index),
    limits: limitsOfPass(context.index),
  };
  const { known } = options;
  const { settings, pass } = context.index.inventory;
  const all = [...checks, ...plainChecks(settings.checks ?? [])];
  const ofApproval = new Set(all.filter(({ judges }) => judges === 'baseline').map(({ id }) => id));
  const runs = all
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((check) => ({ check, ...runCheck(check, question) }));
  return {
    findings: runs
      .flatMap(({ findings }) => findings)
      .map((finding) => ({ ...finding, new: isNew(finding, known, ofApproval) }))
      .toSorted(worstFirst),
    tallies: runs.map(({ tally }) => tally),
    notes: [
      ...runs.flatMap(({ notes }) => notes),
      ...idleOverrides(all, settings),
      ...leftNote(
        pass,
        runs.filter(({ left }) => left > 0),
      ),
    ].toSorted(),
    subjectsOf: subjectsOfFindings(runs.flatMap(({ failures }) => failures)),
    prove: prover(runs, question),
  };
}

/** Most findings stand on the one asset they are shown on; the others are looked up. */
function subjectsOfFindings(failures: readonly Failure[]): CheckRun['subjectsOf'] {
  const several = new Map(
    failures
      .filter(({ finding, subjects }) => subjects.length !== 1 || subjects[0] !== finding.asset)
      .map(({ finding, subjects }) => [finding.fingerprint, subjects]),
  );
  return ({ fingerprint, asset }) => several.get(fingerprint) ?? [asset];
}

/** What is found of an approval could not be known at that approval, and so is never news. */
function isNew(
  { check, fingerprint }: Finding,
  known: ReadonlySet<string> | undefined,
  ofApproval: ReadonlySet<string>,
): boolean {
  return known !== undefined && !known.has(fingerprint) && !ofApproval.has(check);
}

/** An override that fits no check changes nothing, which its author should hear of. */
function idleOverrides(checks: readonly Check[], { overrides = [] }: Settings): readonly string[] {
  const ids = new Set(checks.map(({ id }) => id));
  const idle = overrides.map(({ check }) => check).filter((id) => !ids.has(id));
  return [...new Set(idle)].map(
    (id) => `The override of "${id}" fits no check; \`firebreak checks\` lists them.`,
  );
}

/** One note for all that a lighter pass does not judge: it is not known, and nothing to repair. */
function leftNote(pass: string | undefined, left: readonly unknown[]): readonly string[] {
  if (pass === undefined || left.length === 0) return [];
  const checks = count(left.length, 'check');
  return [
    `The pass ${pass} leaves ${checks}, or some of what they judge, to full scans, which read what they rest on.`,
  ];
}

interface Verdicts {
  readonly passed: number;
  /** How many a lighter pass leaves to full scans. */
  readonly left: number;
  readonly failed: readonly Failed[];
  readonly notKnown: readonly NotKnown[];
  readonly errors: readonly { readonly asset: Subject; readonly error: unknown }[];
  readonly notApplicable: number;
  /** Standing facts, and of how many assets. */
  readonly inexpressible: ReadonlyMap<string, number>;
}

function runCheck(check: Check, question: Question) {
  const { judging, gaps } = question;
  const verdicts = judgeAll(check, question);
  const { passed, failed, notKnown, errors, notApplicable, inexpressible } = verdicts;
  const hiding = gaps.hiding(check);
  // How many assets a failed list hides nobody knows; each cause counts as one.
  const unknowns = notKnown.length + errors.length + new Set(hiding.map(causeOf)).size;
  const tally: CheckTally = {
    id: check.id,
    title: check.title,
    discipline: check.discipline,
    judged: passed + failed.length + unknowns + notApplicable,
    passed,
    failed: failed.length,
    unknown: unknowns,
    notApplicable,
  };
  const failures = failFindings(check, failed, judging);
  const findings = [
    ...failures.map(({ finding }) => finding),
    ...unknownFindings(check, { notKnown, hiding }, judging),
    ...errorFinding(check, errors, judging),
  ];
  const notes = [...inexpressible].map(
    ([note, assets]) => `${note}; ${check.id} is not judged for ${count(assets, spokenKind(check.judges))}.`,
  );
  const doubtful = [...notKnown, ...errors].map(({ asset }) => asset);
  return { findings, failures, doubtful, tally, notes, left: verdicts.left };
}

function judgeAll(check: Check, question: Question): Verdicts {
  const { limits } = question;
  const failed: Failed[] = [];
  const notKnown: NotKnown[] = [];
  const errors: { asset: Subject; error: unknown }[] = [];
  const inexpressible = new Map<string, number>();
  let passed = 0;
  let notApplicable = 0;
  let left = 0;
  const ask = questioner(check, question);
  for (const asset of subjectsOf(check.judges, question.judging)) {
    const ruling = ask(asset);
    if ('error' in ruling && limits.isNotInPass(ruling.error)) left += 1;
    else if ('error' in ruling) errors.push({ asset, error: ruling.error });
    else if (ruling.outcome === 'fail') failed.push({ asset, ruling });
    else if (ruling.outcome === 'unknown') notKnown.push({ asset, ruling });
    else if (ruling.outcome === 'pass') passed += 1;
    else {
      notApplicable += 1;
      if (ruling.note !== undefined)
        inexpressible.set(ruling.note, (inexpressible.get(ruling.note) ?? 0) + 1);
    }
  }
  return { passed, failed, notKnown, errors, notApplicable, inexpressible, left };
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
const outcomes: readonly Finding['outcome'][] = ['fail', 'error', 'unknown'];

function worstFirst(a: Finding, b: Finding): number {
  return (
    outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compare(a.check, b.check) ||
    compare(a.asset, b.asset) ||
    compare(a.fingerprint, b.fingerprint)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
