import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { EARLIER } from '../testing/samples';
import { GridSignals } from './GridSignals';

const FEED = {
  id: 'carbon-gb',
  kind: 'live',
  state: 'failing',
  lastSuccess: EARLIER,
  lastAttempt: EARLIER,
  ageSeconds: 7500,
  fault: 'UNREACHABLE: no answer.',
  validitySeconds: 3600,
  figureCount: 2,
  figures: [],
  forecasts: [],
  refused: ['GB, by fuels: answered 500'],
};

const TABLE = {
  ...FEED,
  id: 'static',
  kind: 'table',
  state: 'ok',
  lastSuccess: null,
  fault: null,
  figureCount: 104,
  refused: [],
};

test('carbon feeds tell their state and trouble, and what decisions count', async () => {
  const server = new FakeServer()
    .on('GET /carbon-feeds', { basis: 'average_location_lifecycle', items: [FEED, TABLE] })
    .on('GET /exchange-rates', {
      date: '2026-11-20',
      source: 'European Central Bank',
      base: 'EUR',
      ageDays: 1,
      rates: [],
      publishers: [],
    });
  renderWith(server, <GridSignals />);
  const [live, table] = await screen.findAllByTestId('carbon-feed-row');
  expect(within(live!).getByText('Failing')).toBeDefined();
  expect(within(live!).getByText('2 hr. ago')).toBeDefined();
  expect(
    within(live!).getByText('UNREACHABLE: no answer. · GB, by fuels: answered 500'),
  ).toBeDefined();
  expect(within(table!).getByText('bundled table')).toBeDefined();
  expect(screen.getByText(/average location lifecycle/)).toBeDefined();
  expect(await screen.findByText(/European Central Bank, 2026-11-20/)).toBeDefined();
});

test('without an answer there is no section', async () => {
  const server = new FakeServer();
  renderWith(server, <GridSignals />);
  await expect.poll(() => server.calls('GET /carbon-feeds').length).toBe(1);
  expect(screen.queryByRole('table')).toBeNull();
});
