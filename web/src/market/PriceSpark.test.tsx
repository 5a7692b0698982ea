import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { usd } from '../testing/samples';
import { NO_FILTERS } from './filters';
import { PriceSpark } from './PriceSpark';

const point = (at: string, min: string) => ({ at, min: usd(min), median: usd('4'), offers: 3 });
const HISTORY = {
  points: [point('2026-10-22T00:00:00Z', '3.20'), point('2026-11-20T00:00:00Z', '2.80')],
  now: { min: usd('2.80'), median: usd('4') },
};

test('the chosen accelerator has its month of prices beside the count', async () => {
  const server = new FakeServer().on('GET /prices', HISTORY);
  renderWith(
    server,
    <PriceSpark filters={{ ...NO_FILTERS, accelerator: 'H100', capacityType: 'spot' }} />,
  );
  expect((await screen.findByTestId('spark')).textContent).toContain('$3.20 → $2.80');
  expect(server.received[0]?.query.toString()).toBe('accelerator=H100&capacityType=spot');
});

test('without one accelerator, or without a history, there is no line', async () => {
  const server = new FakeServer().on('GET /prices', { ...HISTORY, points: [] });
  const { rerender } = renderWith(server, <PriceSpark filters={NO_FILTERS} />);
  expect(server.received).toHaveLength(0);
  rerender(<></>);
  renderWith(server, <PriceSpark filters={{ ...NO_FILTERS, accelerator: 'H100' }} />);
  await waitFor(() => expect(server.calls('GET /prices')).toHaveLength(1));
  expect(screen.queryByTestId('spark')).toBeNull();
});

test('a list that is narrowed by more has no line of other prices', () => {
  const server = new FakeServer();
  const filters = { ...NO_FILTERS, accelerator: 'H100', country: 'NO' };
  renderWith(server, <PriceSpark filters={filters} />);
  expect(server.received).toHaveLength(0);
});
