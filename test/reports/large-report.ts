import type { StoreView } from '../../src/model/blast-radius.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Severity } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { finding, fixtureReport, pair, store } from './fixture.ts';

const checks = Array.from({ length: 50 }, (_, index) => `check-number-${index}`);
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
const environments = ['production', 'staging'];

/** Seventeen hex digits that do not compress, the same for the same number. */
function hex(number: number): string {
  let state = (number * 2654435761) >>> 0;
  let text = '';
  while (text.length < 17) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    text += (state >>> 0).toString(16).padStart(8, '0');
  }
  return text.slice(0, 17);
}

/** An estate of `assets` (half stores, half their snapshots) with `findings` findings on its stores. */
export function largeReport(assets: number, findings: number): Report {
  const base = fixtureReport();
  const stores = Array.from({ length: Math.ceil(assets / 2) }, (_, index) => storeNumber(index));
  const ids = stores.map(({ store: id }) => id);
  const ended = Math.ceil(ids.length / 10);
  return {
    ...base,
    counts: { store: stores.length, backup: assets - stores.length },
    blastRadius: {
      ...base.blastRadius,
      stores,
      pairs: [
        pair({ stores: ids.slice(0, ended) }),
        pair({
          stores: ids.slice(ended),
          verdict: 'recoverable',
          stoppedBy: [{ control: 'a copy out of its reach', asset: null, until: null }],
        }),
      ],
    },
    findings: Array.from({ length: findings }, (_, index) => findingNumber(index, stores)),
    summary: { ...base.summary, answer: `One call ends ${ended} of ${stores.length} stores.` },
  };
}

function storeNumber(index: number): StoreView {
  const base = store();
  const lost = index % 10 === 0;
  return {
    ...base,
    store: `arn:aws:ec2:eu-west-1:111111111111:volume/vol-${hex(index)}`,
    name: `data-${index}`,
    environments: [environments[index % 2] ?? 'production'],
    worst: base.worst === null ? null : { ...base.worst, verdict: lost ? 'total-loss' : 'recoverable' },
    copies: [
      {
        asset: `arn:aws:ec2:eu-west-1::snapshot/snap-${hex(index + 1e6)}`,
        kind: 'snapshot',
        location: `aws 111111111111 eu-west-1`,
        losesHours: index % 26,
        until: null,
        counts: !lost,
        why: lost ? 'within reach of the same credential' : 'out of reach of every credential',
      },
    ],
  };
}

function findingNumber(index: number, stores: readonly StoreView[]): Finding {
  const { store: asset, name, environments: where } = stores[index % stores.length] ?? storeNumber(0);
  const check = checks[(index * 7) % checks.length] ?? '';
  return finding({
    fingerprint: hex(index + 2e6).slice(0, 16),
    check,
    title: `The rule of ${check} holds for every store`,
    severity: severities[index % 4] ?? 'low',
    discipline: index % 3 === 0 ? 'separation' : 'recovery',
    new: index % 50 === 0,
    asset,
    name,
    environments: where,
    message: `${name} has ${index % 9} copies and the newest is ${index % 400} hours old.`,
    evidence: [
      {
        field: 'newest',
        value: `2026-11-${String((index % 28) + 1).padStart(2, '0')}T03:${String(index % 60).padStart(2, '0')}:00.000Z`,
        readAt: '2026-11-22T12:00:03.000Z',
      },
      { field: 'copies', value: String(index % 9), readAt: '2026-11-22T12:00:03.000Z' },
    ],
    remediation: 'Keep a copy in an account that no credential of production can reach.',
  });
}
