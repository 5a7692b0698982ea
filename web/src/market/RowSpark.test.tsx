import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FakeServer, json } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { anOffer, offers, usd } from '../testing/samples';
import { MarketPage } from './MarketPage';

const SPARKS = {
  from: '2026-10-23T00:00:00Z',
  to: '2026-11-22T00:00:00Z',
  items: [
    {
      offer: 'a',
      points: [
        { at: '2026-10-23T00:00:00Z', price: usd('3.20') },
        { at: '2026-11-10T00:00:00Z', price: usd('2.80') },
      ],
    },
    { offer: 'b', points: [{ at: '2026-10-30T00:00:00Z', price: usd('2') }] },
  ],
};

function market(): FakeServer {
  return new FakeServer()
    .on('GET /offers', offers(['a', 'b', 'c'].map((id) => anOffer({ id }))))
    .on('GET /offers/facets', { total: 3 })
    .on('GET /market', { offers: 0 })
    .on('GET /providers', { items: [] });
}

test('the rows that are seen get a month of their prices, in one request', async () => {
  const server = market().on('POST /price-sparks', SPARKS);
  renderWith(server, <MarketPage />, '/market');
  await screen.findAllByTestId('offer-row');
  const sparks = await screen.findAllByTestId('row-spark', {}, { timeout: 3_000 });
  expect(sparks.map((each) => each.title)).toEqual([
    expect.stringContaining('$3.20 → $2.80'),
    expect.stringContaining('No change seen since'),
  ]);
  expect(server.calls('POST /price-sparks')).toHaveLength(1);
  expect(JSON.parse(server.calls('POST /price-sparks')[0]!.body)).toEqual({
    offers: ['a', 'b', 'c'],
  });
});

test('each row keeps a place for its line, and without an answer says nothing', async () => {
  const server = market().on('POST /price-sparks', () => json({}, 500));
  const { container } = renderWith(server, <MarketPage />, '/market');
  await screen.findAllByTestId('offer-row');
  expect(container.querySelectorAll('.row-spark')).toHaveLength(3);
  await waitFor(() => expect(server.calls('POST /price-sparks')).toHaveLength(1), {
    timeout: 3_000,
  });
  expect(screen.queryByTestId('row-spark')).toBeNull();
  expect(screen.queryByTestId('problem')).toBeNull();
});
