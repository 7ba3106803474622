import { observeWindowOffset, observeWindowRect, Virtualizer, windowScroll } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** Which rows of a long list stand in the window, and the space of those above and below. */
export interface WindowRows {
  readonly drawn: readonly number[];
  readonly above: number;
  readonly below: number;
  readonly measure: (element: Element | null) => void;
  readonly inSight: (index: number) => boolean;
  readonly scrollTo: (index: number) => void;
}

/** Follows the window's scrolling over a list of `count` rows; heights are measured as rows are drawn. */
export function useWindowRows(count: number, list: RefObject<HTMLElement | null>): WindowRows {
  const [, redraw] = useReducer<number, void>((times) => times + 1, 0);
  const top = useRef(0);
  const made = useRef<Virtualizer<Window, Element> | null>(null);
  const options = {
    count,
    estimateSize: () => 64,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    initialOffset: () => window.scrollY,
    overscan: 12,
    scrollMargin: top.current,
    scrollPaddingStart: 120,
    onChange: () => redraw(),
  };
  made.current ??= new Virtualizer<Window, Element>(options);
  const virtual = made.current;
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => {
    virtual._willUpdate();
    const now = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(now - top.current) > 1) {
      top.current = now;
      redraw();
    }
  });

  const items = virtual.getVirtualItems();
  return {
    drawn: items.map(({ index }) => index),
    above: (items[0]?.start ?? top.current) - top.current,
    below: virtual.getTotalSize() - ((items.at(-1)?.end ?? top.current) - top.current),
    measure: virtual.measureElement,
    inSight: (index) =>
      items.some(
        (item) =>
          item.index === index &&
          item.start > window.scrollY &&
          item.end < window.scrollY + window.innerHeight,
      ),
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'start' }),
  };
}
