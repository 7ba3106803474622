import type { TrendPoint } from '../../src/model/report.ts';
import { count, moment, severities } from '../words.ts';
import { type Element, el } from './element.ts';

/** A figure that is drawn, in words and by the scan. */
interface Figure {
  readonly name: string;
  readonly of: (point: TrendPoint) => number;
  readonly tone: 'danger' | 'warn';
}

const figures: readonly Figure[] = [
  { name: 'critical findings', of: ({ openBySeverity }) => openBySeverity.critical, tone: 'danger' },
  { name: 'high findings', of: ({ openBySeverity }) => openBySeverity.high, tone: 'warn' },
  { name: 'production stores in total loss', of: ({ totalLossStores }) => totalLossStores, tone: 'danger' },
  { name: 'gaps, with those that stand', of: ({ gaps }) => gaps, tone: 'warn' },
];

/**
 * How it moved: a small chart for each figure, every one from zero up and to its own scale, and the same numbers as a
 * table. One scan moves nowhere and is not drawn.
 */
export function trendSection(trend: readonly TrendPoint[]): Element | null {
  const [first, last] = [trend[0], trend.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  return el(
    'section',
    { class: 'trend', 'aria-label': 'How it moved' },
    el('h2', {}, `How it moved since ${day(first)}`),
    el(
      'div',
      { class: 'trend-charts' },
      figures.map((figure) => chart(figure, trend, figure.of(first), figure.of(last))),
    ),
    el(
      'details',
      {},
      el(
        'summary',
        { class: 'trend-summary' },
        `The same in numbers: the last full scan of ${count(trend.length, 'day')}`,
      ),
      el(
        'div',
        { class: 'trend-scrolls', tabindex: 0, role: 'region', 'aria-label': 'Numbers by day' },
        table(trend),
      ),
    ),
  );
}

const day = ({ at }: TrendPoint): string => at.slice(0, 10);
const number = (value: number): string => value.toLocaleString('en-US');

function chart({ name, of, tone }: Figure, trend: readonly TrendPoint[], was: number, is: number): Element {
  const change = is === was ? 'as many as then' : `${is > was ? '+' : '−'}${number(Math.abs(is - was))}`;
  return el(
    'div',
    {},
    el('p', { class: 'quiet' }, name),
    el(
      'p',
      {},
      el('span', { class: 'trend-now' }, number(is)),
      el('span', { class: is > was ? 'trend-more' : is < was ? 'trend-less' : 'quiet' }, ` ${change}`),
    ),
    drawing(`${name}: ${number(was)} then, ${number(is)} now`, trend, of, tone),
  );
}

const [width, height] = [240, 56];

/** A step for each scan, placed by its time, so that days without one show as such. */
function drawing(label: string, trend: readonly TrendPoint[], of: Figure['of'], tone: string): Element {
  const times = trend.map(({ at }) => Date.parse(at));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(1, ...trend.map(of));
  const x = (time: number): number => tenth(((time - from) / Math.max(1, to - from)) * width);
  const y = (value: number): number => tenth(height - (value / most) * height);
  const line = trend
    .map((point, at) => (at === 0 ? `M0 ${y(of(point))}` : `H${x(times[at] ?? to)}V${y(of(point))}`))
    .join('');
  return el(
    'svg',
    {
      class: `trend-chart ${tone}`,
      viewBox: `-3 -3 ${width + 6} ${height + 6}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': label,
    },
    el('path', { class: 'trend-under', d: `${line}V${height}H0Z` }),
    el('path', { class: 'trend-course', d: line }),
    el('path', { class: 'trend-floor', d: `M0 ${height}H${width}` }),
  );
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function table(trend: readonly TrendPoint[]): Element {
  const heads = ['scan', ...severities, 'total loss', 'gaps'];
  return el(
    'table',
    { class: 'trend-table' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        heads.map((head) => el('th', { scope: 'col', class: 'trend-head' }, head)),
      ),
    ),
    el('tbody', {}, trend.toReversed().map(row)),
  );
}

function row(point: TrendPoint): Element {
  const { at, openBySeverity, totalLossStores, gaps } = point;
  const values = [...severities.map((severity) => openBySeverity[severity]), totalLossStores, gaps];
  return el(
    'tr',
    {},
    el('th', { scope: 'row', class: 'trend-cell day' }, moment(at)),
    values.map((value) => el('td', { class: 'trend-cell' }, number(value))),
  );
}
