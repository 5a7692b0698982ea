import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { useApi } from '../api/context';
import { asProblem, isAbort, type Problem } from '../api/problem';
import type { Offer, OfferPage } from '../api/types';
import { useRetry } from '../api/useRetry';
import { toQuery, writeFilters, type Filters } from './filters';

const PAGE_SIZE = 100;
const LOOK_EVERY_MS = 30_000;
const LOOK_WHILE_EMPTY_MS = 4_000;

export interface Offers {
  items: Offer[];
  total: number | null;
  marketVersion: number | null;
  /** The rows are about to be replaced. */
  outdated: boolean;
  loading: boolean;
  hasMore: boolean;
  problem: Problem | null;
  /** The server has a newer market than the rows. */
  changed: boolean;
  loadMore(): void;
  reload(): void;
}

interface State {
  key: string | null;
  items: Offer[];
  cursor: string | null;
  total: number | null;
  marketVersion: number | null;
  problem: Problem | null;
}

type Action =
  | { type: 'first' | 'more'; key: string; page: OfferPage }
  | { type: 'failed'; key: string; problem: Problem };

const NOTHING: State = {
  key: null,
  items: [],
  cursor: null,
  total: null,
  marketVersion: null,
  problem: null,
};

function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'failed':
      return { ...state, key: action.key, problem: action.problem };
    case 'first':
      return { ...arrived(action), items: action.page.items };
    case 'more':
      if (state.key !== action.key) return state;
      return {
        ...arrived(action),
        marketVersion: state.marketVersion,
        items: withoutRepeats(state.items, action.page.items),
      };
  }
}

function arrived({ key, page }: { key: string; page: OfferPage }): State {
  return {
    key,
    items: [],
    cursor: page.nextCursor,
    total: page.total,
    marketVersion: page.marketVersion,
    problem: null,
  };
}

/** The market may move between two pages; an offer that moved down must not appear twice. */
function withoutRepeats(before: Offer[], next: Offer[]): Offer[] {
  const known = new Set(before.map((offer) => offer.id));
  return [...before, ...next.filter((offer) => !known.has(offer.id))];
}

export function useOffers(filters: Filters): Offers {
  const api = useApi();
  const search = writeFilters(filters);
  const [round, setRound] = useState(0);
  const key = `${round}${search}`;
  const [state, dispatch] = useReducer(reduce, NOTHING);
  const [loadingMore, setLoadingMore] = useState(false);
  const more = useRef<AbortController | null>(null);
  const latest = useRef(filters);
  useEffect(() => {
    latest.current = filters;
  });

  useEffect(() => {
    const abort = new AbortController();
    api
      .offers({ ...toQuery(latest.current), limit: PAGE_SIZE }, abort.signal)
      .then((page) => dispatch({ type: 'first', key, page }))
      .catch((cause: unknown) => {
        if (!isAbort(cause)) dispatch({ type: 'failed', key, problem: asProblem(cause) });
      });
    return () => {
      abort.abort();
      more.current?.abort();
      more.current = null;
      setLoadingMore(false);
    };
  }, [api, key]);

  const { cursor } = state;
  const loadMore = useCallback(() => {
    if (more.current || cursor === null) return;
    const abort = new AbortController();
    more.current = abort;
    setLoadingMore(true);
    api
      .offers({ ...toQuery(latest.current), limit: PAGE_SIZE, cursor }, abort.signal)
      .then((page) => dispatch({ type: 'more', key, page }))
      .catch((cause: unknown) => {
        if (!isAbort(cause)) dispatch({ type: 'failed', key, problem: asProblem(cause) });
      })
      .finally(() => {
        if (more.current !== abort) return;
        more.current = null;
        setLoadingMore(false);
      });
  }, [api, key, cursor]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  useRetry(state.problem, reload);
  const empty = state.total === 0;
  const newest = useNewestVersion(search, empty ? LOOK_WHILE_EMPTY_MS : LOOK_EVERY_MS);
  const changed = newest !== null && state.marketVersion !== null && newest > state.marketVersion;
  // Nobody reads an empty table: what comes in is shown at once.
  if (empty && changed && state.key === key) setRound(round + 1);
  return {
    items: state.items,
    total: state.total,
    marketVersion: state.marketVersion,
    outdated: state.key !== key,
    loading: state.key !== key || loadingMore,
    hasMore: state.cursor !== null,
    problem: state.problem,
    changed,
    loadMore,
    reload,
  };
}

/** Looks now and then, by ETag, so that prices do not jump under the reader's eyes. */
function useNewestVersion(search: string, everyMs: number): number | null {
  const api = useApi();
  const [newest, setNewest] = useState<number | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    let etag: string | null = null;
    const look = async () => {
      if (document.hidden) return;
      try {
        const found = await api.offersChanged({}, etag, abort.signal);
        if (!found || abort.signal.aborted) return;
        etag = found.etag;
        setNewest(found.marketVersion);
      } catch {
        // The table itself reports an unreachable server; this look is only a courtesy.
      }
    };
    const timer = setInterval(() => void look(), everyMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [api, search, everyMs]);
  return newest;
}
