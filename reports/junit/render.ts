import type { CheckTally, Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { alarms } from '../alarms.ts';
import { isStanding } from '../first-screen.ts';
import { shown, visible } from '../visible.ts';
import { count } from '../words.ts';

/**
 * The report as JUnit XML: a suite per check, a case per finding, and one case for what passed, so that a check
 * without findings is not an empty suite; drift and coverage have suites too. Unknown and excepted findings are
 * skipped cases, never passed ones; a gap nobody accepted is an error.
 */
export function renderJunit(report: Report): string {
  const byCheck = Map.groupBy(alarms(report), ({ check }) => check);
  const tallies = new Map(report.checks.map((tally) => [tally.id, tally]));
  const ids = [...new Set([...tallies.keys(), ...byCheck.keys()])].sort();
  const { startedAt } = report.scan;
  const suites = [
    ...ids.map((id) => {
      const findings = byCheck.get(id) ?? [];
      const tally = tallies.get(id);
      return suite(id, startedAt, [...findings.map(findingCase), ...restCase(id, tally, findings.length)]);
    }),
    suite('coverage', startedAt, coverageCases(report)),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="firebreak">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

/** A written case, and whether it passed. */
interface Case {
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  readonly text: string;
}

function suite(name: string, startedAt: string, cases: readonly Case[]): string {
  const of = (wanted: Case['result']): number => cases.filter(({ result }) => result === wanted).length;
  const attributes = {
    name: shown(name),
    tests: cases.length,
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
    time: 0,
    timestamp: startedAt.slice(0, 19),
  };
  return [`  <testsuite${written(attributes)}>`, ...cases.map(({ text }) => text), '  </testsuite>'].join(
    '\n',
  );
}

function findingCase(finding: Finding): Case {
  const { name, asset, check, severity, message, remediation, status, exception } = finding;
  const result = resultOf(finding);
  const head = { name: `${shown(name)} (${shown(asset, 200)})`, classname: check, time: 0 };
  const said = status === 'excepted' ? `excepted: ${exception ?? ''}` : message;
  const attributes = { message: shown(said, 300), ...(result === 'skipped' ? {} : { type: severity }) };
  const body = escaped(`${visible(message)}\n${visible(remediation)}`);
  return {
    result,
    text: [
      `    <testcase${written(head)}>`,
      `      <${result}${written(attributes)}>${body}</${result}>`,
      '    </testcase>',
    ].join('\n'),
  };
}

function resultOf({ outcome, status }: Finding): 'failure' | 'error' | 'skipped' {
  if (outcome === 'error') return 'error';
  return outcome === 'unknown' || status === 'excepted' ? 'skipped' : 'failure';
}

/** What passed, or that nothing was there to judge. */
function restCase(id: string, tally: CheckTally | undefined, findings: number): readonly Case[] {
  if (tally === undefined) return [];
  const { title, judged, passed } = tally;
  if (passed > 0) {
    const name = `${shown(title)}: ${passed.toLocaleString('en-US')} of ${count(judged, 'asset')} passed`;
    return [{ result: 'passed', text: `    <testcase${written({ name, classname: id, time: 0 })}/>` }];
  }
  return findings > 0 ? [] : [emptyCase(id, shown(title), 'skipped', 'nothing to judge')];
}

/** A case per gap; where there is none, one that says what was read. */
function coverageCases({ coverage }: Report): readonly Case[] {
  const cases = coverage.gaps.map((gap) => {
    const name = `${shown(gap.operation)} in ${shown(gap.scope)}${gap.region === null ? '' : ` ${gap.region}`}`;
    return emptyCase(
      'coverage',
      name,
      isStanding(gap) ? 'skipped' : 'error',
      `${gap.reason}: ${shown(gap.detail)}`,
    );
  });
  if (cases.length > 0) return cases;
  const name = `${count(coverage.sources.length, 'source')} read to the end`;
  const partial = coverage.sources.filter(({ status }) => status !== 'complete').length;
  return partial > 0
    ? [emptyCase('coverage', name, 'error', `${count(partial, 'source')} not read to the end`)]
    : [{ result: 'passed', text: `    <testcase${written({ name, classname: 'coverage', time: 0 })}/>` }];
}

function emptyCase(classname: string, name: string, result: 'skipped' | 'error', message: string): Case {
  const inner = `<${result}${written({ message })}/>`;
  return { result, text: `    <testcase${written({ name, classname, time: 0 })}>${inner}</testcase>` };
}

function written(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** U+FFFE and U+FFFF have no place in XML; other control characters are visible by now. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '').replace(/[\ufffe\uffff]/g, '�');
}
