import type { ComponentChildren } from 'preact';
import type { CopyView, StoreView } from '../../../../src/model/blast-radius.ts';
import type { Report } from '../../../../src/model/report.ts';
import { byDanger } from '../../../first-screen.ts';
import {
  controls,
  count,
  duration,
  meaning,
  moment,
  placeOf,
  spoken,
  verdictRank,
  verdicts,
  worse,
} from '../../../words.ts';
import { formatAddress } from '../address.ts';
import { type Reach, reachOf, type StorePair } from '../reach.ts';
import type { View } from '../view.ts';
import { Fact, RowLink, Steps, VerdictWord } from '../words.tsx';

const verdictOf = ({ worst }: StoreView) => worst?.verdict ?? 'no-reach';

/** Every data store with its worst verdict, its copies and the controls that hold. */
export function storesView(report: Report): View<StoreView> {
  const reach = reachOf(report.blastRadius);
  const danger = byDanger(report);
  return {
    name: 'stores',
    title: 'Stores',
    rows: report.blastRadius.stores,
    legend: true,
    empty: 'No data store was found in what was read.',
    id: ({ store }) => store,
    text: ({ store, name, environments, copies }) =>
      `${store} ${name} ${environments.join(' ')} ${copies.map(({ location }) => location).join(' ')}`,
    facets: [
      { key: 'verdict', label: 'Verdict', of: (row) => [verdictOf(row)], order: verdicts },
      { key: 'environment', label: 'Environment', of: ({ environments }) => environments },
      {
        key: 'copies',
        label: 'Copies',
        of: ({ copies }) => [copies.some(({ counts }) => counts) ? 'one counts' : 'none counts'],
      },
    ],
    sorts: [
      { key: 'danger', label: 'danger', compare: danger },
      {
        key: 'verdict',
        label: 'verdict',
        compare: (a, b) => verdictRank(verdictOf(a)) - verdictRank(verdictOf(b)),
        heading: (row) => spoken(verdictOf(row)),
      },
      { key: 'name', label: 'name', compare: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)) },
    ],
    summary: (store) => <Summary store={store} />,
    details: (store) => <Details store={store} reach={reach} />,
  };
}

function Summary({ store }: { readonly store: StoreView }): ComponentChildren {
  const { name, worst, stoppedBy, copies } = store;
  return (
    <>
      <span class="lead">
        <VerdictWord verdict={verdictOf(store)} possible={worst?.possible ?? false} />
      </span>
      <span class="what">
        {name} <span class="quiet">{placeOf(store)}</span>
      </span>
      <span class="where quiet">
        {worst === null ? '' : `${count(worst.calls, 'call')} · `}
        stopped by {controls(verdictOf(store), stoppedBy).join(', ')} · {kept(copies)}
      </span>
    </>
  );
}

function kept(copies: readonly CopyView[]): string {
  const counting = copies.filter(({ counts }) => counts).length;
  return copies.length === 0
    ? 'no copies'
    : `${counting} of ${count(copies.length, 'copy', 'copies')} ${counting === 1 || copies.length === 1 ? 'counts' : 'count'}`;
}

function Details({ store, reach }: { readonly store: StoreView; readonly reach: Reach }): ComponentChildren {
  const { worst, copies, stoppedBy } = store;
  const plan = reach.plan(worst?.plan ?? null);
  const pairs = reach.pairsOf(store.store);
  return (
    <dl>
      <Fact term="Verdict">
        <VerdictWord verdict={verdictOf(store)} possible={worst?.possible ?? false} />{' '}
        {meaning[verdictOf(store)]}
      </Fact>
      <Fact term="Worst credential">
        {worst === null ? null : (
          <RowLink view="credentials" id={worst.credential}>
            {reach.nameOf(worst.credential)}
          </RowLink>
        )}
      </Fact>
      <Fact term="Its plan">{plan === null ? null : <Steps plan={plan} />}</Fact>
      <Fact term="Way back">
        {worst?.undoUntilHours == null ? null : `for ${duration(worst.undoUntilHours)}`}
      </Fact>
      <Fact term="What would stop it">{controls(verdictOf(store), stoppedBy).join('; ')}</Fact>
      <Fact term="Copies">{copies.length === 0 ? 'none' : <Copies copies={copies} />}</Fact>
      <Fact term="Who can end it">
        {pairs.length === 0 ? null : (
          <ul>
            {pairs.map((pair) => (
              <Ender key={`${pair.class} ${pair.verdict} ${pair.calls}`} pair={pair} nameOf={reach.nameOf} />
            ))}
          </ul>
        )}
      </Fact>
      <Fact term="Findings">
        <a href={formatAddress({ view: 'findings', id: null, query: { q: store.store } })}>
          Findings about this store
        </a>
      </Fact>
      <Fact term="Id">
        <RowLink view="stores" id={store.store}>
          <code>{store.store}</code>
        </RowLink>
      </Fact>
    </dl>
  );
}

/** A class of credentials that can end the store: how surely, in how many calls, by which way. */
function Ender({ pair, nameOf }: { readonly pair: StorePair } & Pick<Reach, 'nameOf'>): ComponentChildren {
  const { verdict, possible, members, via, calls, holdsOnlyIf, escalated, confidence } = pair;
  const most = 5;
  const marks = [
    via,
    ...(escalated ? ['by privilege escalation'] : []),
    ...(confidence === 'documented' ? [] : [confidence]),
    ...holdsOnlyIf.map((condition) => `only if ${condition}`),
  ];
  return (
    <li>
      <VerdictWord verdict={worse(verdict, possible)} possible={worse(verdict, possible) !== verdict} /> in{' '}
      {count(calls, 'call')}:{' '}
      {members.slice(0, most).map((member, index) => (
        <span key={member}>
          {index > 0 && ', '}
          <RowLink view="credentials" id={member}>
            {nameOf(member)}
          </RowLink>
        </span>
      ))}
      {members.length > most && ` and ${(members.length - most).toLocaleString('en-US')} more`}
      <span class="quiet detail">{marks.filter((part) => part !== '').join('; ')}</span>
    </li>
  );
}

function Copies({ copies }: { readonly copies: readonly CopyView[] }): ComponentChildren {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Counts</th>
          <th scope="col">Copy</th>
          <th scope="col">Loses</th>
          <th scope="col">Until</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {copies.slice(0, 50).map(({ asset, kind, location, losesHours, until, counts, why }) => (
          <tr key={asset} class={counts ? 'survivor' : 'gone'}>
            <td>{counts ? '✓ counts' : '✕ does not count'}</td>
            <td>
              {spoken(kind)}, {location}
            </td>
            <td data-label="loses">{losesHours === null ? 'unknown' : duration(losesHours)}</td>
            <td data-label="until">{until === null ? 'no end' : moment(until)}</td>
            <td>{why}</td>
          </tr>
        ))}
      </tbody>
      {copies.length > 50 && (
        <caption>{count(copies.length - 50, 'more copy', 'more copies')} in report.json</caption>
      )}
    </table>
  );
}
