import type { ComponentChildren } from 'preact';
import type { Discipline, Finding } from '../../../../src/model/finding.ts';
import type { Report } from '../../../../src/model/report.ts';
import { moment, severities, spoken } from '../../../words.ts';
import type { View } from '../view.ts';
import { Fact, RowLink, SeverityWord, WithCode } from '../words.tsx';

/** The order in which the disciplines are told. */
export const disciplines: readonly Discipline[] = [
  'recovery',
  'separation',
  'credentials',
  'authority',
  'approval',
  'tracking',
];

const byGravity = (a: Finding, b: Finding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity);

/** Open, unverified and unknown findings; the excepted ones have a list of their own. */
export function findingsView(report: Report): View<Finding> {
  const rows = report.findings.filter(({ status }) => status !== 'excepted');
  return list(report, {
    name: 'findings',
    title: 'Findings',
    rows,
    empty: 'No finding. The list of checks says what was judged.',
  });
}

export function exceptionsView(report: Report): View<Finding> {
  const rows = report.findings.filter(({ exception }) => exception !== null);
  return list(report, { name: 'exceptions', title: 'Exceptions', rows, empty: 'Nothing is excepted.' });
}

function list(report: Report, head: Pick<View<Finding>, 'name' | 'title' | 'rows' | 'empty'>): View<Finding> {
  const stores = new Set(report.blastRadius.stores.map(({ store }) => store));
  const credentials = new Set(report.blastRadius.credentials.map(({ credential }) => credential));
  return {
    ...head,
    id: ({ fingerprint }) => fingerprint,
    text: ({ name, message, check, asset, title, fingerprint }) =>
      `${name} ${message} ${check} ${asset} ${title} ${fingerprint}`,
    facets: [
      { key: 'severity', label: 'Severity', of: ({ severity }) => [severity], order: severities },
      { key: 'discipline', label: 'Discipline', of: ({ discipline }) => [discipline], order: disciplines },
      { key: 'check', label: 'Check', of: ({ check }) => [check] },
      { key: 'environment', label: 'Environment', of: ({ environments }) => environments },
      { key: 'outcome', label: 'Outcome', of: ({ outcome }) => [outcome] },
      { key: 'new', label: 'New', of: ({ new: fresh }) => [fresh ? 'new' : 'seen before'] },
    ],
    sorts: [
      {
        key: 'discipline',
        label: 'discipline',
        compare: (a, b) =>
          disciplines.indexOf(a.discipline) - disciplines.indexOf(b.discipline) || byGravity(a, b),
        heading: ({ discipline }) => discipline,
      },
      { key: 'severity', label: 'severity', compare: byGravity },
      { key: 'name', label: 'name', compare: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)) },
    ],
    summary: (finding) => <Summary finding={finding} />,
    details: (finding) => (
      <Details
        finding={finding}
        view={head.name}
        at={stores.has(finding.asset) ? 'stores' : credentials.has(finding.asset) ? 'credentials' : null}
      />
    ),
  };
}

function Summary({
  finding: { severity, message, name, environments, new: fresh, outcome, status },
}: {
  readonly finding: Finding;
}): ComponentChildren {
  return (
    <>
      <span class="lead">
        <SeverityWord severity={severity} />
        {outcome !== 'fail' && <span class="tag">{outcome}</span>}
        {fresh && <span class="tag">new</span>}
        {status !== 'open' && <span class="tag">{spoken(status)}</span>}
      </span>
      <span class="what">{message}</span>
      <span class="where quiet">
        {name}
        {environments.length > 0 && <> · {environments.join(', ')}</>}
      </span>
    </>
  );
}

function Details({
  finding,
  view,
  at,
}: {
  readonly finding: Finding;
  readonly view: string;
  readonly at: string | null;
}): ComponentChildren {
  const { title, remediation, evidence, frameworks, check, confidence, asset, exception, fingerprint } =
    finding;
  return (
    <dl>
      <Fact term="Fix">
        <strong>
          <WithCode text={remediation} />
        </strong>
      </Fact>
      <Fact term="Evidence">{evidence.length === 0 ? null : <EvidenceTable evidence={evidence} />}</Fact>
      <Fact term="Check">
        {title} (<code>{check}</code>, {confidence})
      </Fact>
      <Fact term="Asset">
        {at === null ? (
          <code>{asset}</code>
        ) : (
          <RowLink view={at} id={asset}>
            <code>{asset}</code>
          </RowLink>
        )}
      </Fact>
      <Fact term="Frameworks">{frameworks.join(', ')}</Fact>
      <Fact term="Exception">{exception}</Fact>
      <Fact term="Link">
        <RowLink view={view} id={fingerprint}>
          {fingerprint}
        </RowLink>
      </Fact>
    </dl>
  );
}

function EvidenceTable({ evidence }: Pick<Finding, 'evidence'>): ComponentChildren {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
          <th scope="col">Read</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map(({ field, value, readAt }) => (
          <tr key={field}>
            <td>{field}</td>
            <td>{value}</td>
            <td>{moment(readAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
