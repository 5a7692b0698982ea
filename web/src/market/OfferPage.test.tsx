import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { anOffer, EARLIER, usd } from '../testing/samples';
import OfferPage from './OfferPage';

const ID = 'lambda/us-east-1/gpu_8x_h100';
const region = { provider: 'lambda', name: 'us-east-1', country: 'US', gridZone: 'US-MIDA-PJM', gramsPerKilowattHour: 371, carbonSource: 'a yearly table', carbonYear: 2024 };

function market(part: Parameters<typeof anOffer>[0] = {}): FakeServer {
  return new FakeServer()
    .on(`GET /offers/${encodeURIComponent(ID)}`, anOffer(part))
    .on('GET /prices', { points: [], now: { min: null, median: null } })
    .on('GET /regions', { items: [region], nextCursor: null, total: 1 });
}

test('an offer has an address of its own, with its grid', async () => {
  renderWith(market({ pricePerPetaflopHour: usd('3.02') }), <OfferPage id={ID} />);
  expect(await screen.findByRole('heading', { name: '8 × H100 · lambda', level: 1 })).toBeDefined();
  expect(screen.getByText('$3.02')).toBeDefined();
  const grid = await screen.findByTestId('grid');
  expect(grid.textContent).toContain('371');
  expect(grid.textContent).toContain('a yearly table, 2024');
});

test('two sources stand side by side with their difference', async () => {
  const other = {
    feed: 'catalog',
    offer: 'o-2',
    source: { name: 'list', url: null, asOf: EARLIER, term: 'list' as const },
    price: usd('25'),
    observedAt: EARLIER,
    confidence: { level: 'reported' as const, meaning: 'a third party' },
    differencePercent: 4.5,
  };
  renderWith(market({ otherSources: [other] }), <OfferPage id={ID} />);
  const rows = within(await screen.findByTestId('other-sources')).getAllByRole('row');
  expect(rows[1]?.textContent).toContain('lambda$23.92');
  expect(rows[2]?.textContent).toContain('catalog$25.00+4.5% against this one');
});

test('an offer that is gone says so and leads back', async () => {
  const server = new FakeServer().on(`GET /offers/${encodeURIComponent(ID)}`, () =>
    problem(404, { detail: 'There is no such offer.' }),
  );
  renderWith(server, <OfferPage id={ID} />);
  expect(await screen.findByText('There is no such offer.')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Go to the market' })).toBeDefined();
});

test('a failing grid leaves the offer', async () => {
  const server = market().on('GET /regions', () => json({}, 500));
  renderWith(server, <OfferPage id={ID} />);
  expect(await screen.findByTestId('problem')).toBeDefined();
  expect(screen.getByText('gpu_8x_h100')).toBeDefined();
});
