import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { count } from '../../words.ts';
import { type Item, type Sort, type View, withHeadings } from './view.ts';
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
  const items = useMemo(() => withHeadings(rows, sort), [rows, sort]);
  const list = useRef<HTMLUListElement | null>(null);
  const window = useWindowRows(items.length, list);
  const opened = useMemo(
    () => items.findIndex((item) => 'row' in item && view.id(item.row) === id),
    [items, id],
  );
  useEffect(() => {
    if (opened >= 0 && !window.inSight(opened)) window.scrollTo(opened);
  }, [view, id]);

  if (items.length === 0) {
    return (
      <p class="notice">
        {view.rows.length === 0 ? view.empty : 'Nothing matches. Clear the search or a filter.'}
      </p>
    );
  }
  const drawn = printing ? items.slice(0, mostPrinted).map((_, index) => index) : window.drawn;
  return (
    <>
      <ul
        class="rows"
        ref={list}
        style={printing ? {} : { paddingTop: `${window.above}px`, paddingBottom: `${window.below}px` }}
      >
        {drawn.map((index) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <Line
              key={'row' in item ? view.id(item.row) : `heading ${item.heading}`}
              item={item}
              index={index}
              measure={window.measure}
              of={view}
              size={items.length}
              opened={index === opened}
              open={open}
            />
          );
        })}
      </ul>
      {printing && items.length > mostPrinted && (
        <p class="notice">{count(items.length - mostPrinted, 'more row')} not printed.</p>
      )}
    </>
  );
}

interface LineProps<Row> {
  readonly item: Item<Row>;
  readonly index: number;
  readonly of: View<Row>;
  readonly size: number;
  readonly opened: boolean;
  readonly measure: (element: Element | null) => void;
  readonly open: (id: string | null) => void;
}

function Line<Row>({
  item,
  index,
  of: view,
  size,
  opened,
  measure,
  open,
}: LineProps<Row>): ComponentChildren {
  if ('heading' in item) {
    return (
      <li class="heading" ref={measure} data-index={index}>
        <h3>
          {item.heading} <span class="quiet">{item.count.toLocaleString('en-US')}</span>
        </h3>
      </li>
    );
  }
  const id = view.id(item.row);
  return (
    <li
      class={opened ? 'row opened' : 'row'}
      ref={measure}
      data-index={index}
      aria-setsize={size}
      aria-posinset={item.position}
    >
      <button
        type="button"
        class={`summary ${view.name}`}
        aria-expanded={opened}
        onClick={() => open(opened ? null : id)}
      >
        {view.summary(item.row)}
      </button>
      {opened && <div class="details">{view.details(item.row)}</div>}
    </li>
  );
}
