import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { FakeServer, json, problem, unreachable } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { anOffer, offers, usd } from '../testing/samples';
import { MarketPage } from './MarketPage';

const FACETS = {
  providers: [{ value: 'lambda', count: 2 }],
  accelerators: [
    { value: 'H100', count: 2 },
    { value: 'L4', count: 1 },
  ],
  countries: [{ value: 'US', count: 2 }],
  capacityTypes: [],
  total: 3,
};

function market(): FakeServer {
  return new FakeServer()
    .on('GET /offers', offers([anOffer()]))
    .on('GET /offers/facets', FACETS)
    .on('GET /market', { offers: 0 })
    .on('GET /providers', { items: [] });
}

const rows = () => screen.findAllByTestId('offer-row');
const asked = (server: FakeServer) => server.calls('GET /offers').at(-1)?.query;

test('an offer is shown with its price, its age and where the price is from', async () => {
  renderWith(market(), <MarketPage />);
  const [row] = await rows();
  const cell = within(row!);
  expect(cell.getByText('8 × H100')).toBeDefined();
  expect(cell.getByTestId('offer-price').textContent).toBe('$23.92/h');
  expect(cell.getByText('$2.99')).toBeDefined();
  expect(cell.getByText('2 hr. ago')).toBeDefined();
  expect(cell.getByRole('link', { name: 'price list' }).getAttribute('href')).toBe(
    'https://example.org/prices',
  );
  expect(cell.getByText('3 left')).toBeDefined();
  expect(screen.getByTestId('offer-total').textContent).toContain('1 offer');
});

test('an offer that cannot be leased says why', async () => {
  const offer = anOffer({ leasable: false, leasableReason: 'Connect an account of lambda' });
  renderWith(market().on('GET /offers', offers([offer])), <MarketPage />);
  expect(await screen.findByText('View only')).toBeDefined();
  expect(screen.getByText('Connect an account of lambda')).toBeDefined();
});

test('the address of a source that is no web address does not become a link', async () => {
  const source = { ...anOffer().source, url: 'javascript:alert(1)' };
  renderWith(market().on('GET /offers', offers([anOffer({ source })])), <MarketPage />);
  await rows();
  expect(screen.queryByRole('link', { name: 'price list' })).toBeNull();
});

test('the filters of the address are asked for', async () => {
  const server = market();
  renderWith(server, <MarketPage />, '/market?accelerator=H100&country=US&sort=observedAt');
  await rows();
  expect(asked(server)?.toString()).toBe(
    'sort=observedAt&order=asc&accelerator=H100&country=US&limit=100',
  );
});

test('picking a filter puts it into the address and asks again', async () => {
  const server = market();
  renderWith(server, <MarketPage />, '/market');
  await screen.findByRole('option', { name: 'L4 (1)' });
  await userEvent.selectOptions(screen.getByLabelText('Accelerator'), 'L4');
  expect(location.search).toBe('?accelerator=L4');
  await waitFor(() => expect(asked(server)?.get('accelerator')).toBe('L4'));
});

test('what is typed is searched for once, after the last letter', async () => {
  const server = market();
  renderWith(server, <MarketPage />, '/market');
  await rows();
  await userEvent.type(screen.getByLabelText('Search'), 'gpu_8x');
  await waitFor(() => expect(location.search).toBe('?q=gpu_8x'));
  await waitFor(() => expect(asked(server)?.get('q')).toBe('gpu_8x'));
  expect(server.calls('GET /offers').filter((call) => call.query.has('q'))).toHaveLength(1);
});

test('a column head sorts, and turns the order around', async () => {
  renderWith(market(), <MarketPage />, '/market');
  await rows();
  const head = screen.getByRole('columnheader', { name: /^Per accelerator/ });
  expect(head.getAttribute('aria-sort')).toBe('ascending');
  await userEvent.click(within(head).getByRole('button'));
  expect(location.search).toBe('?order=desc');
  expect(head.getAttribute('aria-sort')).toBe('descending');
});

test('the next page is fetched when its rows come near, and no offer is shown twice', async () => {
  const first = anOffer({ id: 'a', price: usd('1') });
  const second = anOffer({ id: 'b', price: usd('2') });
  const server = market().on('GET /offers', ({ query }) =>
    json(
      query.get('cursor') === 'next'
        ? offers([first, second], { total: 2 })
        : offers([first], { total: 2, nextCursor: 'next' }),
    ),
  );
  renderWith(server, <MarketPage />);
  await waitFor(async () => expect(await rows()).toHaveLength(2));
  expect((await rows()).map((row) => row.dataset.offer)).toEqual(['a', 'b']);
  expect(screen.getByRole('table', { name: 'Offers' }).getAttribute('aria-rowcount')).toBe('3');
});

test('when nothing matches, one button brings everything back', async () => {
  const server = market().on('GET /offers', ({ query }) =>
    json(query.has('q') ? offers([]) : offers([anOffer()])),
  );
  renderWith(server, <MarketPage />, '/market?q=nothing');
  await screen.findByText('No offer matches these filters');
  await userEvent.click(within(screen.getByTestId('empty')).getByRole('button'));
  expect(await rows()).toHaveLength(1);
  expect(location.search).toBe('');
});

test('an empty market is told apart from a filter without matches', async () => {
  renderWith(market().on('GET /offers', offers([])), <MarketPage />);
  expect(await screen.findByText('No offer has come in yet')).toBeDefined();
});

test('an empty market fills by itself when the first offers come in', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const server = market().on('GET /offers', offers([], { marketVersion: 1 }));
    renderWith(server, <MarketPage />);
    await screen.findByText('No offer has come in yet');
    server.on('GET /offers', offers([anOffer()], { marketVersion: 2 }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await rows()).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test('a server that is away can be tried again', async () => {
  const server = market().on('GET /offers', unreachable);
  renderWith(server, <MarketPage />);
  await screen.findByText('Tradewind cannot be reached');
  server.on('GET /offers', offers([anOffer()]));
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await rows()).toHaveLength(1);
  expect(screen.queryByTestId('problem')).toBeNull();
});

test('when the network is back, it is tried again by itself', async () => {
  const server = market().on('GET /offers', unreachable);
  renderWith(server, <MarketPage />);
  await screen.findByText('Tradewind cannot be reached');
  server.on('GET /offers', offers([anOffer()]));
  dispatchEvent(new Event('online'));
  expect(await rows()).toHaveLength(1);
});

test('a refused filter is explained in the words of the server', async () => {
  const refusal = problem(400, {
    title: 'Bad Request',
    detail: 'The query has a wrong field.',
    errors: [{ field: 'limit', message: 'The limit is 5000.', advice: 'Ask for at most 1000.' }],
  });
  renderWith(market().on('GET /offers', () => refusal), <MarketPage />);
  const notice = await screen.findByTestId('problem');
  expect(notice.textContent).toContain('The query has a wrong field.');
  expect(notice.textContent).toContain('limit The limit is 5000. Ask for at most 1000.');
});

test('the health of the feeds and the quarantine are counted', async () => {
  const provider = {
    id: 'a',
    name: 'A',
    state: 'ok',
    offers: 1,
    quarantined: 4,
    lastSuccess: null,
    lastAttempt: null,
    ageSeconds: null,
    fault: null,
    capabilities: [],
    circuit: { state: 'closed', failuresInARow: 0, nextAttempt: null, lastDurationMillis: null },
    leasable: false,
  };
  const failing = { ...provider, id: 'b', state: 'failing', quarantined: 13 };
  renderWith(market().on('GET /providers', { items: [provider, failing] }), <MarketPage />);
  expect(await screen.findByText('1 of 2 feeds healthy')).toBeDefined();
  expect(screen.getByTestId('quarantine-count').textContent).toBe('17 offers in quarantine');
});
