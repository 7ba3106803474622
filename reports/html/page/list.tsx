import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { count } from '../../words.ts';
import { linesOf } from './lines.ts';
import type { Sort, View } from './view.ts';
import { useWindowRows } from './window-rows.ts';

/** More rows than this are not printed; the print says how many are left out. */
const mostPrinted = 200;

interface ListProps<Row> {
  readonly view: View<Row>;
  readonly rows: readonly Row[];
  readonly sort: Sort<Row>;
  /** Id of the row that stands open. */
  readonly opened: string | null;
  readonly printing: boolean;
  readonly open: (id: string | null) => void;
}

/** The rows found in a view; only those in sight are drawn. */
export function List<Row>({
  view,
  rows,
  sort,
  opened: id,
  printing,
  open,
}: ListProps<Row>): ComponentChildren {
  const lines = useMemo(() => linesOf(rows, sort), [rows, sort]);
  const list = useRef<HTMLUListElement | null>(null);
  const window = useWindowRows(lines.length, list);
  const opened = useMemo(
    () => (id === null ? -1 : lines.indexOf(rows.findIndex((row) => view.id(row) === id))),
    [lines, id],
  );
  useEffect(() => {
    if (opened >= 0 && !window.inSight(opened)) window.scrollTo(opened);
  }, [view, id]);

  if (rows.length === 0) {
    return (
      <p class="notice">
        {view.rows.length === 0 ? view.empty : 'Nothing matches. Clear the search or a filter.'}
      </p>
    );
  }
  const drawn = printing
    ? Array.from({ length: Math.min(lines.length, mostPrinted) }, (_, index) => index)
    : window.drawn;
  return (
    <>
      <ul
        class="rows"
        ref={list}
        style={printing ? {} : { paddingTop: `${window.above}px`, paddingBottom: `${window.below}px` }}
      >
        {drawn.map((index) => {
          const line = lines.at(index);
          if (line === null) return null;
          const placed = { index, measure: window.measure };
          return 'heading' in line ? (
            <Heading key={`heading ${line.heading}`} line={line} {...placed} />
          ) : (
            <Row
              key={view.id(line.row)}
              line={line}
              of={view}
              size={rows.length}
              opened={index === opened}
              open={open}
              {...placed}
            />
          );
        })}
      </ul>
      {printing && lines.length > mostPrinted && (
        <p class="notice">{count(lines.length - mostPrinted, 'more row')} not printed.</p>
      )}
    </>
  );
}

interface Placed {
  readonly index: number;
  readonly measure: (element: Element | null) => void;
}

interface HeadingProps extends Placed {
  readonly line: { readonly heading: string; readonly count: number };
}

function Heading({ line: { heading, count: rows }, index, measure }: HeadingProps): ComponentChildren {
  return (
    <li class="heading" ref={measure} data-index={index}>
      <h3>
        {heading} <span class="quiet">{rows.toLocaleString('en-US')}</span>
      </h3>
    </li>
  );
}

interface RowProps<R> extends Placed {
  readonly line: { readonly row: R; readonly position: number };
  readonly of: View<R>;
  readonly size: number;
  readonly opened: boolean;
  readonly open: (id: string | null) => void;
}

function Row<R>({ line, of: view, size, opened, open, index, measure }: RowProps<R>): ComponentChildren {
  return (
    <li
      class={opened ? 'row opened' : 'row'}
      ref={measure}
      data-index={index}
      aria-setsize={size}
      aria-posinset={line.position}
    >
      <button
        type="button"
        class={`summary ${view.name}`}
        aria-expanded={opened}
        onClick={() => open(opened ? null : view.id(line.row))}
      >
        {view.summary(line.row)}
      </button>
      {opened && <div class="details">{view.details(line.row)}</div>}
    </li>
  );
}
