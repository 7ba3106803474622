import type { ComponentChildren } from 'preact';
import type { DriftEvent } from '../../../../src/model/drift.ts';
import type { Report } from '../../../../src/model/report.ts';
import { moment, severities, spoken } from '../../../words.ts';
import type { View } from '../view.ts';
import { Fact, RowLink, SeverityWord, WithCode } from '../words.tsx';

/** What changed since the approved baseline: before, after, who, when and the way back. */
export function driftView({ drift, scan }: Report): View<DriftEvent> {
  return {
    name: 'drift',
    title: 'Drift',
    rows: drift,
    empty:
      scan.baseline === null
        ? 'No baseline is approved yet: firebreak baseline propose writes a first one.'
        : 'Nothing differs from the approved baseline.',
    id: ({ fingerprint }) => fingerprint,
    text: ({ name, asset, event, why, actor }) => `${name} ${asset} ${event} ${why} ${actor}`,
    facets: [
      { key: 'severity', label: 'Severity', of: ({ severity }) => [severity], order: severities },
      { key: 'event', label: 'Event', of: ({ event }) => [event] },
      { key: 'new', label: 'New', of: ({ new: fresh }) => [fresh ? 'new' : 'seen before'] },
    ],
    sorts: [
      {
        key: 'severity',
        label: 'severity',
        compare: (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
      },
      { key: 'time', label: 'time', compare: (a, b) => (b.at ?? '').localeCompare(a.at ?? '') },
    ],
    summary: (event) => <Summary event={event} />,
    details: (event) => <Details event={event} />,
  };
}

function Summary({
  event: { severity, event, name, before, after, actor, at, status },
}: {
  readonly event: DriftEvent;
}): ComponentChildren {
  return (
    <>
      <span class="lead">
        <SeverityWord severity={severity} />
        {status === 'excepted' && <span class="tag">excepted</span>}
      </span>
      <span class="what">
        {spoken(event)}: {name}{' '}
        <span class="quiet">
          {before ?? 'nothing'} → {after ?? 'nothing'}
        </span>
      </span>
      <span class="where quiet">
        {actor ?? 'by whom is not known'}
        {at !== null && ` · ${moment(at)}`}
      </span>
    </>
  );
}

function Details({ event }: { readonly event: DriftEvent }): ComponentChildren {
  return (
    <dl>
      <Fact term="Why it matters">{event.why}</Fact>
      <Fact term="Before">{event.before ?? 'nothing'}</Fact>
      <Fact term="After">{event.after ?? 'nothing'}</Fact>
      <Fact term="Who and when">
        {event.actor ?? 'not known'}
        {event.at !== null && `, ${moment(event.at)}`}
      </Fact>
      <Fact term="Way back">
        {event.wayBack === null ? (
          'none known'
        ) : (
          <strong>
            <WithCode text={event.wayBack} />
          </strong>
        )}
      </Fact>
      <Fact term="Asset">
        <code>{event.asset}</code>
      </Fact>
      <Fact term="Link">
        <RowLink view="drift" id={event.fingerprint}>
          {event.fingerprint}
        </RowLink>
      </Fact>
    </dl>
  );
}
