import { useEffect, useMemo, useRef } from 'react';
import { useApi } from '../api/context';
import type { Offer, OfferSort } from '../api/types';
import { text } from '../i18n/text';
import { useNow } from '../shell/useNow';
import { useMedia, useVisibleRange } from '../shell/useVisibleRange';
import type { Filters } from './filters';
import { OfferRow } from './OfferRow';
import { createRowSparks } from './rowSparks';
import type { Offers } from './useOffers';

interface OfferTableProps {
  offers: Offers;
  filters: Filters;
  onSort(filters: Filters): void;
  onOpen(offer: Offer): void;
}

/** These three must equal those of the stylesheet: rows are placed by multiplication. */
const ROW_HEIGHT = 60;
const CARD_HEIGHT = 170;
const NARROW = '(max-width: 76rem)';
const LOAD_AHEAD_ROWS = 30;

const COLUMNS: [keyof typeof text.market.columns, OfferSort?][] = [
  ['what'],
  ['where', 'provider'],
  ['shape'],
  ['capacity'],
  ['price', 'price'],
  ['each', 'pricePerAccelerator'],
  ['availability'],
  ['seen', 'observedAt'],
  ['leasable'],
];

export function OfferTable({ offers, filters, onSort, onOpen }: OfferTableProps) {
  const now = useNow();
  const rowHeight = useMedia(NARROW) ? CARD_HEIGHT : ROW_HEIGHT;
  const list = useRef<HTMLDivElement>(null);
  const { items, hasMore, loading, problem, loadMore } = offers;
  const range = useVisibleRange(list, items.length, rowHeight);

  const nearEnd = range.end >= items.length - LOAD_AHEAD_ROWS;
  useEffect(() => {
    if (nearEnd && hasMore && !loading && !problem) loadMore();
  }, [nearEnd, hasMore, loading, problem, loadMore]);

  const api = useApi();
  const sparks = useMemo(() => createRowSparks(api.priceSparks), [api]);
  const outdated = offers.outdated;
  useEffect(() => {
    if (outdated) return;
    const abort = new AbortController();
    const seen = items.slice(range.start, range.end).map((offer) => offer.id);
    sparks.want(seen, abort.signal);
    return () => abort.abort();
  }, [sparks, items, range.start, range.end, outdated]);

  return (
    <div
      className="offers"
      role="table"
      aria-label={text.market.tableLabel}
      aria-rowcount={(offers.total ?? items.length) + 1}
      aria-busy={offers.loading}
      data-testid="offers"
    >
      <div role="rowgroup" className="offers-head">
        <div role="row" className="offer-columns" aria-rowindex={1}>
          {COLUMNS.map(([column, sort]) => (
            <ColumnHead key={column} column={column} sort={sort} {...{ filters, onSort }} />
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        ref={list}
        className={`offers-body ${offers.outdated || offers.problem ? 'outdated' : ''}`}
        style={{ height: Math.max(items.length, offers.total === null ? 8 : 1) * rowHeight }}
      >
        {items.length === 0 && offers.loading && <Skeleton />}
        {items.slice(range.start, range.end).map((offer, i) => (
          <OfferRow
            key={offer.id}
            offer={offer}
            index={range.start + i}
            top={(range.start + i) * rowHeight}
            now={now}
            sparks={sparks}
            onOpen={onOpen}
          />
        ))}
      </div>
      <p className="offers-end" aria-hidden="true">
        {loading ? text.loading : hasMore ? '' : text.market.end}
      </p>
    </div>
  );
}

interface ColumnHeadProps {
  column: keyof typeof text.market.columns;
  sort: OfferSort | undefined;
  filters: Filters;
  onSort(filters: Filters): void;
}

function ColumnHead({ column, sort, filters, onSort }: ColumnHeadProps) {
  const name = text.market.columns[column];
  if (!sort) {
    return (
      <div role="columnheader" className={`col-${column}`}>
        {name}
      </div>
    );
  }
  const sorted = filters.sort === sort;
  const ascending = filters.order === 'asc';
  const order = sorted && ascending ? 'desc' : 'asc';
  return (
    <div
      role="columnheader"
      className={`col-${column}`}
      aria-sort={sorted ? (ascending ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" onClick={() => onSort({ ...filters, sort, order })}>
        {name}
        <span aria-hidden="true" className="sort-mark">
          {sorted ? (ascending ? '↑' : '↓') : '↕'}
        </span>
      </button>
    </div>
  );
}

function Skeleton() {
  return (
    <div aria-hidden="true" className="skeleton">
      {Array.from({ length: 8 }, (_, i) => (
        <div key={i} />
      ))}
    </div>
  );
}
