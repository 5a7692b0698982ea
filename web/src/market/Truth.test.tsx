import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { MarketSummary, OtherSource } from '../api/types';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { anOffer, EARLIER, offers, usd } from '../testing/samples';
import DiscrepanciesPage from './DiscrepanciesPage';
import { MarketPage } from './MarketPage';
import { MarketSources } from './MarketSources';
import { OfferDetails } from './OfferDetails';

const OTHER: OtherSource = {
  feed: 'catalog',
  offer: 'catalog:h100',
  source: { name: 'bundled list prices', url: null, asOf: EARLIER, term: 'list' },
  price: usd('20.00'),
  observedAt: EARLIER,
  confidence: { level: 'reported', meaning: 'told by a third party' },
  differencePercent: -16.39,
};

const TABLE: MarketSummary['feeds'][number] = {
  feed: 'catalog',
  source: 'bundled list prices',
  standing: 'reported',
  offers: 763,
  superseded: 0,
  terms: { live: 0, list: 763, declared: 0 },
  ages: { fresh: 763, aging: 0, stale: 0, expired: 0 },
  lastUpdate: EARLIER,
  figuresFrom: '2024-11-03T00:00:00Z',
};

const SUMMARY: MarketSummary = {
  version: 3,
  offers: 763,
  placeable: 763,
  superseded: 0,
  expired: 0,
  terms: TABLE.terms,
  feeds: [TABLE],
};

test('a market of tables alone says so, with the age of its oldest figure', async () => {
  renderWith(new FakeServer().on('GET /market', SUMMARY), <MarketSources />);
  const banner = await screen.findByTestId('market-sources');
  expect(banner.dataset.live).toBe('false');
  expect(banner.textContent).toContain('No live prices now');
  expect(banner.textContent).toMatch(/figures from \w+ \d+, 2024/);
});

test('with live prices the summary tells both, and the feeds can be looked at', async () => {
  const live = { ...TABLE, feed: 'aws', standing: 'seller' as const, terms: { live: 9, list: 0, declared: 0 }, figuresFrom: null };
  const terms = { live: 9, list: 700, declared: 0 };
  const summary = { ...SUMMARY, superseded: 63, terms, feeds: [live, { ...TABLE, superseded: 63 }] };
  renderWith(new FakeServer().on('GET /market', summary), <MarketSources />);
  const banner = await screen.findByTestId('market-sources');
  expect(banner.textContent).not.toContain('No live prices now');
  expect(banner.textContent).toContain(
    '9 live prices · 700 prices from lists and tables · 63 older or third-party duplicates set aside',
  );
  await userEvent.click(screen.getByText(/9 live prices/));
  expect(screen.getByTestId('market-feeds').textContent).toContain('The seller itselfLive price');
});

test('a row shows the confidence, and the list price beside the price of one’s own', async () => {
  const own = anOffer({
    price: usd('20.33'),
    listPrice: usd('23.92'),
    priceOverride: 'List 23.92 USD, your price 20.33 USD: 15 % off.',
    confidence: { level: 'confirmed', meaning: 'told by the seller' },
  });
  const server = new FakeServer()
    .on('GET /offers', offers([own]))
    .on('GET /offers/facets', { providers: [], accelerators: [], countries: [], capacityTypes: [], total: 1 })
    .on('GET /providers', { items: [] });
  renderWith(server, <MarketPage />);
  expect((await screen.findByTestId('confidence')).textContent).toBe('Confirmed');
  expect(screen.getByTestId('offer-price').textContent).toBe('$20.33/h $23.92');
  expect(screen.getByTestId('list-price').title).toBe('List price $23.92');
});

test('the details tell the other sources, and which one is believed', () => {
  const offer = anOffer({
    otherSources: [OTHER],
    superseded: { by: 'catalog', why: 'Both are lists; catalog has the newer figure.' },
    priceOverride: 'List 23.92 USD, your price 20.33 USD: 15 % off.',
  });
  const server = new FakeServer().on('GET /prices', { points: [], now: { min: null, median: null } });
  renderWith(server, <OfferDetails offer={offer} onClose={() => undefined} />);
  expect(screen.getByTestId('other-sources').textContent).toContain(
    'catalog$20.00-16.4% against this onebundled list prices',
  );
  expect(screen.getByTestId('superseded').textContent).toContain('Not used: catalog is believed.');
  expect(screen.getByTestId('own-price').textContent).toContain('15 % off');
  expect(screen.getByTestId('offer-details').textContent).toContain('Published: from the seller');
});

test('where sources disagree, both prices stand side by side with the reason', async () => {
  const row = {
    provider: 'lambda',
    region: 'us-east-1',
    zone: null,
    instanceType: 'gpu_8x_h100',
    accelerator: anOffer().accelerator,
    capacityType: 'on_demand',
    believed: {
      feed: 'lambda',
      offer: 'lambda:h100',
      source: OTHER.source,
      price: usd('23.92'),
      observedAt: EARLIER,
      confidence: OTHER.confidence,
    },
    others: [OTHER],
    differencePercent: 16.39,
    why: 'lambda is the seller’s own interface; catalog is a third party’s report.',
  };
  const page = {
    items: [row],
    nextCursor: null,
    total: 1,
    counts: [{ provider: 'lambda', compared: 8, disagreeing: 1 }],
    tolerancePercent: 1,
  };
  const server = new FakeServer().on('GET /discrepancies', page);
  renderWith(server, <DiscrepanciesPage />, '/discrepancies?seller=lambda');
  const shown = await screen.findByTestId('discrepancy-row');
  expect(shown.textContent).toContain('$23.92lambda$20.00catalog, -16.4%16.4%lambda is the seller');
  expect(screen.getByRole('link', { name: 'lambda 1 of 8' }).getAttribute('aria-current')).toBe('true');
  expect(server.calls('GET /discrepancies').some((call) => call.query.get('seller') === 'lambda')).toBe(true);
});
