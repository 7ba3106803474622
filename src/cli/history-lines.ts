import { count, moment, severities, spoken, timeBetween } from '../../reports/words.ts';
import type { Life, PastDrift, PastScan } from '../history/past.ts';
import type { TrendPoint } from '../model/report.ts';

/** A table of scans, the newest first. */
export function scanLines(target: string, scans: readonly PastScan[]): readonly string[] {
  const rows = scans.map((scan) =>
    scan.scan === null
      ? [moment(scan.finishedAt), scan.pass, `did not run: ${scan.why}`]
      : [
          moment(scan.finishedAt),
          scan.pass,
          ...severities.map((severity) => String(scan.openBySeverity[severity])),
          String(scan.totalLossStores),
          String(scan.drift),
          String(scan.gaps),
          `exit ${scan.exitCode}${scan.state === 'complete' ? '' : ', incomplete'}`,
        ],
  );
  const head = ['ended', 'pass', ...severities, 'total loss', 'drift', 'gaps', ''];
  return [`${target}: ${count(scans.length, 'scan')}, the newest first`, ...table([head, ...rows])];
}

/** Rows in columns; the last cell of a row may be of any length. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.slice(0, -1).entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const blocks = '▁▂▃▄▅▆▇█';
const widest = 60;

/** A line for each figure: what it was, what it is, and its course between. */
export function trendLines(target: string, points: readonly TrendPoint[]): readonly string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [`${target}: no full scan is remembered yet`];
  const figures: readonly (readonly [name: string, of: (point: TrendPoint) => number])[] = [
    ...severities.map(
      (severity) => [severity, (point: TrendPoint) => point.openBySeverity[severity]] as const,
    ),
    ['total loss', ({ totalLossStores }) => totalLossStores],
    ['gaps', ({ gaps }) => gaps],
  ];
  const drawn = points.slice(-widest);
  const rows = figures.map(([name, of]) => [
    name,
    String(of(first)),
    String(of(last)),
    sparkline(drawn.map(of)),
  ]);
  const days = `${count(points.length, 'day')} with a full scan`;
  return [
    `${target}: ${days}, ${moment(first.at)} to ${moment(last.at)}`,
    ...table([['', 'first', 'last', ''], ...rows]),
  ];
}

/** From zero up, so that a small change among many does not look like a fall. */
function sparkline(values: readonly number[]): string {
  const most = Math.max(...values, 1);
  return values.map((value) => blocks[Math.round((value / most) * (blocks.length - 1))] ?? '').join('');
}

/** Each finding's life: since when, and step by step. */
export function lifeLines(lives: readonly Life[], now: Date): readonly string[] {
  return lives.flatMap((life) => {
    const { fingerprint, severity, asset, name, steps } = life;
    const shown = name === asset ? asset : `${name} (${asset})`;
    return [
      `${fingerprint}  ${severity}  ${stands(life, now)}`,
      `  ${shown}`,
      ...steps.map(
        ({ at, step, severity: then, proof }) =>
          `  ${moment(at)}  ${spoken(step)}${proof === null ? `, ${then}` : `: ${proven[proof]}`}`,
      ),
      '',
    ];
  });
}

const proven = {
  passed: 'its check passed',
  lapsed: 'its rule no longer applies, which is no repair',
  gone: 'it is proven gone',
} as const;

function stands({ state, since, changedAt, lastSeen }: Life, now: Date): string {
  const age = timeBetween(since, now.toISOString());
  switch (state) {
    case 'resolved':
      return `resolved ${moment(changedAt)}; it had stood since ${moment(since)}`;
    case 'not-verified':
      return `open since ${moment(since)} (${age}), and not readable since ${moment(changedAt)}; seen last ${moment(lastSeen)}`;
    case 'excepted':
      return `excepted ${moment(changedAt)}; it fails since ${moment(since)} (${age})`;
    default:
      return `open since ${moment(since)} (${age})`;
  }
}

/** Each drift event: when it was seen first, last, and whether it is settled. */
export function driftLines(drift: readonly PastDrift[]): readonly string[] {
  return drift.flatMap(({ fingerprint, severity, asset, firstSeen, lastSeen, settledAt }) => [
    `${fingerprint}  ${severity}  drift since ${moment(firstSeen)}, seen last ${moment(lastSeen)}${settledAt === null ? '' : `, settled ${moment(settledAt)}`}`,
    `  ${asset}`,
    '',
  ]);
}
