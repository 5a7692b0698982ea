import { useState } from 'react';
import { asProblem, isAbort, type Problem } from './problem';
import type { Page } from './types';
import { useResource } from './useResource';

export interface Pages<T> {
  items: T[] | null;
  total: number;
  problem: Problem | null;
  loading: boolean;
  /** Absent when all is shown. */
  loadMore: (() => void) | undefined;
  reload(): void;
}

/** A list that grows by a button. It reloads by itself until somebody has grown it. */
export function usePages<T>(
  key: string,
  load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<T>>,
  everyMs?: number,
): Pages<T> {
  const [more, setMore] = useState<{ key: string; of: Page<T>; pages: Page<T>[] } | null>(null);
  const grown = more?.key === key;
  const first = useResource(key, (signal) => load(undefined, signal), grown ? undefined : everyMs);
  const [problem, setProblem] = useState<Problem | null>(null);
  const pages = first.data ? [first.data, ...(more?.of === first.data ? more.pages : [])] : [];
  const cursor = pages.at(-1)?.nextCursor ?? null;

  function loadMore() {
    const of = first.data;
    if (!of || cursor === null) return;
    load(cursor)
      .then((page) => {
        setProblem(null);
        setMore({ key, of, pages: [...pages.slice(1), page] });
      })
      .catch((cause: unknown) => {
        if (!isAbort(cause)) setProblem(asProblem(cause));
      });
  }

  return {
    items: first.data ? pages.flatMap((page) => page.items) : null,
    total: first.data?.total ?? 0,
    problem: first.problem ?? problem,
    loading: first.loading,
    loadMore: cursor === null ? undefined : loadMore,
    reload: first.reload,
  };
}
