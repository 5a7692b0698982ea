import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { anOffer, EARLIER, usd } from '../testing/samples';
import OfferPage from './OfferPage';

const ID = 'lambda/us-east-1/gpu_8x_h100';
const region = { provider: 'lambda', name: 'us-east-1', country: 'US', gridZone: 'US-MIDA-PJM', gramsPerKilowattHour: 371, carbonSource: 'a yearly table', carbonYear: 2024, certifications: ['iso27001'] };
const hour = (h: number, gramsPerKilowattHour: number, kind: string) => ({ from: new Date(Math.floor(Date.now() / 3_600_000 + h) * 3_600_000).toISOString(), gramsPerKilowattHour, kind });
const since = (day: number) => new Date(Date.now() - day * 86_400_000).toISOString();

function market(part: Parameters<typeof anOffer>[0] = {}): FakeServer {
  return new FakeServer()
    .on(`GET /offers/${encodeURIComponent(ID)}`, anOffer(part))
    .on('GET /prices', { points: [], now: { min: null, median: null } })
    .on('GET /regions', { items: [region], nextCursor: null, total: 1 })
    .on('GET /carbon-hours', { gridZone: 'US-MIDA-PJM', basis: 'average_location_lifecycle', sources: [], issuedAt: null, items: [] })
    .on('GET /availability', { items: [], nextCursor: null, total: 0, recordedSince: null, levelsKept: true, start: null });
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

test('the grid is shown by the hour, with the cleanest hour to come', async () => {
  const server = market().on('GET /carbon-hours', {
    gridZone: 'US-MIDA-PJM',
    basis: 'average_location_lifecycle',
    sources: ['a feed'],
    issuedAt: EARLIER,
    items: [hour(-1, 90, 'measured'), hour(0, 400, 'measured'), hour(1, 123, 'forecast'), hour(2, 300, 'forecast')],
  });
  renderWith(server, <OfferPage id={ID} />);
  expect(await screen.findByText(/^Cleanest hour to come: .*, 123 gCO₂e\/kWh\.$/)).toBeDefined();
  expect(screen.getByText('gCO₂e per kWh, location-based')).toBeDefined();
  expect(screen.getByText(/a feed; average location lifecycle/)).toBeDefined();
  expect(screen.getByRole('img', { name: /between 90 and 400 grams/ })).toBeDefined();
  expect(server.calls('GET /carbon-hours')[0]?.query.get('zone')).toBe('US-MIDA-PJM');
});

test('a grid without hours says so, and what the place is certified for', async () => {
  renderWith(market(), <OfferPage id={ID} />);
  expect(await screen.findByText(/No feed tells this grid by the hour/)).toBeDefined();
  expect((await screen.findByTestId('certified')).textContent).toContain('iso27001');
});

test('the availability so far is told by shares and by changes', async () => {
  const server = market().on('GET /availability', {
    items: [
      { from: since(3), to: null, state: 'available' },
      { from: since(4), to: since(3), state: 'unavailable' },
    ],
    nextCursor: null,
    total: 2,
    recordedSince: since(4),
    levelsKept: true,
    start: { chance: 0.83, startedLately: 8, triedLately: 10 },
  });
  renderWith(server, <OfferPage id={ID} />);
  const legend = await screen.findByTestId('availability');
  expect(legend.textContent).toContain('Available 75%');
  expect(legend.textContent).toContain('Sold out 25%');
  expect(screen.getByText(/Of the last 10 machines that were asked for here, by whomever, 8 started/)).toBeDefined();
  expect(server.calls('GET /availability')[0]?.query.get('offer')).toBe(ID);
});

test('what a site had free is not told', async () => {
  const server = market().on('GET /availability', {
    items: [{ from: since(4), to: null, state: 'unknown' }],
    nextCursor: null,
    total: 1,
    recordedSince: since(4),
    levelsKept: false,
    start: null,
  });
  renderWith(server, <OfferPage id={ID} />);
  expect(await screen.findByText(/no record of it is shown/)).toBeDefined();
  expect(screen.getByText(/On the market, amount not published, unchanged since/)).toBeDefined();
});

test('the history can be seen as far back as the record goes', async () => {
  const server = market();
  renderWith(server, <OfferPage id={ID} />);
  await userEvent.click(await screen.findByLabelText('All'));
  await waitFor(() =>
    expect(Date.parse(server.calls('GET /prices').at(-1)?.query.get('from') ?? '')).toBeLessThan(
      Date.now() - 1_800 * 86_400_000,
    ),
  );
});

test('a failing grid leaves the offer', async () => {
  const server = market().on('GET /regions', () => json({}, 500));
  renderWith(server, <OfferPage id={ID} />);
  expect(await screen.findByTestId('problem')).toBeDefined();
  expect(screen.getByText('gpu_8x_h100')).toBeDefined();
});
