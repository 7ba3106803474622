import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { alarms } from '../../../reports/alarms.ts';
import { changeFormats, changesSince, formats } from '../../../reports/index.ts';
import type { Report } from '../../../src/model/report.ts';
import { finding, fixtureReport, hostileReport } from '../fixture.ts';
import schema from './compliance-finding-1.6.0.schema.json' with { type: 'json' };

const ajv = new Ajv2020({ allErrors: true, strict: false });
const validate = ajv.compile(schema);

const parsed = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const eventsOf = (report: Report) => parsed(formats.ocsf.render(report));

describe('OCSF 1.6 Compliance Findings', () => {
  it.each([
    ['the fixture', fixtureReport()],
    ['hostile names', hostileReport()],
    ['names of 10,000 characters', hostileReport('x'.repeat(10_000))],
    [
      'a finding of no provider',
      fixtureReport({ findings: [finding({ provider: '', evidence: [], frameworks: [] })] }),
    ],
  ])('keep to the schema, one for each finding and drift event: %s', (_, report) => {
    const events = eventsOf(report);
    for (const event of events) expect(validate(event), ajv.errorsText(validate.errors)).toBe(true);
    expect(events.map((event) => event.finding_info.uid)).toEqual(
      alarms(report).map((each) => each.fingerprint),
    );
  });

  it('are refused by the schema where a required part is missing or a number is unknown', () => {
    const [event] = eventsOf(fixtureReport());
    const { finding_info: _, ...without } = event;
    for (const broken of [
      without,
      { ...event, severity_id: 7 },
      { ...event, type_uid: 200_302 },
      { ...event, more: 1 },
    ])
      expect(validate(broken)).toBe(false);
  });

  it.each([
    ['new and failing', finding({ new: true }), { activity_id: 1, status_id: 1 }, 3],
    ['failing as approved', finding({ new: false }), { activity_id: 2, status_id: 99, status: 'open' }, 3],
    [
      'excepted',
      finding({ new: false, status: 'excepted', exception: 'until May' }),
      { activity_id: 2, status_id: 3, status_detail: 'until May' },
      3,
    ],
    ['not known', finding({ new: false, outcome: 'unknown' }), { activity_id: 2, status_id: 99 }, 2],
    ['in error', finding({ new: false, outcome: 'error' }), { activity_id: 2, status_id: 99 }, 2],
  ])('say what state a finding is in: %s', (_, each, state, compliance) => {
    const [event] = eventsOf(fixtureReport({ drift: [], findings: [each] }));
    expect(event).toMatchObject({ ...state, compliance: { status_id: compliance } });
  });

  it('name what was seen, how grave it is and the way out', () => {
    const [event] = eventsOf(fixtureReport());
    expect(event).toMatchObject({
      severity: 'Critical',
      severity_id: 5,
      confidence: 'High',
      time: Date.parse('2026-11-22T12:00:00.000Z'),
      cloud: { provider: 'railway' },
      resources: [{ name: 'postgres-data', labels: ['production'] }],
      compliance: { requirements: ['SOC 2 A1.2', 'ISO 27001 A.8.13', 'CIS 11.4'] },
      evidences: [{ name: 'calls', data: { value: '1' } }, { name: 'copies that count' }],
    });
  });
});

describe('the lifecycle between two scans', () => {
  const before = fixtureReport({
    drift: [],
    findings: [finding({ fingerprint: 'a' }), finding({ fingerprint: 'b' })],
  });
  const lifecycle = (after: Report) =>
    parsed(changeFormats.ocsf.render(changesSince(before, after))).map((event) => {
      expect(validate(event), ajv.errorsText(validate.errors)).toBe(true);
      return [event.finding_info.uid, event.activity_name, event.status_id, event.compliance.status];
    });

  it('creates what is new, updates what changed and closes what is gone', () => {
    const findings = [finding({ fingerprint: 'b', severity: 'low' }), finding({ fingerprint: 'c' })];
    expect(lifecycle(fixtureReport({ drift: [], findings }))).toEqual([
      ['c', 'Create', 1, 'Fail'],
      ['b', 'Update', 99, 'Fail'],
      ['a', 'Close', 4, 'Pass'],
    ]);
  });

  it('never closes what could not be read any more', () => {
    const { coverage } = before;
    const sources = coverage.sources.map((source) => ({ ...source, status: 'failed' as const }));
    const after = fixtureReport({ drift: [], findings: [], coverage: { ...coverage, sources } });
    expect(lifecycle(after)).toEqual([
      ['a', 'Update', 99, 'Warning'],
      ['b', 'Update', 99, 'Warning'],
    ]);
  });

  it('says nothing of what stayed as it was', () => {
    expect(lifecycle(before)).toEqual([]);
  });
});
