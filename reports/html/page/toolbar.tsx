import type { ComponentChildren } from 'preact';
import type { Address } from './address.ts';
import type { Searcher, View } from './view.ts';

interface ToolbarProps<Row> {
  readonly view: View<Row>;
  readonly searcher: Searcher<Row>;
  readonly address: Address;
  readonly found: number;
  readonly change: (query: Readonly<Record<string, string>>) => void;
}

/** Search, filters and order of a list; all of it lives in the URL. */
export function Toolbar<Row>({
  view,
  searcher,
  address,
  found,
  change,
}: ToolbarProps<Row>): ComponentChildren {
  const { query } = address;
  const set = (key: string, value: string): void => change({ ...query, [key]: value });
  return (
    <search class="toolbar">
      <input
        type="search"
        aria-label={`Search ${view.title.toLowerCase()}`}
        placeholder="Search"
        value={query.q ?? ''}
        onInput={(event) => set('q', event.currentTarget.value)}
      />
      {view.facets.map((facet) => {
        const values = searcher.values(facet);
        if (values.length < 2 && query[facet.key] === undefined) return null;
        return (
          <Choice
            key={facet.key}
            label={facet.label}
            value={query[facet.key] ?? ''}
            set={(value) => set(facet.key, value)}
          >
            <option value="">{facet.label}: all</option>
            {values.slice(0, 200).map(([value, times]) => (
              <option
                key={value}
                value={value}
              >{`${value.slice(0, 60)} (${times.toLocaleString('en-US')})`}</option>
            ))}
          </Choice>
        );
      })}
      {view.sorts.length > 1 && (
        <Choice
          label="Order"
          value={searcher.sortOf(query).key}
          set={(value) => set('sort', value === view.sorts[0].key ? '' : value)}
        >
          {view.sorts.map(({ key, label }) => (
            <option key={key} value={key}>{`By ${label}`}</option>
          ))}
        </Choice>
      )}
      <p class="found" role="status">
        {found === view.rows.length
          ? found.toLocaleString('en-US')
          : `${found.toLocaleString('en-US')} of ${view.rows.length.toLocaleString('en-US')}`}
      </p>
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly children: ComponentChildren;
}

function Choice({ label, value, set, children }: ChoiceProps): ComponentChildren {
  return (
    <select aria-label={label} value={value} onChange={(event) => set(event.currentTarget.value)}>
      {children}
    </select>
  );
}
