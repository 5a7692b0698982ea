import { useCallback, useMemo, useState } from 'react';
import { useApi } from '../api/context';
import type { Offer } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, PartNotice, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { navigate, useSearch } from '../shell/router';
import { FilterBar } from './FilterBar';
import { activeFilters, readFilters, writeFilters, type Filters } from './filters';
import { MarketSources } from './MarketSources';
import { OfferDetails } from './OfferDetails';
import { OfferTable } from './OfferTable';
import { PriceSpark } from './PriceSpark';
import { ProviderStrip } from './ProviderStrip';
import { useOffers } from './useOffers';

const FACETS_EVERY_MS = 60_000;

export function MarketPage() {
  const api = useApi();
  const search = useSearch();
  const filters = useMemo(() => readFilters(search), [search]);
  const offers = useOffers(filters);
  const facets = useResource('facets', (signal) => api.facets(signal), FACETS_EVERY_MS);
  const [opened, setOpened] = useState<Offer | null>(null);

  const change = useCallback((next: Filters) => {
    navigate(location.pathname + writeFilters(next), { replace: true });
  }, []);

  const filtered = activeFilters(filters).length > 0;
  const empty = !offers.loading && !offers.problem && offers.items.length === 0;
  return (
    <Page title={text.market.title} className="market" aside={<ProviderStrip />}>
      <MarketSources />
      {facets.problem && !facets.data && (
        <PartNotice problem={facets.problem} onRetry={facets.reload} />
      )}
      <FilterBar filters={filters} facets={facets.data} onChange={change} />
      <p className="tally" role="status" data-testid="offer-total">
        {offers.total === null ? (
          !offers.problem && text.loading
        ) : (
          <>
            <strong>{text.market.total(format.integer(offers.total), offers.total)}</strong>
            {offers.marketVersion !== null && (
              <span>{text.market.version(format.integer(offers.marketVersion))}</span>
            )}
          </>
        )}
        <PriceSpark filters={filters} />
        {offers.changed && (
          <span className="tally-changed">
            {text.market.changed}{' '}
            <button type="button" className="link" onClick={offers.reload}>
              {text.market.showChanged}
            </button>
          </span>
        )}
      </p>
      {offers.problem && <ProblemNotice problem={offers.problem} onRetry={offers.reload} />}
      {empty ? (
        <Empty title={filtered ? text.market.empty : text.market.noOffers}>
          <p>{filtered ? text.market.emptyBody : text.market.noOffersBody}</p>
          {filtered && (
            <button
              type="button"
              className="button"
              onClick={() => change({ sort: filters.sort, order: filters.order })}
            >
              {text.market.clear}
            </button>
          )}
        </Empty>
      ) : (
        <OfferTable offers={offers} filters={filters} onSort={change} onOpen={setOpened} />
      )}
      {opened && <OfferDetails offer={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
