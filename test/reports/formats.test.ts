import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseJunit } from 'test-results-parser';
import { describe, expect, it } from 'vitest';
import { alarms } from '../../reports/alarms.ts';
import { isStanding } from '../../reports/first-screen.ts';
import { formats, renderGithub } from '../../reports/index.ts';
import type { Report } from '../../src/model/report.ts';
import { finding, fixtureReport, gap, hostileName, hostileReport, tally } from './fixture.ts';
import { largeReport } from './large-report.ts';

const worlds: readonly (readonly [string, Report])[] = [
  ['the fixture', fixtureReport()],
  ['hostile names', hostileReport()],
  ['names of 10,000 characters', hostileReport('x'.repeat(10_000))],
  [
    'no finding at all',
    fixtureReport({ findings: [], checks: [tally({ judged: 0, passed: 0, failed: 0, unknown: 0 })] }),
  ],
];

describe('CSV', () => {
  const read = (report: Report): Record<string, string>[] =>
    parseCsv(formats.csv.render(report), { columns: true });

  it.each(worlds)('is read back row for row: %s', (_, report) => {
    const rows = read(report);
    expect(rows.map(({ fingerprint }) => fingerprint)).toEqual(
      alarms(report).map((each) => each.fingerprint),
    );
    expect(rows.every(({ message }) => !/\p{Cc}|\p{Bidi_Control}/u.test(message ?? ''))).toBe(true);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1'])('makes no formula of %j', (name) => {
    expect(read(fixtureReport({ findings: [finding({ name })] }))[0]?.name).not.toMatch(/^[\s]*[=+\-@＝]/);
  });
});

describe('SARIF', () => {
  // Its draft is older than ajv reads by name; the keywords it uses mean the same.
  const { id, $schema, ...schema } = sarifSchema;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const log = (report: Report) => JSON.parse(formats.sarif.render(report));

  it.each(worlds)('keeps to the schema of SARIF 2.1.0: %s', (_, report) => {
    expect(validate(log(report)), ajv.errorsText(validate.errors)).toBe(true);
  });

  it('says failures as results, unknowns as open and exceptions as suppressions', () => {
    const results = log(fixtureReport()).runs[0].results;
    const of = (fingerprint: string) =>
      results.find(
        (each: { partialFingerprints: Record<string, string> }) =>
          each.partialFingerprints['firebreak/v1'] === fingerprint,
      );
    expect(of('f1b6a7c2d9e80134')).toMatchObject({ kind: 'fail', level: 'error', baselineState: 'new' });
    expect(of('9be2410c5fd7a386')).toMatchObject({ kind: 'open', level: 'none' });
    expect(of('77aa10fe34c2bd91').suppressions[0].justification).toContain('OPS-12');
  });

  it('point at the line of the asset in the inventory, and at its top where the asset is gone', () => {
    const findings = [finding({ asset: 'here' }), finding({ fingerprint: 'g', asset: 'gone' })];
    const report = fixtureReport({ drift: [], findings, locations: [{ asset: 'here', line: 42 }] });
    const places = log(report).runs[0].results.flatMap((each: { locations: object[] }) => each.locations);
    expect(places).toMatchObject([
      { physicalLocation: { region: { startLine: 42 } }, logicalLocations: [{ fullyQualifiedName: 'here' }] },
      { physicalLocation: { region: { startLine: 1 } }, logicalLocations: [{ fullyQualifiedName: 'gone' }] },
    ]);
    expect(validate(log(report)), ajv.errorsText(validate.errors)).toBe(true);
  });

  it('stays within what code scanning shows, the gravest first, and counts the rest', () => {
    const [run] = log(largeReport(100, 6_000)).runs;
    expect(run.results).toHaveLength(5_000);
    expect(run.results[0].level).toBe('error');
    expect(JSON.stringify(run.invocations)).toContain('1,001 more findings in report.json.');
  });
});

describe('JUnit', () => {
  function read(report: Report) {
    const folder = mkdtempSync(join(tmpdir(), 'firebreak-junit-'));
    try {
      writeFileSync(join(folder, 'junit.xml'), formats.junit.render(report));
      return parseJunit({ type: 'junit', files: [join(folder, 'junit.xml')] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it.each(worlds)('is read by another program, nothing lost: %s', (_, report) => {
    const failed = alarms(report).filter(
      ({ outcome, status }) => outcome === 'fail' && status !== 'excepted',
    );
    const result = read(report);
    expect(result.failed).toBe(failed.length);
    expect(result.errors).toBe(report.coverage.gaps.filter((gap) => !isStanding(gap)).length);
    expect(result.suites.map(({ name }) => name)).toEqual(expect.arrayContaining(['coverage']));
  });

  const unread = { ...fixtureReport().coverage, gaps: [gap({ reason: 'denied' })] };

  it('never tells an unknown, an exception or nothing to judge as passed', () => {
    const of = (over: Partial<Report>): Report =>
      fixtureReport({ checks: [tally({ id: 'c', passed: 0 })], drift: [], coverage: unread, ...over });
    const unknown = read(of({ findings: [finding({ check: 'c', outcome: 'unknown' })] }));
    const excepted = read(
      of({ findings: [finding({ check: 'c', status: 'excepted', exception: 'until May' })] }),
    );
    const nothing = read(of({ findings: [] }));
    for (const result of [unknown, excepted, nothing])
      expect([result.passed, result.skipped, result.errors]).toEqual([0, 1, 1]);
  });
});

describe('GitHub annotations', () => {
  const commands = (report: Report): readonly string[] => renderGithub(report).trimEnd().split('\n');

  it.each(worlds)('are one command a line: %s', (_, report) => {
    for (const line of commands(report))
      expect(line).toMatch(/^::(error|warning|notice) title=[^:,]*::[^\r\n]*$/);
  });

  it('start with the answer and never exceed what a step shows', () => {
    const lines = commands(largeReport(1_000, 1_000));
    expect(lines[0]).toMatch(
      /^::notice title=Firebreak::One call ends .* 981 more open findings in the report\.$/,
    );
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(10);
  });

  it('cannot be made to say another command by a name', () => {
    const message = `x\n::stop-commands::y ${hostileName}`;
    expect(
      commands(fixtureReport({ drift: [], findings: [finding({ message, title: 'a,b::c' })] })),
    ).toHaveLength(2);
  });
});
