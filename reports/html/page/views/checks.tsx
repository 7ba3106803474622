import type { ComponentChildren } from 'preact';
import type { CheckTally } from '../../../../src/model/finding.ts';
import type { Report } from '../../../../src/model/report.ts';
import { formatAddress } from '../address.ts';
import type { View } from '../view.ts';
import { Fact, RowLink } from '../words.tsx';
import { disciplines } from './findings.tsx';

const results = ['failed', 'not known', 'passed', 'nothing to judge'] as const;

function resultOf({ failed, unknown, judged, notApplicable }: CheckTally): (typeof results)[number] {
  if (failed > 0) return 'failed';
  if (unknown > 0) return 'not known';
  return judged > notApplicable ? 'passed' : 'nothing to judge';
}

/** Every check that was asked, and how often: no findings is never nothing looked at. */
export function checksView({ checks }: Report): View<CheckTally> {
  return {
    name: 'checks',
    title: 'Checks',
    rows: checks,
    empty: 'No check was asked.',
    id: ({ id }) => id,
    text: ({ id, title, discipline }) => `${id} ${title} ${discipline}`,
    facets: [
      { key: 'result', label: 'Result', of: (check) => [resultOf(check)], order: results },
      { key: 'discipline', label: 'Discipline', of: ({ discipline }) => [discipline], order: disciplines },
    ],
    sorts: [
      {
        key: 'result',
        label: 'result',
        compare: (a, b) =>
          results.indexOf(resultOf(a)) - results.indexOf(resultOf(b)) || (a.id < b.id ? -1 : 1),
        heading: resultOf,
      },
      {
        key: 'discipline',
        label: 'discipline',
        compare: (a, b) =>
          disciplines.indexOf(a.discipline) - disciplines.indexOf(b.discipline) || (a.id < b.id ? -1 : 1),
        heading: ({ discipline }) => discipline,
      },
    ],
    summary: (check) => <Summary check={check} />,
    details: (check) => <Details check={check} />,
  };
}

function Summary({ check }: { readonly check: CheckTally }): ComponentChildren {
  const { title, judged, passed, failed, unknown } = check;
  const n = (value: number): string => value.toLocaleString('en-US');
  return (
    <>
      <span class="lead">
        <span class={`tag ${resultOf(check).replaceAll(' ', '-')}`}>{resultOf(check)}</span>
      </span>
      <span class="what">{title}</span>
      <span class="where quiet">
        {n(judged)} judged: {n(failed)} failed, {n(unknown)} not known, {n(passed)} passed
      </span>
    </>
  );
}

function Details({ check }: { readonly check: CheckTally }): ComponentChildren {
  return (
    <dl>
      <Fact term="Discipline">{check.discipline}</Fact>
      <Fact term="Not applicable">
        {check.notApplicable === 0 ? null : check.notApplicable.toLocaleString('en-US')}
      </Fact>
      <Fact term="Findings">
        <a href={formatAddress({ view: 'findings', id: null, query: { check: check.id } })}>
          Findings of this check
        </a>
      </Fact>
      <Fact term="Id">
        <RowLink view="checks" id={check.id}>
          <code>{check.id}</code>
        </RowLink>
      </Fact>
    </dl>
  );
}
