import type { ComponentChildren } from 'preact';
import type { NotScanned, Source } from '../../../../src/model/inventory.ts';
import type { Report, ReportGap } from '../../../../src/model/report.ts';
import { count, spoken } from '../../../words.ts';
import type { View } from '../view.ts';
import { Fact } from '../words.tsx';

type Row =
  | { readonly kind: 'gap'; readonly of: ReportGap }
  | { readonly kind: 'not scanned'; readonly of: NotScanned }
  | { readonly kind: 'note'; readonly of: string }
  | { readonly kind: 'source'; readonly of: Source };

const kinds: readonly Row['kind'][] = ['gap', 'not scanned', 'note', 'source'];
const headings: Readonly<Record<Row['kind'], string>> = {
  gap: 'What could not be read',
  'not scanned': 'What was not scanned',
  note: 'Standing facts',
  source: 'What was read',
};

/** What was read, by whom, and what was not. */
export function coverageView({ coverage, notes }: Report): View<Row> {
  return {
    name: 'coverage',
    title: 'Coverage',
    rows: [
      ...coverage.gaps.map((of) => ({ kind: 'gap' as const, of })),
      ...coverage.notScanned.map((of) => ({ kind: 'not scanned' as const, of })),
      ...notes.map((of) => ({ kind: 'note' as const, of })),
      ...coverage.sources.map((of) => ({ kind: 'source' as const, of })),
    ],
    empty: 'Nothing was read.',
    id: idOf,
    text: (row) => JSON.stringify(row.of),
    facets: [
      { key: 'kind', label: 'What', of: ({ kind }) => [kind], order: kinds },
      { key: 'provider', label: 'Provider', of: (row) => (row.kind === 'note' ? [] : [row.of.provider]) },
      { key: 'state', label: 'State', of: stateOf },
    ],
    sorts: [
      {
        key: 'kind',
        label: 'what could not be seen',
        compare: (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || settled(a) - settled(b),
        heading: ({ kind }) => headings[kind],
      },
    ],
    summary: (row) => <Summary row={row} />,
    details: (row) => <Details row={row} />,
  };
}

function idOf(row: Row): string {
  switch (row.kind) {
    case 'gap':
      return row.of.fingerprint;
    case 'not scanned':
      return `not-scanned:${row.of.provider}:${row.of.scope}:${row.of.what}`;
    case 'note':
      return `note:${row.of}`;
    case 'source':
      return `source:${row.of.provider}:${row.of.scope}:${row.of.region ?? ''}:${row.of.service}`;
  }
}

function stateOf(row: Row): readonly string[] {
  if (row.kind === 'gap') return [row.of.reason, ...(row.of.accepted ? ['accepted'] : [])];
  return row.kind === 'source' ? [row.of.status] : [];
}

/** Open gaps and failed sources before settled ones. */
function settled(row: Row): number {
  if (row.kind === 'gap')
    return row.of.accepted ? 2 : row.of.reason === 'unlistable' || row.of.reason === 'unsupported' ? 1 : 0;
  return row.kind === 'source' && row.of.status === 'complete' ? 1 : 0;
}

function placeOf({
  provider,
  scope,
  region,
}: {
  readonly provider: string;
  readonly scope: string;
  readonly region?: string | null;
}): string {
  return [provider, scope, region ?? ''].filter((part) => part !== '').join(' ');
}

function Summary({ row }: { readonly row: Row }): ComponentChildren {
  if (row.kind === 'note') return <span class="what">{row.of}</span>;
  const state = row.kind === 'not scanned' ? 'not scanned' : stateOf(row).join(', ');
  return (
    <>
      <span class="lead">
        <span class={`tag ${state}`}>{state}</span>
      </span>
      <span class="what">
        {row.kind === 'gap' ? row.of.operation : row.kind === 'source' ? row.of.service : row.of.what}
      </span>
      <span class="where quiet">{placeOf(row.of)}</span>
    </>
  );
}

function Details({ row }: { readonly row: Row }): ComponentChildren {
  if (row.kind === 'note') return <p>{row.of}</p>;
  if (row.kind === 'not scanned') return <p>{row.of.why}</p>;
  if (row.kind === 'source') {
    const { caller, calls, assets, seconds } = row.of;
    return (
      <dl>
        <Fact term="Asked as">
          {[spoken(caller.credential), caller.principal, caller.role]
            .filter((part) => part !== null)
            .join(', ')}
        </Fact>
        <Fact term="Read">{`${count(assets, 'asset')} in ${count(calls, 'call')}, ${seconds} s`}</Fact>
      </dl>
    );
  }
  const { detail, permission, kind, direction, target, fingerprint, accepted } = row.of;
  return (
    <dl>
      <Fact term="What was said">{detail}</Fact>
      <Fact term="What closes it">{permission}</Fact>
      <Fact term="May hide">{spoken(kind)}</Fact>
      <Fact term="It could">
        {direction === 'widens'
          ? 'widen what a credential reaches'
          : direction === 'restricts'
            ? 'only restrict what a credential reaches'
            : 'change no reach'}
      </Fact>
      <Fact term="Asset">{target}</Fact>
      <Fact term="Accepted">{accepted ? 'yes' : 'no'}</Fact>
      <Fact term="Fingerprint">
        <code>{fingerprint}</code>
      </Fact>
    </dl>
  );
}
