import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../reports/html/element.ts';
import { trendSection } from '../../../reports/html/trend.ts';
import { renderHtml } from '../../../reports/index.ts';
import type { TrendPoint } from '../../../src/model/report.ts';
import { fixtureReport } from '../fixture.ts';

const point = (date: number, critical: number, totalLossStores = 0): TrendPoint => ({
  at: new Date(Date.UTC(2026, 0, date, 2)).toISOString(),
  openBySeverity: { critical, high: 0, medium: 1200, low: 0 },
  totalLossStores,
  gaps: 0,
});

const drawn = (...points: readonly TrendPoint[]): string => {
  const section = trendSection(points);
  return section === null ? '' : toHtml(section);
};

describe('the trend on the page', () => {
  it('is left out where there is none, and where there is but one scan', () => {
    expect(drawn()).toBe('');
    expect(drawn(point(1, 4))).toBe('');
    expect(renderHtml(fixtureReport(), { script: '', style: '' })).not.toContain('How it moved');
  });

  it('says in words what it draws', () => {
    const html = drawn(point(1, 4), point(2, 1));
    expect(html).toContain('How it moved since 2026-01-01');
    expect(html).toContain('aria-label="critical findings: 4 then, 1 now"');
    expect(html).toMatch(/>1<\/span><span class="trend-less"> −3</);
    expect(drawn(point(1, 0, 1), point(2, 0, 3))).toMatch(/>3<\/span><span class="trend-more"> \+2</);
    expect(html).toContain('as many as then');
  });

  it('draws from zero up, each scan at its time', () => {
    const course = /trend-course" d="([^"]*)"/.exec(drawn(point(1, 4), point(2, 2), point(5, 0)))?.[1];
    expect(course).toBe('M0 0H60V28H240V56');
  });

  it('holds the same numbers as a table, the newest first', () => {
    const rows = [...drawn(point(1, 4), point(2, 1)).matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
      row.split(/<[^>]*>/).filter((cell) => cell !== ''),
    );
    expect(rows).toEqual([
      ['scan', 'critical', 'high', 'medium', 'low', 'total loss', 'gaps'],
      ['2026-01-02 02:00 UTC', '1', '0', '1,200', '0', '0', '0'],
      ['2026-01-01 02:00 UTC', '4', '0', '1,200', '0', '0', '0'],
    ]);
  });
});
