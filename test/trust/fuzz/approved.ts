import * as fc from 'fast-check';
import { readAnchor } from '../../../src/baseline/anchor.ts';
import { entryLine } from '../../../src/baseline/chain.ts';
import { applyExceptions } from '../../../src/baseline/exceptions.ts';
import { readExceptions, withException } from '../../../src/baseline/exceptions-file.ts';
import { openBaseline } from '../../../src/baseline/in-use.ts';
import { baselineDigest, writeBaseline } from '../../../src/baseline/write.ts';
import { now } from '../estates.ts';
import { approvalOf, judgedAgainst, type Scanned } from '../scan-estate.ts';
import { type Damage, damagedJson, damagedText, damages } from './damage.ts';
import { demand, type FuzzTarget, orRefused, orRefusedLater } from './target.ts';
import type { WholeScan } from './whole-scans.ts';

interface Case {
  readonly baseline: readonly Damage[];
  readonly chain: readonly Damage[];
}

const some = fc.oneof(fc.constant<readonly Damage[]>([]), damages);

/**
 * A baseline and its chain: whatever was done to them, the scan judges. A byte that differs from what was approved
 * is never trusted, and what is not trusted accepts no gap, knows no finding and tells no drift.
 */
export function baselines({ estate, scanned }: WholeScan): FuzzTarget<Case> {
  const approved = writeBaseline(approvalOf(scanned));
  const line = entryLine({
    version: 1,
    name: estate.config.name,
    digest: baselineDigest(approved),
    before: null,
    approvers: ['ana@acme.example'],
    reason: 'first',
    ticket: null,
    approvedAt: now.toISOString(),
    expires: null,
    signers: { atLeast: 0, people: [] },
  });
  return {
    name: 'baseline-and-chain',
    share: 900,
    cases: fc.record({ baseline: some, chain: some }),
    run: async ({ baseline, chain }) => {
      const [baselineText, chainText] = [damagedJson(approved, baseline), chainOf(line, chain)];
      const use = await orRefusedLater(() =>
        openBaseline({
          path: 'baselines/acme.json',
          baselineText,
          chainText,
          anchor: null,
          now,
          signatures: { verify: async () => false },
        }),
      );
      if (use === null) return;
      const same = baselineText === approved;
      if (use.trusted && !same && chainText === line) throw new Error('trusts a baseline that was changed');
      if (use.trusted) return;
      const { report } = judgedAgainst(scanned.inventory, use);
      demand([
        ...(report.drift.length > 0 ? ['tells drift from what it does not trust'] : []),
        ...(report.summary.exitCode === 0 ? ['exits 0 with a baseline it does not trust'] : []),
        ...(report.coverage.gaps.some(({ accepted }) => accepted)
          ? ['accepts a gap by what it does not trust']
          : []),
      ]);
    },
  };
}

function chainOf(line: string, chain: readonly Damage[]): string {
  return chain.reduce((text, one) => {
    const [first = '', ...rest] = text.split('\n');
    const structural = damagedJson(first, [one]);
    return structural === first ? damagedText(text, one) : [structural, ...rest].join('\n');
  }, line);
}

/** The anchor in its environment variable. */
export const anchors: FuzzTarget<readonly Damage[]> = {
  name: 'anchor',
  share: 400,
  cases: damages,
  run: (all) => {
    const anchor = JSON.stringify({
      digest: `sha256:${'a'.repeat(64)}`,
      signers: { atLeast: 1, people: [{ name: 'ana', keys: ['ssh-ed25519 AAAA'] }] },
    });
    orRefused(() => readAnchor(damagedJson(anchor, all)));
  },
};

/** The file of exceptions: damaged, it is refused, or lowers only what it names exactly as long as it says. */
export function exceptions({ scanned }: WholeScan): FuzzTarget<readonly Damage[]> {
  const text = exceptionsText(scanned);
  return {
    name: 'exceptions',
    share: 1200,
    cases: damages,
    run: (all) => {
      const damaged = all.reduce(damagedText, text);
      const read = orRefused(() => readExceptions(damaged, 'exceptions.yaml'));
      if (read === null) return;
      const { findings } = applyExceptions(scanned.report.findings, read, { now, covers: () => [] });
      if (findings.length !== scanned.report.findings.length) throw new Error('a finding was lost');
      const [first] = read;
      if (first !== undefined) orRefused(() => withException(damaged, 'exceptions.yaml', first));
    },
  };
}

function exceptionsText({ report }: Scanned): string {
  return (
    report.findings.slice(0, 4).reduce<string | null>(
      (text, { check, asset, severity }) =>
        withException(text, 'exceptions.yaml', {
          check,
          asset,
          reason: 'looked at',
          approver: 'ana@acme.example',
          ticket: null,
          expires: '2027-01-31',
          severity,
          covers: [{ store: asset, verdict: 'total-loss' }],
        }),
      null,
    ) ?? ''
  );
}
