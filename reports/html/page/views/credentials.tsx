import type { ComponentChildren } from 'preact';
import type { AgentView, CredentialView, StoreView, Verdict } from '../../../../src/model/blast-radius.ts';
import type { Report } from '../../../../src/model/report.ts';
import { calls, count, moment, placeOf, spoken, verdicts } from '../../../words.ts';
import { picture } from '../../picture.ts';
import { pictureGroups } from '../../picture-groups.ts';
import type { View } from '../view.ts';
import { drawn, Fact, RowLink, Steps, VerdictWord } from '../words.tsx';

type Row =
  | { readonly kind: 'credential'; readonly of: CredentialView }
  | { readonly kind: 'agent'; readonly of: AgentView };

const idOf = (row: Row): string => (row.kind === 'credential' ? row.of.credential : `agent:${row.of.name}`);

/** The worst verdict a row reaches, or none. */
function worstOf({ of }: Row): Verdict {
  return verdicts.find((verdict) => verdict !== 'no-reach' && of.verdicts[verdict] > 0) ?? 'no-reach';
}

function byReach(a: Row, b: Row): number {
  for (const verdict of verdicts) {
    if (verdict === 'no-reach') continue;
    const difference = b.of.verdicts[verdict] - a.of.verdicts[verdict];
    if (difference !== 0) return difference;
  }
  return (a.of.leastCalls ?? 0) - (b.of.leastCalls ?? 0);
}

/** Credentials and declared agents, by what they can end. */
export function credentialsView(report: Report): View<Row> {
  const { credentials, agents } = report.blastRadius;
  return {
    name: 'credentials',
    title: 'Credentials and agents',
    rows: [
      ...agents.map((of) => ({ kind: 'agent' as const, of })),
      ...credentials.map((of) => ({ kind: 'credential' as const, of })),
    ],
    legend: true,
    empty: 'No credential was found in what was read.',
    id: idOf,
    text: (row) =>
      `${idOf(row)} ${row.of.name} ${row.kind === 'credential' ? `${row.of.type} ${row.of.principal} ${row.of.agent}` : row.of.owner}`,
    facets: [
      { key: 'verdict', label: 'Worst verdict', of: (row) => [worstOf(row)], order: verdicts },
      { key: 'type', label: 'Type', of: (row) => [row.kind === 'agent' ? 'agent' : row.of.type] },
      {
        key: 'mark',
        label: 'Marked',
        of: ({ kind, of }) =>
          kind === 'agent'
            ? []
            : [...(of.self ? ['used by this scan'] : []), ...(of.breakGlass ? ['break-glass'] : [])],
      },
    ],
    sorts: [
      { key: 'reach', label: 'what they can end', compare: byReach },
      {
        key: 'name',
        label: 'name',
        compare: (a, b) => (a.of.name < b.of.name ? -1 : Number(a.of.name > b.of.name)),
      },
    ],
    summary: (row) => <Summary row={row} />,
    details: (row) =>
      row.kind === 'credential' ? (
        <Details credential={row.of} report={report} />
      ) : (
        <AgentDetails agent={row.of} report={report} />
      ),
  };
}

function Summary({ row }: { readonly row: Row }): ComponentChildren {
  const { of } = row;
  const reached = verdicts.flatMap((verdict) =>
    verdict === 'no-reach' || of.verdicts[verdict] === 0
      ? []
      : [`${of.verdicts[verdict].toLocaleString('en-US')} ${spoken(verdict)}`],
  );
  return (
    <>
      <span class="lead">
        <VerdictWord verdict={worstOf(row)} />
      </span>
      <span class="what">
        {of.name} <span class="quiet">{row.kind === 'agent' ? 'agent' : spoken(row.of.type)}</span>
        {row.kind === 'credential' && row.of.self && <span class="tag">used by this scan</span>}
        {row.kind === 'credential' && row.of.breakGlass && <span class="tag">break-glass</span>}
      </span>
      <span class="where quiet">
        {reached.length === 0 ? 'reaches no store' : reached.join(', ')}
        {of.leastCalls !== null && ` · from ${count(of.leastCalls, 'call')}`}
      </span>
    </>
  );
}

function Details({
  credential,
  report,
}: {
  readonly credential: CredentialView;
  readonly report: Report;
}): ComponentChildren {
  const { classes, tenant } = report.blastRadius;
  const { groups, more } = pictureGroups(report, credential);
  const own = classes.find(({ id }) => id === credential.class);
  const ends = tenant.filter((each) => each.credential === credential.credential);
  return (
    <>
      {groups.length > 0 && (
        <figure>
          {drawn(picture(report, credential, 'wide'))}
          {drawn(picture(report, credential, 'narrow'))}
        </figure>
      )}
      <dl>
        <Fact term="By way of">{own?.via ?? ''}</Fact>
        <Fact term="Same reach">
          {own === undefined || own.members.length < 2
            ? null
            : count(own.members.length - 1, 'other credential')}
        </Fact>
        <Fact term="Agent">
          {credential.agent === null ? null : (
            <RowLink view="credentials" id={`agent:${credential.agent}`}>
              {credential.agent}
            </RowLink>
          )}
        </Fact>
        {groups.map(({ plan, outcomes }) => (
          <Fact key={plan?.id} term={plan === null ? 'Reaches' : calls(plan)}>
            {plan !== null && <Steps plan={plan} />}
            {outcomes.map(({ verdict, possible, stores }) => (
              <p key={`${verdict} ${possible}`}>
                <VerdictWord verdict={verdict} possible={possible} /> of <StoreLinks stores={stores} />
              </p>
            ))}
          </Fact>
        ))}
        <Fact term="And">{more === 0 ? null : `${count(more, 'more plan')}: see the list of stores`}</Fact>
        <Fact term="The tenant itself">
          {ends.length === 0
            ? null
            : ends
                .map(
                  ({ operation, ends: what, window }) =>
                    `${operation} ends ${what}${window === null ? '' : ` (${window})`}`,
                )
                .join('; ')}
        </Fact>
        <Fact term="Id">
          <RowLink view="credentials" id={credential.credential}>
            <code>{credential.credential}</code>
          </RowLink>
        </Fact>
      </dl>
    </>
  );
}

function StoreLinks({ stores }: { readonly stores: readonly StoreView[] }): ComponentChildren {
  const most = 12;
  return (
    <>
      {stores.slice(0, most).map(({ store, name, environments }, index) => (
        <span key={store}>
          {index > 0 && ', '}
          <RowLink view="stores" id={store}>
            {name}
          </RowLink>
          {placeOf({ name, environments }) !== '' && ` (${placeOf({ name, environments })})`}
        </span>
      ))}
      {stores.length > most && ` and ${count(stores.length - most, 'more store')}`}
    </>
  );
}

function AgentDetails({
  agent,
  report,
}: {
  readonly agent: AgentView;
  readonly report: Report;
}): ComponentChildren {
  const names = new Map(report.blastRadius.credentials.map(({ credential, name }) => [credential, name]));
  return (
    <dl>
      <Fact term="At the worst">
        {agent.worst === null ? (
          'it ends nothing of production'
        ) : (
          <>
            <VerdictWord verdict={agent.worst.verdict} possible={agent.worst.possible} /> of{' '}
            <RowLink view="stores" id={agent.worst.store}>
              {agent.worst.name}
            </RowLink>{' '}
            in {count(agent.worst.calls, 'call')}
          </>
        )}
      </Fact>
      <Fact term="Owner">{agent.owner}</Fact>
      <Fact term="Purpose">{agent.purpose}</Fact>
      <Fact term="Until">{agent.expires === null ? 'no end declared' : moment(agent.expires)}</Fact>
      <Fact term="Holds">
        {agent.credentials.map((id, index) => (
          <>
            {index > 0 && ', '}
            <RowLink view="credentials" id={id}>
              {names.get(id) ?? id}
            </RowLink>
          </>
        ))}
      </Fact>
    </dl>
  );
}
