import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { EARLIER } from '../testing/samples';
import ProvidersPage from './ProvidersPage';
import QuarantinePage from './QuarantinePage';

const FAILING = {
  id: 'catalog',
  name: 'catalog',
  state: 'failing',
  offers: 1200,
  quarantined: 3,
  lastSuccess: EARLIER,
  lastAttempt: EARLIER,
  ageSeconds: 7500,
  fault: 'UNREACHABLE: the list answered 503.',
  capabilities: [],
  leasable: false,
  circuit: {
    state: 'open',
    failuresInARow: 4,
    nextAttempt: EARLIER,
    lastDurationMillis: 120,
  },
};

const FACETS = {
  providers: [{ value: 'aws', count: 900 }],
  accelerators: [],
  countries: [],
  capacityTypes: [],
  total: 1200,
};

const ROW = {
  provider: 'azure',
  subject: 'NC24/eastus/spot',
  reason: 'price_missing',
  detail: 'The price is 0.',
  source: 'catalog',
  observedAt: EARLIER,
};

test('a failing feed tells its fault and the age of its last answer', async () => {
  const server = new FakeServer()
    .on('GET /providers', { items: [FAILING] })
    .on('GET /offers/facets', FACETS);
  renderWith(server, <ProvidersPage />);
  const row = within(await screen.findByTestId('provider-row'));
  expect(row.getByText('Failing')).toBeDefined();
  expect(row.getByText('2 hr. ago')).toBeDefined();
  expect(row.getByText('UNREACHABLE: the list answered 503.')).toBeDefined();
  expect(row.getByRole('link', { name: '3' }).getAttribute('href')).toBe('/quarantine');
  expect(screen.getByRole('link', { name: 'aws 900' }).getAttribute('href')).toBe(
    '/market?provider=aws',
  );
});

test('a feed that fails again and again is said to be left alone, and until when', async () => {
  const server = new FakeServer()
    .on('GET /providers', { items: [FAILING] })
    .on('GET /offers/facets', FACETS);
  renderWith(server, <ProvidersPage />);
  const circuit = await screen.findByTestId('circuit');
  expect(circuit.textContent).toBe('left alone after 4 failures in a row, next try 2 hr. ago');
  expect(circuit.getAttribute('title')).toBe('last call took 120 ms');
});

test.each([
  ['closed', 0, 'next call 2 hr. ago'],
  ['closed', 1, 'failed once, next try 2 hr. ago'],
  ['half_open', 5, 'being tried again after 5 failures in a row'],
])('a circuit that is %s after %d failures is told in words', async (state, failuresInARow, words) => {
  const circuit = { ...FAILING.circuit, state, failuresInARow };
  const server = new FakeServer()
    .on('GET /providers', { items: [{ ...FAILING, circuit }] })
    .on('GET /offers/facets', FACETS);
  renderWith(server, <ProvidersPage />);
  expect((await screen.findByTestId('circuit')).textContent).toBe(words);
});

test('what was refused is listed with its reason, and counted', async () => {
  const counts = [{ provider: 'azure', reason: 'price_missing', count: 1 }];
  const page = { items: [ROW], nextCursor: null, total: 1, counts };
  const server = new FakeServer().on('GET /quarantine', page);
  renderWith(server, <QuarantinePage />, '/quarantine?provider=azure&reason=price_missing');
  const row = await screen.findByTestId('quarantine-row');
  expect(row.textContent).toContain('NC24/eastus/spotazureprice_missingThe price is 0.');
  const chip = screen.getByRole('link', { name: 'azure: price_missing 1' });
  expect(chip.getAttribute('aria-current')).toBe('true');
  const asked = server.calls('GET /quarantine').find((call) => call.query.has('provider'));
  expect(asked?.query.get('reason')).toBe('price_missing');
});
