import { describe, expect, it } from 'vitest';
import { renderJson } from '../../reports/index.ts';
import type { Report } from '../../src/model/report.ts';
import { drift, finding, fixtureReport } from '../reports/fixture.ts';
import { run } from './run.ts';

const files = (reports: Readonly<Record<string, Report>>): Record<string, string> =>
  Object.fromEntries(Object.entries(reports).map(([path, report]) => [path, renderJson(report)]));

const now = fixtureReport({
  findings: [finding(), finding({ fingerprint: 'later', message: 'A later one.' })],
});
const lastNight = fixtureReport({ findings: [finding()] });

describe('firebreak report', () => {
  it('shows an earlier scan and writes other formats of it', async () => {
    const ran = await run(['report', 'a.json', '--format', 'sarif,ocsf', '-o', 'x'], {
      files: files({ 'a.json': now }),
    });
    expect(ran.stdout).toContain('WORST CREDENTIAL');
    expect([...ran.files.keys()].toSorted()).toEqual([
      'a.json',
      'x/findings.ocsf.jsonl',
      'x/report.json',
      'x/report.sarif',
    ]);
  });

  it('tells no change from a scan in full to a lighter pass', async () => {
    const light = { ...now, scan: { ...now.scan, pass: 'light' as const } };
    const ran = await run(['report', 'a.json', '--since', 'b.json'], {
      files: files({ 'a.json': light, 'b.json': lastNight }),
    });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('PASSES_DIFFER') });
  });

  it('shows what changed since another, and writes only that', async () => {
    const ran = await run(
      ['report', 'a.json', '--since', 'b.json', '--format', 'markdown,json,ocsf', '-o', 'x'],
      {
        files: files({ 'a.json': now, 'b.json': lastNight }),
      },
    );
    expect(ran.stdout).toMatch(/1 new[.,]/);
    expect(ran.stdout).toContain('A later one.');
    expect(ran.stdout).not.toContain('WORST CREDENTIAL');
    expect([...ran.files.keys()].filter((path) => path.startsWith('x/')).toSorted()).toEqual([
      'x/changes.json',
      'x/changes.md',
      'x/changes.ocsf.jsonl',
    ]);
  });

  it.each([
    ['--since', ['report', 'a.json', '--since', 'b.json', '--format', 'html']],
    ['a format of its own', ['report', 'a.json', '--format', 'pdf']],
  ])('knows which formats there are: %s', async (_, line) => {
    await expect(run(line, { files: files({ 'a.json': now, 'b.json': now }) })).resolves.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Known formats: '),
    });
  });

  it('gives a name no command of the log it is printed in', async () => {
    const named = fixtureReport({ drift: [drift()], findings: [finding({ message: '::error::boo' })] });
    const inActions = { env: { GITHUB_ACTIONS: 'true' }, files: files({ 'a.json': named }) };
    const { stdout } = await run(['report', 'a.json'], inActions);
    const [first = '', ...rest] = stdout.trimEnd().split('\n');
    const word = /^::stop-commands::([\w-]{30,})$/.exec(first)?.[1];
    expect(word).toBeDefined();
    expect(rest.at(-1)).toBe(`::${word}::`);
    expect(rest.filter((line) => line === `::${word}::`)).toHaveLength(1);
  });
});
