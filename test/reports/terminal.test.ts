import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../reports/index.ts';
import { columns } from '../../reports/terminal/layout.ts';
import { fixtureReport, gap, hostileReport } from './fixture.ts';

const lines = (text: string): readonly string[] => text.split('\n');

describe('the first screen in a terminal', () => {
  it.each([40, 60, 80, 110])('keeps to %i columns', (width) => {
    for (const report of [
      fixtureReport(),
      hostileReport('x'.repeat(10_000)),
      hostileReport('データ '.repeat(300)),
    ]) {
      const widest = Math.max(...lines(renderTerminal(report, { width, color: false })).map(columns));
      expect(widest).toBeLessThanOrEqual(width);
    }
  });

  it('says what failed, where something could not be read', () => {
    const gaps = [
      gap({ operation: 'me', reason: 'failed', detail: 'the connection failed or was cut' }),
      gap({ operation: 'backups', reason: 'denied', detail: 'AccessDenied' }),
    ];
    const report = fixtureReport({ coverage: { ...fixtureReport().coverage, gaps } });
    const screen = renderTerminal(report, { width: 110, color: false });
    expect(screen).toContain(': me failed, the connection failed or was cut');
    expect(screen).toMatch(/: backups denied(?!,)/);
  });

  it('says the same with colour as without', () => {
    const plain = renderTerminal(fixtureReport(), { width: 80, color: false });
    const painted = renderTerminal(fixtureReport(), { width: 80, color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours are what is taken out
    expect(painted.replace(/\u001b\[[\d;]*m/g, '')).toBe(plain);
    expect(painted).not.toBe(plain);
  });

  it('lets no name steer the terminal', () => {
    const text = renderTerminal(hostileReport(), { width: 80, color: false });
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Cs}/u);
    expect(text).toContain('⟨U+202E⟩gnp.exe');
  });

  it('says where the report lies, and only then', () => {
    const options = { width: 80, color: false };
    expect(renderTerminal(fixtureReport(), { ...options, out: 'firebreak-out' })).toContain('firebreak-out');
    expect(renderTerminal(fixtureReport(), options)).not.toContain('The whole report');
  });

  it('shows an answer where nothing was found', () => {
    const { blastRadius, ...rest } = fixtureReport();
    const nothing = { ...blastRadius, stores: [], pairs: [], controls: [], credentials: [], agents: [] };
    const text = renderTerminal({ ...rest, findings: [], blastRadius: nothing }, { width: 80, color: false });
    expect(text).toMatch(/Stores: {3}none/);
    expect(text).toMatch(/WHAT COULD NOT BE SEEN/);
    expect(text).not.toMatch(/WORST CREDENTIAL/);
  });
});
