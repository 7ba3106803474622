import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Address } from './address.ts';
import { Legend } from './legend.tsx';
import { List } from './list.tsx';
import { Toolbar } from './toolbar.tsx';
import { type Searcher, searcher, type View } from './view.ts';

interface PanelProps {
  readonly address: Address;
  readonly printing: boolean;
  readonly go: (address: Address, how?: 'push' | 'replace') => void;
}

/** A view ready to be drawn, whatever its rows are. */
export interface Panel {
  readonly name: string;
  readonly title: string;
  readonly size: number;
  readonly draw: (props: PanelProps) => ComponentChildren;
}

export function panel<Row>(view: View<Row>): Panel {
  const search = searcher(view);
  return {
    name: view.name,
    title: view.title,
    size: view.rows.length,
    draw: (props) => <Section key={view.name} view={view} searcher={search} {...props} />,
  };
}

interface SectionProps<Row> extends PanelProps {
  readonly view: View<Row>;
  readonly searcher: Searcher<Row>;
}

function Section<Row>({
  view,
  searcher: search,
  address,
  printing,
  go,
}: SectionProps<Row>): ComponentChildren {
  const query = JSON.stringify(address.query);
  const found = useMemo(() => search.find(address.query), [search, query]);
  useEffect(() => {
    const timer = setTimeout(search.warm);
    return () => clearTimeout(timer);
  }, [search]);
  return (
    <section aria-labelledby={`title-${view.name}`}>
      <h2 id={`title-${view.name}`}>{view.title}</h2>
      <Toolbar
        view={view}
        searcher={search}
        address={address}
        found={found.length}
        change={(next) => go({ ...address, query: next }, 'replace')}
      />
      {view.legend && <Legend open={printing} />}
      <List
        view={view}
        rows={found}
        sort={search.sortOf(address.query)}
        opened={address.id}
        printing={printing}
        open={(id) => go({ ...address, id })}
      />
    </section>
  );
}
