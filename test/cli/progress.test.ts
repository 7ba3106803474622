import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { columns } from '../../reports/terminal/layout.ts';
import { type ProgressView, progressView } from '../../src/cli/progress.ts';
import type { Progress } from '../../src/collectors/collector.ts';

interface Shown {
  readonly view: ProgressView;
  /** The lines a person sees now. */
  readonly screen: () => readonly string[];
  readonly written: () => string;
  readonly pass: (milliseconds: number) => void;
}

/** A view on a terminal that knows the codes the view uses: up by n lines, clear this line, clear below. */
function shown(over: { isTTY?: boolean; columns?: number; quiet?: boolean; verbose?: boolean } = {}): Shown {
  let text = '';
  let now = 0;
  const stderr = new Writable({
    write: (chunk, _, next) => {
      text += String(chunk);
      next();
    },
  });
  const out = { stderr, isTTY: true, columns: 80, quiet: false, verbose: false, elapsed: () => now, ...over };
  const screen = (): readonly string[] => {
    let lines: string[] = [];
    let at = 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of the terminal are what is read
    for (const [code, up, line] of text.matchAll(/\u001b\[(\d+)A|([^\n\u001b]*)\u001b\[K\n|\u001b\[J/g)) {
      if (up !== undefined) at -= Number(up);
      else if (line !== undefined) lines[at++] = line;
      else if (code === '\u001b[J') lines = lines.slice(0, at);
    }
    return lines;
  };
  return {
    view: progressView(out),
    screen,
    written: () => text,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

const event = (over: Partial<Progress> = {}): Progress => ({
  provider: 'railway',
  source: 'project shop',
  state: 'reading',
  calls: 0,
  assets: 0,
  ...over,
});

describe('progress on a terminal', () => {
  it('has a live line a source, with counts, rate and what is waited for', () => {
    const { view, screen, pass } = shown();
    view.show(event({ state: 'started' }));
    view.show(event({ state: 'started', source: 'workspace acme' }));
    pass(2_000);
    view.show(event({ calls: 10, assets: 40 }));
    view.show(
      event({ source: 'workspace acme', state: 'waiting', calls: 3, assets: 1, note: 'rate limit, 2 s' }),
    );
    expect(screen()).toEqual([
      '  railway project shop    40 assets, 10 calls, 5.0/s',
      '  railway workspace acme  1 asset, 3 calls, 1.5/s; waiting: rate limit, 2 s',
      '  0 sources read: 41 assets, 13 calls, 6.5/s',
    ]);
  });

  it('leaves what was read in one line, and each source that was not', () => {
    const { view, screen } = shown();
    view.show(event({ state: 'done', calls: 2, assets: 5 }));
    view.show(event({ state: 'failed', source: 'workspace acme', calls: 1, note: 'Not Authorized' }));
    view.show(event({ state: 'started', source: 'project other' }));
    view.done();
    expect(screen()).toEqual([
      '  not read railway workspace acme: 0 assets, 1 call (Not Authorized)',
      '  1 source read, 1 not read: 5 assets, 3 calls',
    ]);
  });

  it('fits a small window, however many sources there are and however they are named', () => {
    for (const width of [40, 80]) {
      const { view, screen } = shown({ columns: width });
      for (let nth = 0; nth < 200; nth += 1)
        view.show(event({ source: `データ\u001b[2J${nth}${'x'.repeat(99)}` }));
      view.show(event({ state: 'waiting', note: 'y'.repeat(500) }));
      expect(screen().length).toBeLessThanOrEqual(10);
      expect(Math.max(...screen().map(columns))).toBeLessThan(width);
      expect(screen().join('')).not.toMatch(/\p{Cc}/u);
      expect(screen().at(-2)).toBe('  and 193 more under way');
    }
  });

  it('is not drawn for every page that is read', () => {
    const { view, written, pass } = shown();
    view.show(event({ state: 'started' }));
    const before = written().length;
    for (let calls = 1; calls <= 50; calls += 1) view.show(event({ calls }));
    expect(written()).toHaveLength(before);
    pass(100);
    view.show(event({ calls: 51 }));
    expect(written().length).toBeGreaterThan(before);
  });
});

describe('progress elsewhere', () => {
  const events = [
    event({ state: 'started' }),
    event({ calls: 1 }),
    event({ state: 'done', calls: 2, assets: 5 }),
  ];

  it.each([
    ['a pipe', { isTTY: false }, ['  done     railway project shop: 5 assets, 2 calls']],
    [
      'a debug log',
      { verbose: true },
      [
        '  started  railway project shop: 0 assets, 0 calls',
        '  reading  railway project shop: 0 assets, 1 call',
        '  done     railway project shop: 5 assets, 2 calls',
      ],
    ],
    ['--quiet', { quiet: true }, []],
  ])('is plain lines: %s', (_, over, expected) => {
    const { view, written } = shown(over);
    for (const each of events) view.show(each);
    view.done();
    expect(
      written()
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual(expected);
    expect(written()).not.toContain('\u001b');
  });
});
