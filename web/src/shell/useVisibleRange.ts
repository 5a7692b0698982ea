import { useEffect, useState, useSyncExternalStore, type RefObject } from 'react';

export interface Range {
  start: number;
  end: number;
}

const OVERSCAN = 8;

/**
 * Which rows of equal height can be seen. `list` is the full-height element; `scroller` is what
 * scrolls it, or null for the window.
 */
export function useVisibleRange(
  list: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  scroller: RefObject<HTMLElement | null> | null = null,
): Range {
  const [range, setRange] = useState<Range>({ start: 0, end: Math.min(count, 30) });

  useEffect(() => {
    const element = scroller?.current ?? null;
    const target: EventTarget = element ?? window;
    let frame = 0;
    const measure = () => {
      if (!list.current) return;
      const box = element?.getBoundingClientRect();
      const next = visibleRows(
        (box?.top ?? 0) - list.current.getBoundingClientRect().top,
        box?.height ?? innerHeight,
        count,
        rowHeight,
      );
      setRange((now) => (now.start === next.start && now.end === next.end ? now : next));
    };
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    };
    soon();
    target.addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      target.removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [list, scroller, count, rowHeight]);

  return { start: Math.min(range.start, count), end: Math.min(range.end, count) };
}

/** `offset` is how far the list's top lies above the view's top. */
export function visibleRows(
  offset: number,
  viewHeight: number,
  count: number,
  rowHeight: number,
): Range {
  const first = Math.floor(offset / rowHeight) - OVERSCAN;
  const last = Math.ceil((offset + viewHeight) / rowHeight) + OVERSCAN;
  const start = Math.min(Math.max(first, 0), count);
  return { start, end: Math.max(Math.min(last, count), start) };
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
